"""The range of the columns that are written is empty where a condition never holds, and then negative."""

ARGUMENTS = "n m A:n*m"


def kernel(n: int, m: int, A: list):
    for i in range(1, m - 1):
        for j in range(1, n):
            if i > n:
                A[j * m - 1 - i] += 0.5
