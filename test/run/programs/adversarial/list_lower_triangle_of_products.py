"""j up to i, an outer product on a triangle."""

ARGUMENTS = "n A:n,n x:n"


def kernel(n: int, A: list, x: list):
    for i in range(n):
        for j in range(i+1):
            A[i][j] = x[i] * x[j]
