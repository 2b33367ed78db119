"""A forward recurrence and a backward one."""

ARGUMENTS = "n A:n,n p:n,n"


def kernel(n: int, A: list, p: list):
    for i in range(1, n-1):
        p[i][0] = 0.0
        for j in range(1, n-1):
            p[i][j] = -0.5 / (0.5 * p[i][j-1] + 2.0)
        for j in range(n-2, -1, -1):
            A[j][i] = p[i][j] * A[j+1][i] + 1.0
