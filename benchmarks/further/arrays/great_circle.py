"""Distances on a sphere between pairs of places."""

import numpy as np
from numpy import ndarray


def great_circle(lat1: ndarray, lon1: ndarray, lat2: ndarray, lon2: ndarray) -> ndarray:
    temp = np.sin((lat2 - lat1) / 2.0) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2.0) ** 2
    return 2.0 * np.arctan2(np.sqrt(temp), np.sqrt(1.0 - temp))
