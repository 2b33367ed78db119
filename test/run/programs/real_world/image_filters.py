"""Filters of grey images: thresholds, convolution, histogram, Sobel operator."""

from __future__ import annotations

import numpy as np
from numpy import ndarray, sqrt, zeros_like

KERNEL_SIZE = 3
SHARPEN = [[0.0, -1.0, 0.0], [-1.0, 5.0, -1.0], [0.0, -1.0, 0.0]]
Image = np.ndarray


def threshold(image: ndarray, level: float, *, low: float = 0.0, high: float = 1.0) -> ndarray:
    """One of two values for each pixel."""
    rows, columns = image.shape
    out = zeros_like(image)
    for i in range(rows):
        for j in range(columns):
            if image[i, j] > level:
                out[i, j] = high
            else:
                out[i, j] = low
    return out


def clamp(image: Image, low: float, high: float) -> None:
    """Limits the pixels in place."""
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            if image[i, j] < low:
                image[i, j] = low
            elif image[i, j] > high:
                image[i, j] = high


def convolve(image: Image, weights=None) -> Image:
    """Convolution with a small kernel; the border keeps its pixels."""
    if image.ndim != 2:
        raise ValueError(f"expected a grey image, got shape {image.shape}")
    if weights is None:
        weights = np.array(SHARPEN)
    half = KERNEL_SIZE // 2
    out = image.copy()
    for i in range(half, image.shape[0] - half):
        for j in range(half, image.shape[1] - half):
            total = 0.0
            for u in range(KERNEL_SIZE):
                for v in range(KERNEL_SIZE):
                    total += weights[u, v] * image[i + u - half, j + v - half]
            out[i, j] = total
    return out


def sobel(image: Image) -> tuple[Image, float]:
    """Magnitude of the gradient, and the largest of it."""
    height, width = image.shape
    out = np.zeros((height, width))
    largest = 0.0
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            gx = (image[y - 1, x + 1] + 2 * image[y, x + 1] + image[y + 1, x + 1]) - (
                image[y - 1, x - 1] + 2 * image[y, x - 1] + image[y + 1, x - 1]
            )
            gy = image[y + 1, x - 1] + 2 * image[y + 1, x] + image[y + 1, x + 1]
            gy -= image[y - 1, x - 1] + 2 * image[y - 1, x] + image[y - 1, x + 1]
            out[y, x] = sqrt(gx**2 + gy**2)
            if out[y, x] > largest:
                largest = out[y, x]
    return out, largest


def histogram(image: Image, bins: int = 8) -> list[int]:
    """Counts of pixels in [0, 1)."""
    counts = [0 for _ in range(bins)]
    for row in image:
        for pixel in row:
            counts[min(bins - 1, max(0, int(pixel * bins)))] += 1
    return counts


if __name__ == "__main__":
    print(histogram(np.linspace(0, 1, 64).reshape(8, 8)))
