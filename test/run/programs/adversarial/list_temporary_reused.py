"""One temporary with two lives in each iteration."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        t = a[i] * 2.0
        b[i] = t
        t = b[i] + 1.0
        a[i] = t
