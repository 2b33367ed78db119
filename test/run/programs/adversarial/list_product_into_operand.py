"""A product accumulated into its own operand."""

ARGUMENTS = "n A:n,n B:n,n"


def kernel(n: int, A: list, B: list):
    for i in range(n):
        for j in range(n):
            for k in range(n):
                A[i][j] += A[i][k] * B[k][j]
