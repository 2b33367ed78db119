"""A layer of a convolutional network: images in a batch, channels last."""

import numpy as np


def relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0.0)


def convolution_layer(images: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    k = weights.shape[0]
    n, h, w, _ = images.shape
    h_out = h - k + 1
    w_out = w - k + 1
    output = np.empty((n, h_out, w_out, weights.shape[3]))
    for i in range(h_out):
        for j in range(w_out):
            output[:, i, j, :] = np.sum(
                images[:, i : i + k, j : j + k, :, np.newaxis] * weights[np.newaxis, :, :, :], axis=(1, 2, 3)
            )
    return relu(output + bias)
