"""A wave on a membrane, in three buffers that change places."""

import numpy as np


def wave_2d(before: np.ndarray, now: np.ndarray, courant: float, steps: int) -> np.ndarray:
    after = np.zeros_like(now)
    for _ in range(steps):
        after[1:-1, 1:-1] = (
            2.0 * now[1:-1, 1:-1]
            - before[1:-1, 1:-1]
            + courant * (now[2:, 1:-1] + now[:-2, 1:-1] + now[1:-1, 2:] + now[1:-1, :-2] - 4.0 * now[1:-1, 1:-1])
        )
        before, now, after = now, after, before
    return now
