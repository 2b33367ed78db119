"""A name for a row sees what is later written into the row."""

ARGUMENTS = "n A:n,n b:n"


def kernel(n: int, A: list, b: list):
    r = A[0]
    for j in range(n):
        A[0][j] = 0.0
    for j in range(n):
        b[j] = r[j]
