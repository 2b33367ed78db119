"""The second half reads what the first half wrote."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = a[n-1-i]
