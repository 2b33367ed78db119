"""The triangle is empty for the last row, which keeps what it holds."""

ARGUMENTS = "n m a:n A:n,m"


def kernel(n: int, m: int, a: list, A: list):
    for i in range(1, n):
        for j in range(m):
            for k in range(i + 1, n):
                A[i - 1][j] = a[k - 1]
