"""In place: rows below are read before they are overwritten."""

ARGUMENTS = "n m alpha=1.5 A:m,m B:m,n"


def kernel(n: int, m: int, alpha: float, A: list, B: list):
    for i in range(m):
        for j in range(n):
            for k in range(i+1, m):
                B[i][j] += A[k][i] * B[k][j]
            B[i][j] = alpha * B[i][j]
