"""Two diagonals beside the main one."""

ARGUMENTS = "n A:n,n x:n"


def kernel(n: int, A: list, x: list):
    for i in range(n-1):
        A[i][i+1] = x[i]
        A[i+1][i] = -x[i]
