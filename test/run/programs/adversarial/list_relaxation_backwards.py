"""In-place sweeps from the last element to the first, which read on both sides."""

ARGUMENTS = "steps n m u:n,m f:n,m"


def kernel(steps: int, n: int, m: int, u: list[list[float]], f: list[list[float]]):
    for s in range(steps):
        for i in range(n - 2, 0, -1):
            for j in range(m - 2, 0, -1):
                u[i][j] = 0.25 * (u[i - 1][j] + u[i + 1][j] + u[i][j - 1] + u[i][j + 1]) - f[i][j]
