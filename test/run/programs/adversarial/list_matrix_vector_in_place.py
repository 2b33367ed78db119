"""x accumulates A x in place."""

ARGUMENTS = "n A:n,n x:n"


def kernel(n: int, A: list, x: list):
    for i in range(n):
        for j in range(n):
            x[i] += A[i][j] * x[j]
