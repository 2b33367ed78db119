"""Fully adaptive space-time processing: weights per Doppler bin and block of training cells, in plain NumPy.

A cube (channels, pulses, ranges) is filtered by a windowed Doppler FFT; a snapshot stacks three neighbouring bins of
all channels; its covariance is the mean of outer products over a block of ranges, of which one triangle is computed
and mirrored; a linear system gives the weights for every steering vector.
"""

import os

import numpy as np

# channels, pulses, ranges, Doppler bins, steering vectors, ranges of a training block
SIZES = {
    "MINI": (2, 8, 32, 16, 3, 16),
    "SMALL": (4, 64, 512, 64, 16, 64),
    "MEDIUM": (6, 128, 1024, 256, 16, 64),
    "LARGE": (8, 128, 4096, 256, 16, 64),
}
DOFS = 3

CHANNELS, PULSES, RANGES, BINS, STEERS, BLOCK = SIZES[os.environ.get("STAP_SIZE", "SMALL")]

generator = np.random.default_rng(2014)


def window(length: int):
    """A Hamming window."""
    return 0.54 - 0.46 * np.cos(2 * np.pi * np.arange(length) / (length - 1))


def doppler(cube: "complex128[:, :, :]", taper: "float64[:]", spectrum: "complex128[:, :, :]", bins: int):
    """The windowed FFT across the pulses of each channel."""
    for channel in range(cube.shape[0]):
        weighted = cube[channel] * taper[:, np.newaxis]
        spectrum[channel, :, :] = np.fft.fft(weighted, bins, axis=0)


def covariance(snapshots: "complex128[:, :, :]", covariances: "complex128[:, :, :]", loading: float):
    """For each group of snapshots: the mean of their outer products, from its lower triangle."""
    groups, size, cells = snapshots.shape
    for g in range(groups):
        for i in range(size):
            for j in range(i + 1):
                total = (snapshots[g, i, :] * np.conj(snapshots[g, j, :])).sum() / cells
                covariances[g, i, j] = total
                covariances[g, j, i] = np.conj(total)
        for i in range(size):
            covariances[g, i, i] += loading


def weigh(covariances: "complex128[:, :, :]", steering: "complex128[:, :]", weights: "complex128[:, :, :]"):
    """The weights for every steering vector, normalised."""
    for g in range(covariances.shape[0]):
        solved = np.linalg.solve(covariances[g], steering)
        gain = np.abs((np.conj(steering) * solved).sum(axis=0))
        weights[g, :, :] = solved / gain


def beamform(weights: "complex128[:, :, :]", snapshots: "complex128[:, :, :]", beams: "complex128[:, :, :]"):
    """The beams of each group."""
    for g in range(weights.shape[0]):
        beams[g, :, :] = np.matmul(np.conj(weights[g]).T, snapshots[g])


def adaptive(snapshots, steering, beams, loading):
    """Per group of snapshots: covariance, weights and beams."""
    groups, size, _ = snapshots.shape
    covariances = np.empty((groups, size, size), dtype=complex)
    covariance(snapshots, covariances, loading)
    weights = np.empty((groups, *steering.shape), dtype=complex)
    weigh(covariances, steering, weights)
    beamform(weights, snapshots, beams)


def snapshots_of(spectrum):
    """Three neighbouring bins of all channels, by bin and block of ranges."""
    blocks = RANGES // BLOCK
    stacked = np.concatenate([np.roll(spectrum, 1 - shift, axis=1) for shift in range(DOFS)])
    grouped = stacked.reshape(CHANNELS * DOFS, BINS, blocks, BLOCK)
    return np.ascontiguousarray(grouped.transpose(1, 2, 0, 3)).reshape(BINS * blocks, CHANNELS * DOFS, BLOCK)


def inputs():
    """A cube of noise, and steering vectors."""
    shape = (CHANNELS, PULSES, RANGES)
    cube = generator.standard_normal(shape) + 1j * generator.standard_normal(shape)
    steering = np.exp(2j * np.pi * generator.random((CHANNELS * DOFS, STEERS)))
    return cube, steering


def process(cube, steering):
    """Beams of one cube."""
    spectrum = np.empty((CHANNELS, BINS, RANGES), dtype=complex)
    doppler(cube, window(PULSES), spectrum, BINS)
    snapshots = snapshots_of(spectrum)
    groups, size, cells = snapshots.shape
    beams = np.empty((groups, STEERS, cells), dtype=complex)
    adaptive(snapshots, steering, beams, 0.1)
    return beams


def main():
    """The power of the beams."""
    return float((np.abs(process(*inputs())) ** 2).sum())


if __name__ == "__main__":
    print(main())
