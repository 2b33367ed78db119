"""No triangle: all pairs of columns."""


def kernel(m: int, n: int, data: list, corr: list):
    for i in range(0, m):
        for j in range(0, m):
            corr[i][j] = 0.0
            for k in range(0, n):
                corr[i][j] += data[k][i] * data[k][j]
