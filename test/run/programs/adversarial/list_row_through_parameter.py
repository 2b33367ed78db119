"""Each row goes through a parameter of which only the first elements are overwritten."""

ARGUMENTS = "n m A:n,m C:m,m s:m"


def kernel(n: int, m: int, A: list[list[float]], C: list[list[float]], s: list[float]):
    for i in range(n):
        for j in range(m - 1):
            s[j] = 0.0
            for k in range(m):
                s[j] += A[i][k] * C[k][j]
        for j in range(m - 1):
            A[i][j] = s[j]
