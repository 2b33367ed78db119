"""A series smoothed by an exponential window, value after value."""

import numpy as np


def exponential_average(x: np.ndarray, alpha: float) -> np.ndarray:
    smooth = np.empty_like(x)
    smooth[0] = x[0]
    for i in range(1, len(x)):
        smooth[i] = alpha * x[i] + (1.0 - alpha) * smooth[i - 1]
    return smooth
