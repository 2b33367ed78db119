"""Four scalars carried along each row."""

ARGUMENTS = "n m A:n,m y:n,m"


def kernel(n: int, m: int, A: list, y: list):
    for i in range(n):
        ym1 = 0.0
        ym2 = 0.0
        xm1 = 0.0
        for j in range(m):
            y[i][j] = 0.3 * A[i][j] + 0.2 * xm1 + 0.1 * ym1 - 0.05 * ym2
            xm1 = A[i][j]
            ym2 = ym1
            ym1 = y[i][j]
