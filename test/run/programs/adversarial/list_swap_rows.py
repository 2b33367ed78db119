"""Two rows exchanged through a scalar."""

ARGUMENTS = "n A:2,n"


def kernel(n: int, A: list):
    for j in range(n):
        t = A[0][j]
        A[0][j] = A[1][j]
        A[1][j] = t
