"""A rank-k update of the lower triangle leaves the upper one."""

ARGUMENTS = "n m alpha=1.5 beta=1.2 C:n,n A:n,m"


def kernel(n: int, m: int, alpha: float, beta: float, C: list, A: list):
    for i in range(n):
        for j in range(i+1):
            C[i][j] *= beta
        for k in range(m):
            for j in range(i+1):
                C[i][j] += alpha * A[i][k] * A[j][k]
