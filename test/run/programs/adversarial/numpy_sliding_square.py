"""A filter at every place of an image whose rows and columns are of different lengths; channels are summed first."""

import numpy as np

ARGUMENTS = "k c images:n+k+k,m+k+k,c filters:k,k,c,p out:n+k+1,m+k+1,p"


def kernel(k: int, c: int, images: np.ndarray, filters: np.ndarray, out: np.ndarray):
    for i in range(images.shape[0] - k + 1):
        for j in range(images.shape[1] - k + 1):
            out[i, j, :] = np.sum(images[i : i + k, j : j + k, :, np.newaxis] * filters[:, :, :, :], axis=(0, 1, 2))
