"""Distances on a sphere between pairs of places."""

import numpy as np


def great_circle(lat1: np.ndarray, lon1: np.ndarray, lat2: np.ndarray, lon2: np.ndarray) -> np.ndarray:
    temp = np.sin((lat2 - lat1) / 2.0) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2.0) ** 2
    return 2.0 * np.arctan2(np.sqrt(temp), np.sqrt(1.0 - temp))
