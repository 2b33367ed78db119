"""A[i][j] = A[j][i] over the full square reads what it has written."""

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: list):
    for i in range(n):
        for j in range(n):
            A[i][j] = A[j][i]
