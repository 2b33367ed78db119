"""x is read and accumulated in one loop: no reduction to reorder."""

ARGUMENTS = "n A:n,n x:n"


def kernel(n: int, A: list, x: list):
    for i in range(n):
        for j in range(i):
            x[i] += A[i][j] * x[j]
