"""Each row that the comprehension makes is the same list."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    row = [0.0] * n
    t = [row for _ in range(n)]
    for i in range(n):
        t[i][i] += a[i]
    return t
