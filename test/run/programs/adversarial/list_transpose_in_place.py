"""Exchange of the triangles, with no elements at size 0."""

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: list):
    for i in range(n):
        for j in range(i):
            t = A[i][j]
            A[i][j] = A[j][i]
            A[j][i] = t
