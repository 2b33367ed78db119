"""The lower triangle becomes the upper one's mirror."""

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: list):
    for i in range(n):
        for j in range(i):
            A[i][j] = A[j][i]
