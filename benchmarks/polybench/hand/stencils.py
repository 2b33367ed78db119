"""Stencils by hand: blocks of rows that stay in the cache, and no temporaries but one buffer."""

import numpy as np

CACHED = 32768  # elements of a block


def kernel_jacobi_1d(tsteps, n, A, B):
    def sweep(source, target):
        np.add(source[:-2], source[1:-1], out=target)
        np.add(target, source[2:], out=target)
        np.multiply(target, 0.33333, out=target)

    for _ in range(tsteps):
        sweep(A, B[1:-1])
        sweep(B, A[1:-1])


def kernel_jacobi_2d(tsteps, n, A, B):
    rows = max(1, CACHED // n)
    buffer = np.empty((rows, n - 2))

    def sweep(source, target):
        for b in range(1, n - 1, rows):
            e = min(b + rows, n - 1)
            total = buffer[: e - b]
            np.add(source[b:e, 1:-1], source[b:e, :-2], out=total)
            total += source[b:e, 2:]
            total += source[b + 1 : e + 1, 1:-1]
            total += source[b - 1 : e - 1, 1:-1]
            np.multiply(total, 0.2, out=target[b:e, 1:-1])

    for _ in range(tsteps):
        sweep(A, B)
        sweep(B, A)


def kernel_heat_3d(tsteps, n, A, B):
    planes = max(1, CACHED // (n * n))
    totals, parts = np.empty((2, planes, n - 2, n - 2))

    def sweep(source, target):
        for b in range(1, n - 1, planes):
            e = min(b + planes, n - 1)
            total, part = totals[: e - b], parts[: e - b]
            np.add(source[b + 1 : e + 1, 1:-1, 1:-1], source[b - 1 : e - 1, 1:-1, 1:-1], out=total)
            total += source[b:e, 2:, 1:-1]
            total += source[b:e, :-2, 1:-1]
            total += source[b:e, 1:-1, 2:]
            total += source[b:e, 1:-1, :-2]
            total *= 0.125
            # What the three differences take of the middle, 6/8, leaves a quarter of it.
            np.multiply(source[b:e, 1:-1, 1:-1], 0.25, out=part)
            np.add(total, part, out=target[b:e, 1:-1, 1:-1])

    for _ in range(tsteps):
        sweep(A, B)
        sweep(B, A)


def kernel_fdtd_2d(tmax, nx, ny, ex, ey, hz, fict):
    rows = max(1, CACHED // ny)
    buffer = np.empty((rows + 1, ny))
    second = np.empty((rows + 1, ny))

    def magnetic(b, e):
        """hz in rows b to e, once the electric fields there and ey in row e are new."""
        change, part = buffer[: e - b, :-1], second[: e - b, :-1]
        np.subtract(ex[b:e, 1:], ex[b:e, :-1], out=change)
        np.subtract(ey[b + 1 : e + 1, :-1], ey[b:e, :-1], out=part)
        change += part
        change *= 0.7
        hz[b:e, :-1] -= change

    for t in range(tmax):
        ey[0] = fict[t]
        # One pass over all three fields; hz stays a row behind, because ey needs its old values.
        for b in range(0, nx, rows):
            e = min(b + rows, nx)
            first = max(b, 1)
            change = buffer[: e - first]
            np.subtract(hz[first:e], hz[first - 1 : e - 1], out=change)
            change *= 0.5
            ey[first:e] -= change
            change = buffer[: e - b, 1:]
            np.subtract(hz[b:e, 1:], hz[b:e, :-1], out=change)
            change *= 0.5
            ex[b:e, 1:] -= change
            magnetic(max(b - 1, 0), e - 1)


def kernel_seidel_2d(tsteps, n, A):
    # Along a row a[j] = (a[j-1] + s[j]) / 9, so that a[j] is a sum of s[j-k] / 9**(k+1): after 20 terms what is
    # left is below the rounding of the first.
    weights = 9.0 ** -np.arange(1.0, 21.0)
    sums = np.empty(n - 2)
    pairs = np.empty(n)
    for _ in range(tsteps):
        for i in range(1, n - 1):
            np.add(A[i - 1], A[i + 1], out=pairs)
            np.add(pairs[:-2], pairs[1:-1], out=sums)
            sums += pairs[2:]
            sums += A[i, 1:-1]
            sums += A[i, 2:]
            sums[0] += A[i, 0]
            A[i, 1:-1] = np.convolve(sums, weights)[: n - 2]
