"""Forces on bodies, body by body."""

import numpy as np


def n_body_rows(position: np.ndarray, mass: np.ndarray, force: np.ndarray):
    n = position.shape[0]
    for i in range(n):
        difference = position - position[i]
        squared = (difference**2).sum(axis=1) + 0.01
        force[i, :] = ((mass[i] * mass / (squared * np.sqrt(squared)))[:, np.newaxis] * difference).sum(axis=0)
