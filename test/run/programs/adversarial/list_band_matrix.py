"""j from i - 1 to i + 1."""

ARGUMENTS = "n A:n,n x:n y:n"


def kernel(n: int, A: list, x: list, y: list):
    for i in range(1, n-1):
        for j in range(i-1, i+2):
            y[i] += A[i][j] * x[j]
