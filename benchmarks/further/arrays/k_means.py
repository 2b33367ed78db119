"""Steps of k-means: every point to its nearest centre, every centre to the mean of its points."""

import numpy as np


def k_means(points: np.ndarray, centres: np.ndarray, steps: int) -> np.ndarray:
    labels = np.zeros(len(points), dtype=np.int64)
    for _ in range(steps):
        squared = ((points[:, np.newaxis, :] - centres[np.newaxis, :, :]) ** 2).sum(axis=2)
        labels = squared.argmin(axis=1)
        for k in range(centres.shape[0]):
            members = labels == k
            if members.any():
                centres[k] = points[members].mean(axis=0)
    return labels
