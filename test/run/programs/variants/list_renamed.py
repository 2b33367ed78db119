"""Other names for everything, and a plain function that is given the sizes."""
import math


def correlate(variables: int, samples: int, count: float, table: list, matrix: list, averages: list, spreads: list):
    for v in range(variables):
        averages[v] = 0.0
        for s in range(samples):
            averages[v] += table[s][v]
        averages[v] /= count
    for v in range(variables):
        spreads[v] = 0.0
        for s in range(samples):
            spreads[v] += (table[s][v] - averages[v]) ** 2
        spreads[v] = math.sqrt(spreads[v] / count)
        if spreads[v] <= 0.1:
            spreads[v] = 1.0
    for s in range(samples):
        for v in range(variables):
            table[s][v] = (table[s][v] - averages[v]) / (math.sqrt(count) * spreads[v])
    for p in range(variables - 1):
        matrix[p][p] = 1.0
        for q in range(p + 1, variables):
            matrix[p][q] = 0.0
            for s in range(samples):
                matrix[p][q] += table[s][p] * table[s][q]
            matrix[q][p] = matrix[p][q]
    matrix[variables - 1][variables - 1] = 1.0
