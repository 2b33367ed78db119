"""Second differences of a cube."""

ARGUMENTS = "t n A:n,n,n B:n,n,n"


def kernel(t: int, n: int, A: list, B: list):
    for s in range(1, t):
        for i in range(1, n-1):
            for j in range(1, n-1):
                for k in range(1, n-1):
                    B[i][j][k] = 0.125 * (A[i+1][j][k] - 2.0 * A[i][j][k] + A[i-1][j][k]) + A[i][j][k]
        for i in range(1, n-1):
            for j in range(1, n-1):
                for k in range(1, n-1):
                    A[i][j][k] = B[i][j][k]
