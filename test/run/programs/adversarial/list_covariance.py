"""A mirrored triangle of products."""

ARGUMENTS = "m n fn=20.0 data:n,m cov:m,m mean:m"


def kernel(m: int, n: int, fn: float, data: list, cov: list, mean: list):
    for j in range(m):
        mean[j] = 0.0
        for i in range(n):
            mean[j] += data[i][j]
        mean[j] /= fn
    for i in range(n):
        for j in range(m):
            data[i][j] -= mean[j]
    for i in range(m):
        for j in range(i, m):
            cov[i][j] = 0.0
            for k in range(n):
                cov[i][j] += data[k][i] * data[k][j]
            cov[i][j] /= fn - 1.0
            cov[j][i] = cov[i][j]
