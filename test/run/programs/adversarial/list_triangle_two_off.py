"""j from i + 2: the last rows have no iterations."""

ARGUMENTS = "n A:n,n x:n"


def kernel(n: int, A: list, x: list):
    for i in range(n):
        for j in range(i+2, n):
            A[i][j] = x[i] * x[j]
