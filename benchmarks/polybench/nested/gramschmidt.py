"""gramschmidt on nested lists. QR decomposition by the modified Gram-Schmidt process."""

from math import sqrt


class Gramschmidt:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, m: int, n: int):
        self.M = m
        self.N = n

    def kernel(self, A: list, R: list, Q: list):
        for k in range(self.N):
            nrm = 0.0
            for i in range(self.M):
                nrm += A[i][k] * A[i][k]
            R[k][k] = sqrt(nrm)
            for i in range(self.M):
                Q[i][k] = A[i][k] / R[k][k]
            for j in range(k + 1, self.N):
                R[k][j] = 0.0
                for i in range(self.M):
                    R[k][j] += Q[i][k] * A[i][j]
                for i in range(self.M):
                    A[i][j] -= Q[i][k] * R[k][j]


def kernel_gramschmidt(m: int, n: int, A: list[list[float]], R: list[list[float]], Q: list[list[float]]):
    for k in range(n):
        nrm = 0.0
        for i in range(m):
            nrm += A[i][k] * A[i][k]
        R[k][k] = sqrt(nrm)
        for i in range(m):
            Q[i][k] = A[i][k] / R[k][k]
        for j in range(k + 1, n):
            R[k][j] = 0.0
            for i in range(m):
                R[k][j] += Q[i][k] * A[i][j]
            for i in range(m):
                A[i][j] -= Q[i][k] * R[k][j]
