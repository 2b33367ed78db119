"""In place: each element reads new values above and old values below."""

ARGUMENTS = "t n A:n,n"


def kernel(t: int, n: int, A: list):
    for t_ in range(0, t):
        for i in range(1, n-1):
            for j in range(1, n-1):
                A[i][j] = (A[i-1][j-1] + A[i-1][j] + A[i][j] + A[i+1][j+1]) / 9.0
