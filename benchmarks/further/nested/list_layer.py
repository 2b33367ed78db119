"""A layer of a neural network on a batch, in lists."""

from math import exp


def list_layer(x: list, weights: list, bias: list, out: list):
    for s in range(len(x)):
        for j in range(len(bias)):
            total = bias[j]
            for i in range(len(weights)):
                total += x[s][i] * weights[i][j]
            out[s][j] = 1.0 / (1.0 + exp(-total))
