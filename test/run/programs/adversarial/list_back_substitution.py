"""Each unknown needs the ones after; the outer loop descends."""

ARGUMENTS = "n A:n,n x:n b:n"


def kernel(n: int, A: list, x: list, b: list):
    for i in range(n-1, -1, -1):
        x[i] = b[i]
        for j in range(i+1, n):
            x[i] -= A[i][j] * x[j]
        x[i] /= A[i][i]
