"""Row-wise and column-wise products."""

ARGUMENTS = "n x1:n x2:n y1:n y2:n A:n,n"


def kernel(n: int, x1: list, x2: list, y1: list, y2: list, A: list):
    for i in range(n):
        for j in range(n):
            x1[i] = x1[i] + A[i][j] * y1[j]
    for i in range(n):
        for j in range(n):
            x2[i] = x2[i] + A[j][i] * y2[j]
