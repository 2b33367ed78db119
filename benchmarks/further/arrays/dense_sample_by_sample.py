"""A layer of a neural network with its gradient, sample after sample."""

import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def dense_sample_by_sample(x: np.ndarray, target: np.ndarray, weights: np.ndarray, gradient: np.ndarray) -> float:
    loss = 0.0
    gradient[:] = 0.0
    for s in range(x.shape[0]):
        output = sigmoid(np.dot(x[s, :], weights))
        error = output - target[s, :]
        loss += 0.5 * np.dot(error, error)
        gradient += np.outer(x[s, :], error * output * (1.0 - output))
    return loss / x.shape[0]
