"""The sum of a matrix and its first powers, in lists."""


def matrix_power_sum(a: list, power: list, total: list, terms: int):
    n = len(a)
    for i in range(n):
        for j in range(n):
            power[i][j] = a[i][j]
            total[i][j] = a[i][j]
    for _ in range(1, terms):
        product = [[0.0] * n for _ in range(n)]
        for i in range(n):
            for j in range(n):
                for k in range(n):
                    product[i][j] += power[i][k] * a[k][j]
        for i in range(n):
            for j in range(n):
                power[i][j] = product[i][j]
                total[i][j] += product[i][j]
