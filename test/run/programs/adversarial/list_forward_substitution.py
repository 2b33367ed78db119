"""Each unknown needs the ones before."""

ARGUMENTS = "n L:n,n x:n b:n"


def kernel(n: int, L: list, x: list, b: list):
    for i in range(n):
        x[i] = b[i]
        for j in range(i):
            x[i] -= L[i][j] * x[j]
        x[i] = x[i] / L[i][i]
