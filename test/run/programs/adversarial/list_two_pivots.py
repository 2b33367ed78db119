"""Two elements that all others read are changed on the way, the second of them by the first."""

ARGUMENTS = "n m a:n b:m"


def kernel(n: int, m: int, a: list[float], b: list[float]):
    for t in range(1, m):
        for i in range(n):
            a[i] = 0.5 * a[i] + b[t] * a[0] - a[n - 1]
        b[t] = a[0]
