"""j from i."""

ARGUMENTS = "n A:n,n x:n"


def kernel(n: int, A: list, x: list):
    for i in range(n):
        for j in range(i, n):
            A[i][j] = A[i][j] + x[j]
