"""The list that is made may have a negative size, and is then empty; the loop over it may not."""

ARGUMENTS = "n a:n"


def kernel(n: int, a: list):
    t = [[0.0] * (n - 3) for _ in range(n - 4)]
    for i in range(n - 4):
        for j in range(n - 3):
            t[i][j] = a[i] * a[j]
    return t
