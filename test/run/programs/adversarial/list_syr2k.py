"""Two products into one triangle."""

ARGUMENTS = "n m alpha=1.5 beta=1.2 C:n,n A:n,m B:n,m"


def kernel(n: int, m: int, alpha: float, beta: float, C: list, A: list, B: list):
    for i in range(n):
        for j in range(i+1):
            C[i][j] *= beta
        for k in range(m):
            for j in range(i+1):
                C[i][j] += A[j][k]*alpha*B[i][k] + B[j][k]*alpha*A[i][k]
