"""A filter along a list, its sum in a scalar."""

ARGUMENTS = "n m x:n+m+15 w:m y:n+m+15"


def kernel(n: int, m: int, x: list[float], w: list[float], y: list[float]):
    for i in range(n + 15):
        s = 0.0
        for k in range(m):
            s += x[i + k] * w[k]
        y[i] = s
