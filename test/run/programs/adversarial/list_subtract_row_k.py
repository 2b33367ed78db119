"""Row k is zero after its own iteration."""

ARGUMENTS = "n k A:n,n"


def kernel(n: int, k: int, A: list):
    for i in range(n):
        for j in range(n):
            A[i][j] = A[i][j] - A[k][j]
