"""Scaled product added to a scaled matrix; any of three sizes may be negative."""

ARGUMENTS = "n m k alpha=1.5 beta=1.2 C:n,m A:n,k B:k,m"


def kernel(n: int, m: int, k: int, alpha: float, beta: float, C: list, A: list, B: list):
    for i in range(0, n):
        for j in range(0, m):
            C[i][j] *= beta
        for p in range(0, k):
            for j in range(0, m):
                C[i][j] += alpha * A[i][p] * B[p][j]
