"""The scatter of samples around their mean, one rank-1 update per sample."""

import numpy as np


def scatter_matrix(samples):
    mean = samples.mean(axis=0)
    scatter = np.zeros((samples.shape[1], samples.shape[1]))
    for sample in range(samples.shape[0]):
        centred = samples[sample] - mean
        scatter += np.outer(centred, centred)
    return scatter / (samples.shape[0] - 1)
