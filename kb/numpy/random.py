"""Random numbers: every call reads and changes one global state, in order."""

import numpy


@numpy.entry("random.random", also=["random.random_sample"], cupy=True, effects="random state", flops="10 * size")
def random[*S](size: Shape[*S]) -> Array[float64, *S]:
    """Numbers between 0 and 1."""
    ...


@numpy.entry("random.random", also=["random.random_sample", "random.rand", "random.randn", "random.standard_normal"], cupy=True, effects="random state", flops="10")
def random() -> float:
    """One number."""
    ...


@numpy.entry("random.rand", cupy=True, effects="random state", flops="10 * size", total="not empty")
def rand(d0: Dim) -> Array[float64, d0]:
    """Vector of numbers between 0 and 1."""
    ...


@numpy.entry("random.rand", cupy=True, effects="random state", flops="10 * size", total="not empty")
def rand(d0: Dim, d1: Dim) -> Array[float64, d0, d1]:
    """Matrix of numbers between 0 and 1."""
    ...


@numpy.entry("random.rand", cupy=True, effects="random state", flops="10 * size", total="not empty")
def rand(d0: Dim, d1: Dim, d2: Dim) -> Array[float64, d0, d1, d2]:
    """Numbers between 0 and 1."""
    ...


@numpy.entry("random.randn", cupy=True, effects="random state", flops="20 * size", total="not empty")
def randn(d0: Dim) -> Array[float64, d0]:
    """Vector of normally distributed numbers."""
    ...


@numpy.entry("random.randn", cupy=True, effects="random state", flops="20 * size", total="not empty")
def randn(d0: Dim, d1: Dim) -> Array[float64, d0, d1]:
    """Matrix of normally distributed numbers."""
    ...


@numpy.entry("random.randn", cupy=True, effects="random state", flops="20 * size", total="not empty")
def randn(d0: Dim, d1: Dim, d2: Dim) -> Array[float64, d0, d1, d2]:
    """Normally distributed numbers."""
    ...


@numpy.entry("random.standard_normal", cupy=True, effects="random state", flops="20 * size")
def standard_normal[*S](size: Shape[*S]) -> Array[float64, *S]:
    """Normally distributed numbers."""
    ...


@numpy.entry("random.normal", cupy=True, effects="random state", flops="20 * size")
def normal[*S](loc: float, scale: float, size: Shape[*S]) -> Array[float64, *S]:
    """Normally distributed numbers with a mean and a standard deviation."""
    ...


@numpy.entry("random.uniform", cupy=True, effects="random state", flops="10 * size")
def uniform[*S](low: float, high: float, size: Shape[*S]) -> Array[float64, *S]:
    """Numbers in an interval."""
    ...
