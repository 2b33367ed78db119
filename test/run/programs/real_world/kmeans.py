"""Lloyd's algorithm as a class."""

import logging
from dataclasses import dataclass, field
from typing import List, Optional, Tuple

import numpy as np

log = logging.getLogger(__name__)


@dataclass
class Config:
    """What the clustering is asked for."""

    clusters: int = 3
    iterations: int = 10
    tolerance: float = 1e-9
    history: List[float] = field(default_factory=list)

    @property
    def is_valid(self) -> bool:
        return self.clusters > 0 and self.iterations > 0


class KMeans:
    """Clusters of points; the first points are the first centres."""

    def __init__(self, config: Optional[Config] = None):
        self.config = config or Config()
        if not self.config.is_valid:
            raise ValueError("bad configuration")
        self.centers = None
        self.inertia = np.inf

    @staticmethod
    def _distance(points: np.ndarray, centers: np.ndarray) -> np.ndarray:
        n, k, d = points.shape[0], centers.shape[0], points.shape[1]
        out = np.zeros((n, k))
        for i in range(n):
            for j in range(k):
                for m in range(d):
                    out[i, j] += (points[i, m] - centers[j, m]) ** 2
        return out

    def _assign(self, points: np.ndarray) -> Tuple[np.ndarray, float]:
        distance = self._distance(points, self.centers)
        labels = np.zeros(len(points), dtype=np.int64)
        total = 0.0
        for i, row in enumerate(distance):
            best = 0
            for j in range(1, len(row)):
                if row[j] < row[best]:
                    best = j
            labels[i] = best
            total += row[best]
        return labels, total

    def _update(self, points: np.ndarray, labels: np.ndarray) -> None:
        sums = np.zeros_like(self.centers)
        counts = np.zeros(self.centers.shape[0])
        for point, label in zip(points, labels):
            counts[label] += 1
            for m in range(point.shape[0]):
                sums[label, m] += point[m]
        for k in range(counts.shape[0]):
            if counts[k] > 0:
                self.centers[k, :] = sums[k, :] / counts[k]

    def fit(self, points: np.ndarray) -> "KMeans":
        """Moves the centres until nothing changes."""
        assert points.ndim == 2, "points are rows"
        if len(points) < self.config.clusters:
            raise ValueError(f"{len(points)} points for {self.config.clusters} clusters")
        self.centers = points[: self.config.clusters].copy()
        for step in range(self.config.iterations):
            labels, inertia = self._assign(points)
            self.config.history.append(inertia)
            log.debug("step %d: %g", step, inertia)
            if abs(self.inertia - inertia) < self.config.tolerance:
                break
            self._update(points, labels)
            self.inertia = inertia
        return self

    def predict(self, points: np.ndarray) -> np.ndarray:
        return self._assign(points)[0]
