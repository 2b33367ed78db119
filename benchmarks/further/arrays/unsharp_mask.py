"""An image made sharper by what a blur takes away, kept within its range."""

import numpy as np


def smooth(image: np.ndarray) -> np.ndarray:
    blurred = image.copy()
    blurred[1:-1, :] = 0.25 * image[:-2, :] + 0.5 * image[1:-1, :] + 0.25 * image[2:, :]
    result = blurred.copy()
    result[:, 1:-1] = 0.25 * blurred[:, :-2] + 0.5 * blurred[:, 1:-1] + 0.25 * blurred[:, 2:]
    return result


def unsharp_mask(image: np.ndarray, amount: float = 1.0, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    sharp = image + amount * (image - smooth(image))
    return np.clip(sharp, low, high)
