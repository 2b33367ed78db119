"""Pulse-Doppler processing of radar data cubes, the application of the paper, in plain NumPy.

Per cube and pulse the echoes of all channels are formed and combined to a beam; the pulses are compressed with a
matched filter by FFTs along the samples, and an FFT across the pulses gives range-Doppler maps. Noise is an input:
drawing it from NumPy's global generator inside the loop over pulses would tie that loop to its order.
"""

import os

import numpy as np

# pulses, channels, samples of a pulse, length of the FFT, cubes
SIZES = {
    "MINI": (4, 6, 50, 128, 2),
    "SMALL": (16, 40, 1500, 4096, 2),
    "MEDIUM": (32, 100, 6000, 16384, 2),
    "LARGE": (64, 250, 15000, 32768, 2),
    "PAPER": (100, 1000, 30000, 65536, 144),
}

PULSES, CHANNELS, SAMPLES, LENGTH, CUBES = SIZES[os.environ.get("STAP_SIZE", "SMALL")]

generator = np.random.default_rng(2021)
angles = 2j * np.pi * generator.random(CHANNELS)
steer = np.exp(angles)
steer_conj = np.conj(steer)
chirp = np.exp(1j * np.pi * np.linspace(-0.5, 0.5, SAMPLES) ** 2 * SAMPLES)
spectrum = np.conj(np.fft.fft(chirp, LENGTH))


def received(steering, pulse, noise):
    """What the channels receive of one pulse."""
    return steering[:, np.newaxis] * pulse + noise


def doppler(
    pulse: "complex128[:, :]",
    noise: "complex128[:, :, :]",
    steer: "complex128[:]",
    steer_conj: "complex128[:]",
    spectrum: "complex128[:]",
    maps: "complex128[:, :]",
    pulses: int,
    samples: int,
    length: int,
):
    """The range-Doppler map of one cube."""
    beam = np.empty((pulses, samples), dtype=complex)
    for p in range(pulses):
        cube = received(steer, pulse[p], noise[p])
        beam[p, :] = np.matmul(steer_conj, cube)
    X = np.fft.fft(beam, length, axis=1)
    Y = X * spectrum
    y = np.fft.fftshift(np.fft.ifft(Y, axis=1) / samples, axes=1)
    maps[:, :] = np.fft.fftshift(np.fft.fft(y, 4 * pulses, axis=0), axes=0)


def inputs(cube):
    """Pulse data and noise of a cube."""
    own = np.random.default_rng((2021, cube))
    pulse = chirp * (1 + own.random((PULSES, 1)))
    noise = own.standard_normal((PULSES, CHANNELS, SAMPLES)) + 1j * own.standard_normal((PULSES, CHANNELS, SAMPLES))
    return pulse, noise


def process(pulse, noise):
    """The map of one cube, in a new array."""
    maps = np.empty((4 * PULSES, LENGTH), dtype=complex)
    doppler(pulse, noise, steer, steer_conj, spectrum, maps, PULSES, SAMPLES, LENGTH)
    return maps


def main():
    """One number per cube: the maps themselves are streamed."""
    return [float(np.abs(process(*inputs(cube))).max()) for cube in range(CUBES)]


if __name__ == "__main__":
    print(main())
