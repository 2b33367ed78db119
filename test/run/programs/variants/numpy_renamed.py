"""Other names for everything, and a plain function that is given the sizes."""
import numpy


def correlate(variables: int, samples: int, count: float, table: numpy.ndarray, matrix: numpy.ndarray,
              averages: numpy.ndarray, spreads: numpy.ndarray):
    averages[:] = numpy.sum(table, axis=0) / count
    table -= averages
    spreads[:] = numpy.sqrt(numpy.sum(table * table, axis=0) / count)
    spreads[spreads <= 0.1] = 1.0
    table /= numpy.sqrt(count) * spreads
    matrix[numpy.diag_indices(variables)] = 1.0
    for p in range(variables - 1):
        matrix[p, p+1:variables] = (table[0:samples, p] * table[0:samples, p+1:variables].T).sum(axis=1)
        matrix[p+1:variables, p] = matrix[p, p+1:variables]
