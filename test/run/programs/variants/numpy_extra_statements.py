"""Row statements instead of axis arguments, other statements between, and a returned value."""
import numpy as np
from numpy.core.multiarray import ndarray


class Correlation:
    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: ndarray, corr: ndarray, mean: ndarray, stddev: ndarray):
        """Correlation of the columns; returns the largest deviation."""
        mean[:] = 0.0
        for i in range(0, self.N):
            mean += data[i, :]
        mean /= float_n
        stddev[:] = 0.0
        for i in range(0, self.N):
            stddev += (data[i, :] - mean) * (data[i, :] - mean)
        stddev /= float_n
        stddev[:] = np.sqrt(stddev)
        stddev[:] = np.where(stddev <= 0.1, 1.0, stddev)
        largest = stddev.max()
        for i in range(0, self.N):
            data[i, :] -= mean
            data[i, :] /= np.sqrt(float_n) * stddev
        half = 0.5 * largest
        for i in range(0, self.M - 1):
            corr[i, i] = 1.0
            corr[i, i+1:self.M] = (data[:, i] * data[:, i+1:self.M].T).sum(axis=1)
            corr[i+1:self.M, i] = corr[i, i+1:self.M]
        corr[self.M - 1, self.M - 1] = 1.0
        return half
