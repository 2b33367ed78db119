"""adi on nested lists. Heat flow in the plane by alternating implicit steps along the two axes."""


class Adi:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tsteps: int, n: int):
        self.TSTEPS = tsteps
        self.N = n

    def kernel(self, u: list, v: list, p: list, q: list):
        dx = 1.0 / self.N
        dy = 1.0 / self.N
        dt = 1.0 / self.TSTEPS
        mul1 = 2.0 * dt / (dx * dx)
        mul2 = 1.0 * dt / (dy * dy)
        a = -mul1 / 2.0
        b = 1.0 + mul1
        c = a
        d = -mul2 / 2.0
        e = 1.0 + mul2
        f = d
        for t in range(1, self.TSTEPS + 1):
            # Along the columns.
            for i in range(1, self.N - 1):
                v[0][i] = 1.0
                p[i][0] = 0.0
                q[i][0] = v[0][i]
                for j in range(1, self.N - 1):
                    p[i][j] = -c / (a * p[i][j - 1] + b)
                    q[i][j] = (
                        -d * u[j][i - 1] + (1.0 + 2.0 * d) * u[j][i] - f * u[j][i + 1] - a * q[i][j - 1]
                    ) / (a * p[i][j - 1] + b)
                v[self.N - 1][i] = 1.0
                for j in range(self.N - 2, 0, -1):
                    v[j][i] = p[i][j] * v[j + 1][i] + q[i][j]
            # Along the rows.
            for i in range(1, self.N - 1):
                u[i][0] = 1.0
                p[i][0] = 0.0
                q[i][0] = u[i][0]
                for j in range(1, self.N - 1):
                    p[i][j] = -f / (d * p[i][j - 1] + e)
                    q[i][j] = (
                        -a * v[i - 1][j] + (1.0 + 2.0 * a) * v[i][j] - c * v[i + 1][j] - d * q[i][j - 1]
                    ) / (d * p[i][j - 1] + e)
                u[i][self.N - 1] = 1.0
                for j in range(self.N - 2, 0, -1):
                    u[i][j] = p[i][j] * u[i][j + 1] + q[i][j]


def kernel_adi(
    tsteps: int,
    n: int,
    u: list[list[float]],
    v: list[list[float]],
    p: list[list[float]],
    q: list[list[float]],
):
    dx = 1.0 / n
    dy = 1.0 / n
    dt = 1.0 / tsteps
    mul1 = 2.0 * dt / (dx * dx)
    mul2 = 1.0 * dt / (dy * dy)
    a = -mul1 / 2.0
    b = 1.0 + mul1
    c = a
    d = -mul2 / 2.0
    e = 1.0 + mul2
    f = d
    for t in range(1, tsteps + 1):
        # Along the columns.
        for i in range(1, n - 1):
            v[0][i] = 1.0
            p[i][0] = 0.0
            q[i][0] = v[0][i]
            for j in range(1, n - 1):
                p[i][j] = -c / (a * p[i][j - 1] + b)
                q[i][j] = (
                    -d * u[j][i - 1] + (1.0 + 2.0 * d) * u[j][i] - f * u[j][i + 1] - a * q[i][j - 1]
                ) / (a * p[i][j - 1] + b)
            v[n - 1][i] = 1.0
            for j in range(n - 2, 0, -1):
                v[j][i] = p[i][j] * v[j + 1][i] + q[i][j]
        # Along the rows.
        for i in range(1, n - 1):
            u[i][0] = 1.0
            p[i][0] = 0.0
            q[i][0] = u[i][0]
            for j in range(1, n - 1):
                p[i][j] = -f / (d * p[i][j - 1] + e)
                q[i][j] = (
                    -a * v[i - 1][j] + (1.0 + 2.0 * a) * v[i][j] - c * v[i + 1][j] - d * q[i][j - 1]
                ) / (d * p[i][j - 1] + e)
            u[i][n - 1] = 1.0
            for j in range(n - 2, 0, -1):
                u[i][j] = p[i][j] * u[i][j + 1] + q[i][j]
