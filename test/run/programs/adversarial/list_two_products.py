"""The first product is the second's operand."""

ARGUMENTS = "n m k l alpha=1.5 beta=1.2 tmp:n,m A:n,k B:k,m C:m,l D:n,l"


def kernel(n: int, m: int, k: int, l: int, alpha: float, beta: float, tmp: list, A: list, B: list, C: list, D: list):
    for i in range(n):
        for j in range(m):
            tmp[i][j] = 0.0
            for p in range(0, k):
                tmp[i][j] += alpha * A[i][p] * B[p][j]
    for i in range(n):
        for j in range(l):
            D[i][j] *= beta
            for p in range(0, m):
                D[i][j] += tmp[i][p] * C[p][j]
