"""What is read backwards is a view: it must be kept before its elements are exchanged."""

ARGUMENTS = "m a:m B:m,m"


def kernel(m: int, a: list, B: list):
    for i in range(2, m):
        a[m - 1 - i], B[i][m - 1 - i] = B[i][m - 1 - i], a[m - 1 - i]
