"""Correlation of the columns of a data set kept in arrays, one matrix row per iteration."""
import numpy as np
from numpy.core.multiarray import ndarray


class Correlation:
    """The problem's sizes and its kernel: n observations of m variables."""

    def __init__(self, m, n):
        self.M = m
        self.N = n

    def kernel(self, float_n: float, data: ndarray, corr: ndarray, mean: ndarray, stddev: ndarray):
        eps = 0.1

        mean[:] = data.sum(axis=0)
        mean /= float_n

        stddev[:] = ((data - mean) ** 2).sum(axis=0)
        stddev /= float_n
        stddev[:] = np.sqrt(stddev)
        # A variable that hardly varies would divide by nearly zero below.
        stddev[stddev <= eps] = 1.0

        # Centre and reduce the columns.
        data -= mean
        data /= np.sqrt(float_n) * stddev

        # The correlation matrix.
        corr[np.diag_indices(corr.shape[0])] = 1.0
        for i in range(0, self.M - 1):
            corr[i,i+1:self.M] = (data[0:self.N,i] * data[0:self.N,i+1:self.M].T).sum(axis=1)

        tril_indices = np.tril_indices( n=self.M, m=self.M, k=-1 )
        triu_indices = np.triu_indices( n=self.M, m=self.M, k=1 )
        corr[tril_indices] = corr[triu_indices]
        corr[self.M - 1, self.M - 1] = 1.0
