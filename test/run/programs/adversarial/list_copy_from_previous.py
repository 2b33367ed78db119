"""a[i] = a[i-1] carries the first element through: no slice copy does that."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    for i in range(1, n):
        a[i] = a[i-1]
