import numpy as np
def compress(a: "complex128[:, :]", filter: "complex128[:]", out: "complex128[:, :]"):
    for p in range(a.shape[0]):
        for j in range(a.shape[1]):
            a[p, j] = a[p, j] * 2.0
    spectrum = np.fft.fft(a, axis=1)
    out[:, :] = spectrum * filter


def across(a: "complex128[:, :]", out: "complex128[:, :]"):
    for p in range(a.shape[0]):
        for j in range(a.shape[1]):
            a[p, j] = a[p, j] * 2.0
    out[:, :] = np.fft.fft(a, axis=0)


def corner(a: "complex128[:, :]", out: "complex128[:, :]"):
    for p in range(a.shape[0]):
        for j in range(1, a.shape[1]):
            a[p, j] = a[p, j] * 2.0 + a[p, j - 1]
    out[:, :] = np.fft.fft(a, axis=0)
