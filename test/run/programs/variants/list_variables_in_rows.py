"""The variables are the rows of the table."""


def kernel(m: int, n: int, data: list, corr: list):
    for i in range(0, m):
        corr[i][i] = 1.0
        for j in range(i + 1, m):
            corr[i][j] = 0.0
            for k in range(0, n):
                corr[i][j] += data[i][k] * data[j][k]
            corr[j][i] = corr[i][j]
