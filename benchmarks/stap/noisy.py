"""The application of the paper with noise from NumPy's global generator, drawn inside the loop over pulses.

Each draw depends on how many came before it, so the loop keeps its order, and the compiler says so. With
`--assume-random-reorderable` it may take its numbers in another order, and becomes a parallel loop: the noise is as
random as before, but not the same.
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

np.random.seed(2021)
steer = np.exp(2j * np.pi * np.random.random((CHANNELS, 1)))
steer_conj = np.conj(steer).reshape(1, CHANNELS)
chirp = np.exp(1j * np.pi * np.linspace(-0.5, 0.5, SAMPLES) ** 2 * SAMPLES)
spectrum = np.conj(np.fft.fft(chirp, LENGTH))
pulse = np.tile(chirp, (PULSES, 1))


def doppler(
    pulse: "complex128[:, :]",
    steer: "complex128[:, :]",
    steer_conj: "complex128[:, :]",
    spectrum: "complex128[:]",
    maps: "complex128[:, :]",
    pulses: int,
    channels: int,
    samples: int,
    length: int,
):
    """The range-Doppler map of one cube."""
    beam = np.empty((pulses, samples), dtype=complex)
    for p in range(pulses):
        real = np.random.standard_normal((channels, samples))
        imaginary = np.random.standard_normal((channels, samples))
        cube = steer * pulse[p] + (real + 1j * imaginary)
        beam[p, :] = np.squeeze(np.matmul(steer_conj, cube))
    X = np.fft.fft(beam, length, axis=1)
    Y = X * np.tile(spectrum, (pulses, 1))
    y = np.fft.fftshift(np.fft.ifft(Y, axis=1) / samples, axes=1)
    maps[:, :] = np.fft.fftshift(np.fft.fft(y, 4 * pulses, axis=0), axes=0)


def process():
    """The map of one cube, in a new array."""
    maps = np.empty((4 * PULSES, LENGTH), dtype=complex)
    doppler(pulse, steer, steer_conj, spectrum, maps, PULSES, CHANNELS, SAMPLES, LENGTH)
    return maps


def main():
    """One number per cube."""
    return [float(np.abs(process()).max()) for cube in range(CUBES)]


if __name__ == "__main__":
    print(main())
