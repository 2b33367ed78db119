"""j from i to m with n above or below m."""

ARGUMENTS = "n m A:n,m x:n y:m"


def kernel(n: int, m: int, A: list, x: list, y: list):
    for i in range(n):
        for j in range(i, m):
            A[i][j] = x[i] * y[j]
