"""A plain function that takes the sizes from its lists."""


def kernel(data: list, corr: list):
    n = len(data)
    m = len(corr)
    for i in range(m):
        for j in range(i, m):
            corr[i][j] = 0.0
            for k in range(n):
                corr[i][j] += data[k][i] * data[k][j]
            corr[j][i] = corr[i][j]
