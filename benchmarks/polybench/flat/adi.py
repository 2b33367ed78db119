"""adi on flattened lists. Heat flow in the plane by alternating implicit steps along the two axes."""


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
                v[i] = 1.0
                p[self.N * i] = 0.0
                q[self.N * i] = v[i]
                for j in range(1, self.N - 1):
                    p[self.N * i + j] = -c / (a * p[self.N * i + j - 1] + b)
                    q[self.N * i + j] = (
                        -d * u[self.N * j + i - 1]
                        + (1.0 + 2.0 * d) * u[self.N * j + i]
                        - f * u[self.N * j + i + 1]
                        - a * q[self.N * i + j - 1]
                    ) / (a * p[self.N * i + j - 1] + b)
                v[self.N * (self.N - 1) + i] = 1.0
                for j in range(self.N - 2, 0, -1):
                    v[self.N * j + i] = p[self.N * i + j] * v[self.N * (j + 1) + i] + q[self.N * i + j]
            # Along the rows.
            for i in range(1, self.N - 1):
                u[self.N * i] = 1.0
                p[self.N * i] = 0.0
                q[self.N * i] = u[self.N * i]
                for j in range(1, self.N - 1):
                    p[self.N * i + j] = -f / (d * p[self.N * i + j - 1] + e)
                    q[self.N * i + j] = (
                        -a * v[self.N * (i - 1) + j]
                        + (1.0 + 2.0 * a) * v[self.N * i + j]
                        - c * v[self.N * (i + 1) + j]
                        - d * q[self.N * i + j - 1]
                    ) / (d * p[self.N * i + j - 1] + e)
                u[self.N * i + self.N - 1] = 1.0
                for j in range(self.N - 2, 0, -1):
                    u[self.N * i + j] = p[self.N * i + j] * u[self.N * i + j + 1] + q[self.N * i + j]


def kernel_adi(tsteps: int, n: int, u: list[float], v: list[float], p: list[float], q: list[float]):
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
            v[i] = 1.0
            p[n * i] = 0.0
            q[n * i] = v[i]
            for j in range(1, n - 1):
                p[n * i + j] = -c / (a * p[n * i + j - 1] + b)
                q[n * i + j] = (
                    -d * u[n * j + i - 1]
                    + (1.0 + 2.0 * d) * u[n * j + i]
                    - f * u[n * j + i + 1]
                    - a * q[n * i + j - 1]
                ) / (a * p[n * i + j - 1] + b)
            v[n * (n - 1) + i] = 1.0
            for j in range(n - 2, 0, -1):
                v[n * j + i] = p[n * i + j] * v[n * (j + 1) + i] + q[n * i + j]
        # Along the rows.
        for i in range(1, n - 1):
            u[n * i] = 1.0
            p[n * i] = 0.0
            q[n * i] = u[n * i]
            for j in range(1, n - 1):
                p[n * i + j] = -f / (d * p[n * i + j - 1] + e)
                q[n * i + j] = (
                    -a * v[n * (i - 1) + j]
                    + (1.0 + 2.0 * a) * v[n * i + j]
                    - c * v[n * (i + 1) + j]
                    - d * q[n * i + j - 1]
                ) / (d * p[n * i + j - 1] + e)
            u[n * i + n - 1] = 1.0
            for j in range(n - 2, 0, -1):
                u[n * i + j] = p[n * i + j] * u[n * i + j + 1] + q[n * i + j]
