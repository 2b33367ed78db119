"""Products of a series with itself, moved by every lag."""

import numpy as np


def autocorrelation(x, lags):
    x = x - x.mean()
    n = len(x)
    result = np.empty(lags)
    for lag in range(lags):
        result[lag] = np.sum(x[: n - lag] * x[lag:])
    return result / result[0]
