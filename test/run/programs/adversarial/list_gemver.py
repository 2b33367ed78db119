"""A chain of rank-one updates and products."""

ARGUMENTS = "n alpha=1.5 beta=1.2 A:n,n u1:n v1:n u2:n v2:n w:n x:n y:n z:n"


def kernel(n: int, alpha: float, beta: float, A: list, u1: list, v1: list, u2: list, v2: list, w: list, x: list, y: list, z: list):
    for i in range(n):
        for j in range(n):
            A[i][j] = A[i][j] + u1[i] * v1[j] + u2[i] * v2[j]
    for i in range(n):
        for j in range(n):
            x[i] = x[i] + beta * A[j][i] * y[j]
    for i in range(n):
        x[i] = x[i] + z[i]
    for i in range(n):
        for j in range(n):
            w[i] = w[i] + alpha * A[i][j] * x[j]
