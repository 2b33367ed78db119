"""New arrays: constants, ranges, and masks over two indices."""

import numpy


@numpy.entry("zeros", cupy=True, flops="0")
def zeros[*S](shape: Shape[*S], dtype: DTypeLike = None) -> Array[dtype or float64, *S]:
    """Array of zeros."""
    out[...] = 0


@numpy.entry("ones", cupy=True, flops="0")
def ones[*S](shape: Shape[*S], dtype: DTypeLike = None) -> Array[dtype or float64, *S]:
    """Array of ones."""
    out[...] = 1


@numpy.entry("empty", cupy=True, flops="0")
def empty[*S](shape: Shape[*S], dtype: DTypeLike = None) -> Array[dtype or float64, *S]:
    """Array whose elements are not set."""
    ...


@numpy.entry("full", cupy=True, flops="0")
def full[T, *S](shape: Shape[*S], fill_value: Array[T], dtype: DTypeLike = None) -> Array[dtype or T, *S]:
    """Array of one value."""
    out[...] = fill_value


@numpy.entry("zeros_like", cupy=True, flops="0")
def zeros_like[T, *S](a: Array[T, *S], dtype: DTypeLike = None) -> Array[dtype or T, *S]:
    """Zeros in the shape of an array."""
    out[...] = 0


@numpy.entry("ones_like", cupy=True, flops="0")
def ones_like[T, *S](a: Array[T, *S], dtype: DTypeLike = None) -> Array[dtype or T, *S]:
    """Ones in the shape of an array."""
    out[...] = 1


@numpy.entry("empty_like", cupy=True, flops="0")
def empty_like[T, *S](prototype: Array[T, *S], dtype: DTypeLike = None) -> Array[dtype or T, *S]:
    """Array in the shape of another; its elements are not set."""
    ...


@numpy.entry("full_like", cupy=True, flops="0")
def full_like[T, U, *S](a: Array[T, *S], fill_value: Array[U], dtype: DTypeLike = None) -> Array[dtype or T, *S]:
    """One value in the shape of an array."""
    out[...] = fill_value


@numpy.entry("copy", methods=["copy"], cupy=True, flops="0")
def copy[T, *S](a: Array[T, *S]) -> Array[T, *S]:
    """The same elements in memory of their own."""
    out[...] = a[...]


@numpy.entry("ascontiguousarray", cupy=True, flops="0", returns="view")
def ascontiguousarray[T, n, *S](a: Array[T, n, *S], dtype: DTypeLike = None) -> Array[dtype or T, n, *S]:
    """The array itself if contiguous, else a copy."""
    out[i, ...] = a[i, ...]


@numpy.entry("asarray", cupy=True, flops="0", returns="view")
def asarray[T, *S](a: Array[T, *S], dtype: DTypeLike = None) -> Array[dtype or T, *S]:
    """The array itself if it has the element type, else a copy."""
    out[...] = a[...]


@numpy.entry("array", cupy=True, flops="0")
def array[T, *S](object: Array[T, *S], dtype: DTypeLike = None) -> Array[dtype or T, *S]:
    """A copy of an array."""
    out[...] = object[...]


@numpy.entry("ndarray.astype", methods=["astype"], cupy=True)
def astype[T, *S](a: Array[T, *S], dtype: DTypeLike) -> Array[dtype or T, *S]:
    """A copy with another element type."""
    out[...] = a[...]


@numpy.entry("arange", cupy=True)
def arange(stop: Dim, dtype: DTypeLike = None) -> Array[dtype or int64, stop]:
    """0, 1, ... up to `stop`, which is at least 0."""
    out[i] = i


@numpy.entry("arange", cupy=True)
def arange(start: Dim, stop: Dim, dtype: DTypeLike = None) -> Array[dtype or int64, stop - start]:
    """start, start + 1, ... up to `stop`, which is at least `start`."""
    out[i] = start + i


@numpy.entry("arange", cupy=True)
def arange[T: RealNumber](start: Array[T], stop: Array[T], step: Array[T], dtype: DTypeLike = None) -> Array[dtype or Promote[T, int64], _]:
    """start, start + step, ..."""
    ...


@numpy.entry("arange", cupy=True)
def arange[T: RealNumber](start: Array[T], stop: Array[T], dtype: DTypeLike = None) -> Array[dtype or Promote[T, int64], _]:
    """start, start + 1, ..."""
    ...


@numpy.entry("arange", cupy=True)
def arange[T: RealNumber](stop: Array[T], dtype: DTypeLike = None) -> Array[dtype or Promote[T, int64], _]:
    """0, 1, ..."""
    ...


@numpy.entry("linspace", cupy=True, total="not empty")
def linspace[T](start: Array[T], stop: Array[T], num: Dim = 50) -> Array[Float[T], num]:
    """`num` numbers from start to stop, both included."""
    ...


@numpy.entry("eye", cupy=True)
def eye(N: Dim, M: Dim = N, k: int = 0, dtype: DTypeLike = None) -> Array[dtype or float64, N, M]:
    """Ones on a diagonal."""
    out[i, j] = 1 if j - i == k else 0


@numpy.entry("identity", cupy=True)
def identity(n: Dim, dtype: DTypeLike = None) -> Array[dtype or float64, n, n]:
    """Identity matrix."""
    out[i, j] = 1 if i == j else 0


@numpy.entry("tri", cupy=True)
def tri(N: Dim, M: Dim = N, k: int = 0, dtype: DTypeLike = None) -> Array[dtype or float64, N, M]:
    """Ones at and below a diagonal."""
    out[i, j] = 1 if j - i <= k else 0
