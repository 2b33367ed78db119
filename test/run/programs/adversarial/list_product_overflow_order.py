"""A product overflows in its order: the same factors regrouped may not."""

ARGUMENTS = "n m A:n,m x:n"


def kernel(n: int, m: int, A: list, x: list):
    for i in range(n):
        for j in range(m):
            x[i] *= A[i][j]
