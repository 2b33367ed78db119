"""Two products combined at the end of each row."""

ARGUMENTS = "n alpha=1.5 beta=1.2 A:n,n B:n,n tmp:n x:n y:n"


def kernel(n: int, alpha: float, beta: float, A: list, B: list, tmp: list, x: list, y: list):
    for i in range(n):
        tmp[i] = 0.0
        y[i] = 0.0
        for j in range(n):
            tmp[i] = A[i][j] * x[j] + tmp[i]
            y[i] = B[i][j] * x[j] + y[i]
        y[i] = alpha * tmp[i] + beta * y[i]
