"""Each statement reads what the other wrote."""

ARGUMENTS = "n A:n,n"


def kernel(n: int, A: list):
    for i in range(1, n):
        for j in range(1, n):
            A[i][j] = A[i-1][j] + 1.0
            A[i-1][j-1] = A[i][j] * 2.0
