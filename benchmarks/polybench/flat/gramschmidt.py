"""gramschmidt on flattened lists. QR decomposition by the modified Gram-Schmidt process."""

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
                nrm += A[self.N * i + k] * A[self.N * i + k]
            R[self.N * k + k] = sqrt(nrm)
            for i in range(self.M):
                Q[self.N * i + k] = A[self.N * i + k] / R[self.N * k + k]
            for j in range(k + 1, self.N):
                R[self.N * k + j] = 0.0
                for i in range(self.M):
                    R[self.N * k + j] += Q[self.N * i + k] * A[self.N * i + j]
                for i in range(self.M):
                    A[self.N * i + j] -= Q[self.N * i + k] * R[self.N * k + j]


def kernel_gramschmidt(m: int, n: int, A: list[float], R: list[float], Q: list[float]):
    for k in range(n):
        nrm = 0.0
        for i in range(m):
            nrm += A[n * i + k] * A[n * i + k]
        R[n * k + k] = sqrt(nrm)
        for i in range(m):
            Q[n * i + k] = A[n * i + k] / R[n * k + k]
        for j in range(k + 1, n):
            R[n * k + j] = 0.0
            for i in range(m):
                R[n * k + j] += Q[n * i + k] * A[n * i + j]
            for i in range(m):
                A[n * i + j] -= Q[n * i + k] * R[n * k + j]
