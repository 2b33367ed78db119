"""Columns are normalised and subtracted in turn."""

ARGUMENTS = "m n A:m,n R:n,n Q:m,n"


def kernel(m: int, n: int, A: list, R: list, Q: list):
    for k in range(n):
        nrm = 0.0
        for i in range(m):
            nrm += A[i][k] * A[i][k]
        R[k][k] = nrm ** 0.5
        for i in range(m):
            Q[i][k] = A[i][k] / R[k][k]
        for j in range(k + 1, n):
            R[k][j] = 0.0
            for i in range(m):
                R[k][j] += Q[i][k] * A[i][j]
            for i in range(m):
                A[i][j] = A[i][j] - Q[i][k] * R[k][j]
