"""Reductions along axes.

An entry is written for the last axis; `along` names the parameter that says
which axes are meant. None means all of them. `keepdims` leaves them with size 1.
"""

import numpy


@numpy.entry("sum", methods=["sum"], along="axis", cupy=True, out=True)
def sum[T, *S, k](a: Array[T, *S, k], axis: Axes = None, dtype: DTypeLike = None, keepdims: Flag = False) -> Array[dtype or Accumulator[T], *S]:
    """Sum; small integers and bools are added in 64 bits."""
    out[...] += a[..., p]


@numpy.entry("prod", methods=["prod"], along="axis", cupy=True, out=True)
def prod[T, *S, k](a: Array[T, *S, k], axis: Axes = None, dtype: DTypeLike = None, keepdims: Flag = False) -> Array[dtype or Accumulator[T], *S]:
    """Product; small integers and bools are multiplied in 64 bits."""
    out[...] *= a[..., p]


@numpy.entry("max", also=["amax"], methods=["max"], along="axis", cupy="real")
def max[T, *S, k](a: Array[T, *S, k], axis: Axes = None, keepdims: Flag = False) -> Array[T, *S]:
    """Largest element; NaN if any is. There must be one."""
    out[...] = maximum(out[...], a[..., p])


@numpy.entry("min", also=["amin"], methods=["min"], along="axis", cupy="real")
def min[T, *S, k](a: Array[T, *S, k], axis: Axes = None, keepdims: Flag = False) -> Array[T, *S]:
    """Smallest element; NaN if any is. There must be one."""
    out[...] = minimum(out[...], a[..., p])


@numpy.entry("any", methods=["any"], along="axis", cupy=True, out=True)
def any[T, *S, k](a: Array[T, *S, k], axis: Axes = None, keepdims: Flag = False) -> Array[bool, *S]:
    """Some element is true."""
    out[...] |= a[..., p]


@numpy.entry("all", methods=["all"], along="axis", cupy=True, out=True)
def all[T, *S, k](a: Array[T, *S, k], axis: Axes = None, keepdims: Flag = False) -> Array[bool, *S]:
    """Every element is true."""
    out[...] &= a[..., p]


@numpy.entry("count_nonzero", along="axis", cupy=True)
def count_nonzero[T, *S, k](a: Array[T, *S, k], axis: Axes = None, keepdims: Flag = False) -> Array[int64, *S]:
    """Number of elements that are not 0."""
    out[...] += a[..., p] != 0


@numpy.entry("mean", methods=["mean"], along="axis", cupy=True, out=True, total=True)
def mean[T: Any, *S, k](a: Array[T, *S, k], axis: Axes = None, keepdims: Flag = False) -> Array[Float[T], *S]:
    """Arithmetic mean; integers are averaged as float64."""
    return divide(sum(a, axis=axis, dtype=Float[T], keepdims=keepdims), k)


@numpy.entry("average", along="axis", cupy=True, total=True)
def average[T: Any, *S, k](a: Array[T, *S, k], axis: Axes = None, keepdims: Flag = False) -> Array[Float[T], *S]:
    """Mean without weights."""
    return mean(a, axis=axis, keepdims=keepdims)


@numpy.entry("var", methods=["var"], along="axis", cupy=True, out=True, flops="4 * k * size", total=True)
def var[T: RealNumber, *S, k](a: Array[T, *S, k], axis: Axes = None, ddof: int = 0, keepdims: Flag = False) -> Array[Float[T], *S]:
    """Variance."""
    deviation = subtract(a, mean(a, axis=axis, keepdims=True))
    return divide(sum(square(deviation), axis=axis, keepdims=keepdims), k - ddof)


@numpy.entry("var", methods=["var"], along="axis", cupy=True, out=True, flops="8 * k * size", total=True)
def var[T: ComplexFloating, *S, k](a: Array[T, *S, k], axis: Axes = None, ddof: int = 0, keepdims: Flag = False) -> Array[Real[T], *S]:
    """Variance: the mean squared modulus of the deviation."""
    deviation = subtract(a, mean(a, axis=axis, keepdims=True))
    return divide(sum(real(multiply(deviation, conjugate(deviation))), axis=axis, keepdims=keepdims), k - ddof)


@numpy.entry("std", methods=["std"], along="axis", cupy=True, out=True, flops="4 * k * size", total=True)
def std[T: Numeric, *S, k](a: Array[T, *S, k], axis: Axes = None, ddof: int = 0, keepdims: Flag = False) -> Array[Real[Float[T]], *S]:
    """Standard deviation."""
    return sqrt(var(a, axis=axis, ddof=ddof, keepdims=keepdims))


@numpy.entry("ptp", along="axis", cupy="real", flops="2 * k * size")
def ptp[T: RealNumber, *S, k](a: Array[T, *S, k], axis: Axes = None, keepdims: Flag = False) -> Array[T, *S]:
    """Range of values."""
    return subtract(max(a, axis=axis, keepdims=keepdims), min(a, axis=axis, keepdims=keepdims))


@numpy.entry("argmax", methods=["argmax"], along="axis", cupy=True, rows=True, flops="k * size", total="not empty")
def argmax[T, *S, k](a: Array[T, *S, k], axis: Axis = None, *, keepdims: Flag = False) -> Array[int64, *S]:
    """Position of the first largest element."""
    ...


@numpy.entry("argmin", methods=["argmin"], along="axis", cupy=True, rows=True, flops="k * size", total="not empty")
def argmin[T, *S, k](a: Array[T, *S, k], axis: Axis = None, *, keepdims: Flag = False) -> Array[int64, *S]:
    """Position of the first smallest element."""
    ...


@numpy.entry("cumsum", methods=["cumsum"], along="axis", cupy=True, rows=True, total=True)
def cumsum[T, *S, k](a: Array[T, *S, k], axis: Axis, dtype: DTypeLike = None) -> Array[dtype or Accumulator[T], *S, k]:
    """Running sums."""
    ...


@numpy.entry("cumprod", methods=["cumprod"], along="axis", cupy=True, rows=True, total=True)
def cumprod[T, *S, k](a: Array[T, *S, k], axis: Axis, dtype: DTypeLike = None) -> Array[dtype or Accumulator[T], *S, k]:
    """Running products."""
    ...


@numpy.entry("cumsum", methods=["cumsum"], cupy=True, total=True)
def cumsum[T, k](a: Array[T, k]) -> Array[Accumulator[T], k]:
    """Running sums of a vector."""
    ...


@numpy.entry("cumprod", methods=["cumprod"], cupy=True, total=True)
def cumprod[T, k](a: Array[T, k]) -> Array[Accumulator[T], k]:
    """Running products of a vector."""
    ...


@numpy.entry("diff", along="axis", cupy=True)
def diff[T: Numeric, *S, k](a: Array[T, *S, k], n: Literal[1] = 1, axis: Axis = -1) -> Array[T, *S, k - 1]:
    """Differences of neighbours. There must be one element at least."""
    out[..., i] = a[..., i + 1] - a[..., i]


@numpy.entry("median", along="axis", cupy="real", rows=True, flops="8 * k * size", total=True)
def median[T: RealNumber, *S, k](a: Array[T, *S, k], axis: Axes = None, keepdims: Flag = False) -> Array[Float[T], *S]:
    """Middle value."""
    ...


@numpy.entry("sort", along="axis", cupy="real", rows=True, flops="k * log2(k)", total=True)
def sort[T, *S, k](a: Array[T, *S, k], axis: Axis = -1) -> Array[T, *S, k]:
    """Elements in order."""
    ...


@numpy.entry("argsort", along="axis", cupy=True, rows=True, flops="k * log2(k)", total=True)
def argsort[T, *S, k](a: Array[T, *S, k], axis: Axis = -1) -> Array[int64, *S, k]:
    """Positions of the elements in order."""
    ...
