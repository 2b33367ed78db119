"""Programs of `arrays/` by hand, in NumPy alone, where one sees at once how they can be faster."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def convolve2d(image, weights, out):
    k = weights.shape[0]
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    inner = out[:rows, :columns]
    np.multiply(image[:rows, :columns], weights[0, 0], out=inner)
    for i in range(k):
        for j in range(k):
            if i or j:
                inner += image[i : i + rows, j : j + columns] * weights[i, j]


def convolution_layer(images, weights, bias):
    k, _, channels, filters = weights.shape
    n, h, w, _ = images.shape
    h_out, w_out = h - k + 1, w - k + 1
    windows = sliding_window_view(images, (k, k), axis=(1, 2)).transpose(0, 1, 2, 4, 5, 3)
    output = np.dot(windows.reshape(n * h_out * w_out, k * k * channels), weights.reshape(-1, filters))
    output += bias
    np.maximum(output, 0.0, out=output)
    return output.reshape(n, h_out, w_out, filters)


def distance_loops(points, result):
    n = len(points)
    for i in range(n):
        difference = points[i] - points[i + 1 :]
        result[i, i] = 0.0
        result[i, i + 1 : n] = np.sqrt(np.einsum("ij,ij->i", difference, difference))
        result[i + 1 : n, i] = result[i, i + 1 : n]


def cosine_similarity(x, out):
    unit = x / np.sqrt(np.einsum("ij,ij->i", x, x))[:, np.newaxis]
    n = len(x)
    out[:n, :n] = np.dot(unit, unit.T)


def softmax(x):
    result = x - x.max(axis=-1, keepdims=True)
    np.exp(result, out=result)
    result /= result.sum(axis=-1, keepdims=True)
    return result


def dense_sample_by_sample(x, target, weights, gradient):
    output = np.dot(x, weights)
    np.negative(output, out=output)
    np.exp(output, out=output)
    output += 1.0
    np.divide(1.0, output, out=output)
    error = output - target
    loss = 0.5 * np.einsum("ij,ij->", error, error)
    error *= output
    error *= 1.0 - output
    np.dot(x.T, error, out=gradient)
    return loss / x.shape[0]


def layer_norm(x, gamma, beta, eps=1e-5):
    result = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", result, result)[:, np.newaxis] / x.shape[-1]
    result /= np.sqrt(variance + eps)
    result *= gamma
    result += beta
    return result


def attention(queries, keys, values, out):
    scores = queries @ keys.transpose(0, 2, 1)
    scores *= 1.0 / np.sqrt(queries.shape[2])
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    np.matmul(scores, values, out=out)


def histogram(x, weights, bins, low, high):
    inside = (low <= x) & (x < high)
    places = ((x[inside] - low) / ((high - low) / bins)).astype(np.int64)
    return np.bincount(places, weights=weights[inside], minlength=bins)


def sparse_matvec(indptr, indices, values, x, y):
    sums = np.concatenate([[0.0], np.cumsum(values * x[indices])])
    y[:] = sums[indptr[1:]] - sums[indptr[:-1]]


def moving_average(x, window):
    n = x.shape[0] - window + 1
    if n <= 0:
        return np.empty(0)
    return np.convolve(x, np.full(window, 1.0 / window), mode="valid")


def scatter_matrix(samples):
    centred = samples - samples.mean(axis=0)
    scatter = np.dot(centred.T, centred)
    scatter /= samples.shape[0] - 1
    return scatter


def autocorrelation(x, lags):
    x = x - x.mean()
    n = len(x)
    result = np.array([np.dot(x[: n - lag], x[lag:]) for lag in range(lags)])
    return result / result[0]


def gauss_elimination(a, b):
    n = len(b)
    for k in range(n - 1):
        factors = a[k + 1 :, k] / a[k, k]
        a[k + 1 :, k:] -= factors[:, np.newaxis] * a[k, k:]
        b[k + 1 :] -= factors * b[k]
    x = np.zeros(n)
    for i in range(n - 1, -1, -1):
        x[i] = (b[i] - a[i, i + 1 :] @ x[i + 1 :]) / a[i, i]
    return x


def radial_kernel(x, y, gamma):
    result = np.empty((len(x), len(y)))
    for i in range(len(x)):
        difference = y - x[i]
        np.einsum("ij,ij->i", difference, difference, out=result[i])
    result *= -gamma
    return np.exp(result, out=result)


def beamform(steering, signals, power):
    beams = np.dot(steering.conj(), signals)
    power[:] = (np.einsum("ij,ij->i", beams.real, beams.real) + np.einsum("ij,ij->i", beams.imag, beams.imag)) / (
        signals.shape[1]
    )


def standardize(x, columns):
    part = x[:, :columns]
    part -= part.sum(axis=0) / x.shape[0]
    deviation = np.sqrt(np.einsum("ij,ij->j", part, part) / x.shape[0])
    varying = deviation > 1e-12
    part /= np.where(varying, deviation, 1.0)
    part[:, ~varying] = 0.0
