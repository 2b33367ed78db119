"""A scalar accumulator beside an update of other rows."""

ARGUMENTS = "n m alpha=1.5 beta=1.2 C:m,n A:m,m B:m,n"


def kernel(n: int, m: int, alpha: float, beta: float, C: list, A: list, B: list):
    for i in range(m):
        for j in range(n):
            temp2 = 0.0
            for k in range(i):
                C[k][j] += alpha*B[i][j] * A[i][k]
                temp2 += B[k][j] * A[i][k]
            C[i][j] = beta * C[i][j] + alpha*B[i][j] * A[i][i] + alpha * temp2
