"""Each cell needs the one above, the one before and the one between: only diagonals are independent."""

ARGUMENTS = "n m cost:n,m d:n,m gap=1.5"


def kernel(n: int, m: int, cost: list[list[float]], d: list[list[float]], gap: float):
    for i in range(1, n):
        for j in range(1, m):
            d[i][j] = min(d[i - 1][j] + gap, d[i][j - 1] + gap, d[i - 1][j - 1] + cost[i][j])
