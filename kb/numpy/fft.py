"""Discrete Fourier transforms: opaque along one axis, element-wise on the others."""

import numpy


@numpy.entry("fft.fft", cupy=True, along="axis", rows=True, versions={"float32 complex64": "NumPy 1.26 computes in complex128"}, flops="5 * size * log2(k)", total="not empty")
def fft[T: Numeric, *S, k](a: Array[T, *S, k], n: Literal[None] = None, axis: Axis = -1) -> Array[Complex[Float[T]], *S, k]:
    """Discrete Fourier transform."""
    ...


@numpy.entry("fft.fft", cupy=True, along="axis", rows=True, versions={"float32 complex64": "NumPy 1.26 computes in complex128"}, flops="5 * size * log2(n)", total="not empty")
def fft[T: Numeric, *S, k](a: Array[T, *S, k], n: Dim, axis: Axis = -1) -> Array[Complex[Float[T]], *S, n]:
    """Discrete Fourier transform of the input cut or padded with zeros to length n."""
    ...


@numpy.entry("fft.ifft", cupy=True, along="axis", rows=True, versions={"float32 complex64": "NumPy 1.26 computes in complex128"}, flops="5 * size * log2(k)", total="not empty")
def ifft[T: Numeric, *S, k](a: Array[T, *S, k], n: Literal[None] = None, axis: Axis = -1) -> Array[Complex[Float[T]], *S, k]:
    """Inverse of fft."""
    ...


@numpy.entry("fft.ifft", cupy=True, along="axis", rows=True, versions={"float32 complex64": "NumPy 1.26 computes in complex128"}, flops="5 * size * log2(n)", total="not empty")
def ifft[T: Numeric, *S, k](a: Array[T, *S, k], n: Dim, axis: Axis = -1) -> Array[Complex[Float[T]], *S, n]:
    """Inverse of fft, of length n."""
    ...


@numpy.entry("fft.rfft", cupy=True, along="axis", rows=True, versions={"float32": "NumPy 1.26 computes in complex128"}, flops="2.5 * size * log2(k)", total="not empty")
def rfft[T: RealNumber, *S, k](a: Array[T, *S, k], n: Literal[None] = None, axis: Axis = -1) -> Array[Complex[Float[T]], *S, _]:
    """Transform of real input: the k // 2 + 1 frequencies that are not negative."""
    ...


@numpy.entry("fft.irfft", along="axis", rows=True, versions={"float32 complex64": "NumPy 1.26 computes in float64"}, flops="2.5 * size * log2(n)", total="not empty")
def irfft[T: Numeric, *S, k](a: Array[T, *S, k], n: Dim, axis: Axis = -1) -> Array[Real[Float[T]], *S, n]:
    """Inverse of rfft."""
    ...


@numpy.entry("fft.fft2", cupy=True, versions={"float32 complex64": "NumPy 1.26 computes in complex128"}, flops="5 * size * log2(m * n)", total="not empty")
def fft2[T: Numeric, *S, m, n](a: Array[T, *S, m, n]) -> Array[Complex[Float[T]], *S, m, n]:
    """Transform over the last two axes."""
    ...


@numpy.entry("fft.ifft2", cupy=True, versions={"float32 complex64": "NumPy 1.26 computes in complex128"}, flops="5 * size * log2(m * n)", total="not empty")
def ifft2[T: Numeric, *S, m, n](a: Array[T, *S, m, n]) -> Array[Complex[Float[T]], *S, m, n]:
    """Inverse of fft2."""
    ...


@numpy.entry("fft.fftshift", cupy=True, along="axes", rows=True, flops="0", total=True)
def fftshift[T, *S, k](x: Array[T, *S, k], axes: Axes) -> Array[T, *S, k]:
    """Frequency 0 moved to the middle."""
    ...


@numpy.entry("fft.ifftshift", cupy=True, along="axes", rows=True, flops="0", total=True)
def ifftshift[T, *S, k](x: Array[T, *S, k], axes: Axes) -> Array[T, *S, k]:
    """Inverse of fftshift."""
    ...


@numpy.entry("fft.fftshift", cupy=True, flops="0", total=True)
def fftshift[T, n, *S](x: Array[T, n, *S]) -> Array[T, n, *S]:
    """Frequency 0 moved to the middle of every axis."""
    ...


@numpy.entry("fft.ifftshift", cupy=True, flops="0", total=True)
def ifftshift[T, n, *S](x: Array[T, n, *S]) -> Array[T, n, *S]:
    """Inverse of fftshift on every axis."""
    ...


@numpy.entry("fft.fftfreq", cupy=True, total="not empty")
def fftfreq(n: Dim) -> Array[float64, n]:
    """Frequencies of the transform of n samples."""
    ...
