"""a[i-1] = a[i] * 2 reads what no earlier iteration wrote."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(1, n):
        a[i-1] = a[i]*2.0
