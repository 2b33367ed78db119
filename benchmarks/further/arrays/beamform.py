"""Signals of an array of antennas brought into phase and added, one direction after another."""

import numpy as np


def beamform(steering: np.ndarray, signals: np.ndarray, power: np.ndarray):
    directions = steering.shape[0]
    for d in range(directions):
        beam = np.dot(np.conj(steering[d, :]), signals)
        power[d] = np.sum(np.abs(beam) ** 2) / signals.shape[1]
