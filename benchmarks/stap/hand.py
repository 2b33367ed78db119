"""The two programs parallelised by hand, with threads and with Ray, as an expert would write them."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

WORKERS = len(os.sched_getaffinity(0))


def cuts(count, pieces):
    """Ranges of nearly equal length."""
    rows = -(-count // max(1, min(count, pieces)))
    return [(begin, min(begin + rows, count)) for begin in range(0, count, rows)]


# -- pulse-Doppler processing ------------------------------------------------------------------------------


def compressed(pulse, noise, steer, steer_conj, spectrum, samples, length):
    """Beams of some pulses, compressed: the sum over the channels without the array of all echoes."""
    gain = steer_conj @ steer
    beam = gain * pulse + np.dot(steer_conj, noise)
    X = np.fft.fft(beam, length, axis=1)
    X *= spectrum
    return np.fft.fftshift(np.fft.ifft(X, axis=1) / samples, axes=1)


def across(y, pulses):
    """The Doppler FFT of some ranges."""
    return np.fft.fftshift(np.fft.fft(y, 4 * pulses, axis=0), axes=0)


def doppler_threads(pulse, noise, steer, steer_conj, spectrum, maps, pulses, samples, length):
    """Pulses, then ranges, on threads."""
    y = np.empty((pulses, length), dtype=complex)

    def first(cut):
        begin, end = cut
        y[begin:end] = compressed(pulse[begin:end], noise[begin:end], steer, steer_conj, spectrum, samples, length)

    def second(cut):
        begin, end = cut
        maps[:, begin:end] = across(y[:, begin:end], pulses)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(first, cuts(pulses, 4 * WORKERS)))
        list(pool.map(second, cuts(length, 4 * WORKERS)))


def doppler_ray(pulse, noise, steer, steer_conj, spectrum, maps, pulses, samples, length):
    """A task per range of pulses, then per range of samples, which take the blocks of all of the former."""
    import ray

    if not hasattr(doppler_ray, "tasks"):

        def joined(begin, end, pulses, *blocks):
            return across(np.concatenate([block[:, begin:end] for block in blocks]), pulses)

        doppler_ray.tasks = ray.remote(compressed), ray.remote(joined)
    first, second = doppler_ray.tasks
    shared = [ray.put(array) for array in (steer, steer_conj, spectrum)]
    tiles = 2 * int(ray.cluster_resources()["CPU"])
    blocks = [
        first.remote(ray.put(pulse[begin:end]), ray.put(noise[begin:end]), *shared, samples, length)
        for begin, end in cuts(pulses, tiles)
    ]
    ranges = cuts(length, tiles)
    results = [second.remote(begin, end, pulses, *blocks) for begin, end in ranges]
    for (begin, end), result in zip(ranges, results):
        maps[:, begin:end] = ray.get(result)


# -- adaptive processing -----------------------------------------------------------------------------------


def adapted(snapshots, steering, loading):
    """Beams of some groups: all covariances, systems and products at once."""
    cells = snapshots.shape[2]
    covariances = np.matmul(snapshots, np.conj(snapshots).transpose(0, 2, 1)) / cells
    covariances += loading * np.eye(covariances.shape[1])
    solved = np.linalg.solve(covariances, np.broadcast_to(steering, (len(covariances), *steering.shape)))
    solved /= np.abs((np.conj(steering) * solved).sum(axis=1))[:, np.newaxis]
    return np.matmul(np.conj(solved).transpose(0, 2, 1), snapshots)


def adaptive_threads(snapshots, steering, beams, loading):
    """Groups on threads."""

    def run(cut):
        begin, end = cut
        beams[begin:end] = adapted(snapshots[begin:end], steering, loading)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(run, cuts(len(snapshots), 4 * WORKERS)))


def adaptive_ray(snapshots, steering, beams, loading):
    """A task per range of groups."""
    import ray

    if not hasattr(adaptive_ray, "task"):
        adaptive_ray.task = ray.remote(adapted)
    shared = ray.put(steering)
    ranges = cuts(len(snapshots), 2 * int(ray.cluster_resources()["CPU"]))
    results = [adaptive_ray.task.remote(ray.put(snapshots[b:e]), shared, loading) for b, e in ranges]
    for (begin, end), result in zip(ranges, results):
        beams[begin:end] = ray.get(result)
