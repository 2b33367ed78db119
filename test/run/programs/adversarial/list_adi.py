"""Sweeps along one axis and then along the other."""

ARGUMENTS = "n t a=-0.2 b=1.4 d=-0.3 e=1.6 u:n,n v:n,n p:n,n q:n,n"


def kernel(n: int, t: int, a: float, b: float, d: float, e: float, u: list, v: list, p: list, q: list):
    for s in range(1, t + 1):
        for i in range(1, n - 1):
            v[0][i] = 1.0
            p[i][0] = 0.0
            q[i][0] = v[0][i]
            for j in range(1, n - 1):
                p[i][j] = -a / (a * p[i][j-1] + b)
                q[i][j] = (-d * u[j][i-1] + (1.0 + 2.0 * d) * u[j][i] - d * u[j][i+1] - a * q[i][j-1]) / (a * p[i][j-1] + b)
            v[n-1][i] = 1.0
            for j in range(n - 2, 0, -1):
                v[j][i] = p[i][j] * v[j+1][i] + q[i][j]
        for i in range(1, n - 1):
            u[i][0] = 1.0
            p[i][0] = 0.0
            q[i][0] = u[i][0]
            for j in range(1, n - 1):
                p[i][j] = -d / (d * p[i][j-1] + e)
                q[i][j] = (-a * v[i-1][j] + (1.0 + 2.0 * a) * v[i][j] - a * v[i+1][j] - d * q[i][j-1]) / (d * p[i][j-1] + e)
            u[i][n-1] = 1.0
            for j in range(n - 2, 0, -1):
                u[i][j] = p[i][j] * u[i][j+1] + q[i][j]
