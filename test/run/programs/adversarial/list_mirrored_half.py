"""One half of a square product, scaled and copied onto the other."""

ARGUMENTS = "n m s=2.0 A:m,n B:n,n"


def kernel(n: int, m: int, s: float, A: list[list[float]], B: list[list[float]]):
    for i in range(n):
        for j in range(i, n):
            B[i][j] = 0.0
            for k in range(m):
                B[i][j] += A[k][i] * A[k][j]
            B[i][j] /= s
            B[j][i] = B[i][j]
