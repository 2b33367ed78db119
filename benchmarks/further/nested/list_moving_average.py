"""Means over a moving window, in lists."""


def list_moving_average(x: list[float], out: list[float], window: int):
    for i in range(len(x) - window + 1):
        total = 0.0
        for j in range(i, i + window):
            total += x[j]
        out[i] = total / window
