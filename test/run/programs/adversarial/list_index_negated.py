"""a[-i] is the first element at i = 0 and counts from the end then."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(n):
        a[-i] = b[i]
