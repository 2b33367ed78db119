"""Layout: views, rearrangements and joins."""

import numpy


@numpy.entry("transpose", methods=["transpose"], attributes=["T"], permute="axes", returns="view", cupy=True, flops="0")
def transpose[T, *S](a: Array[T, *S], axes: Axes = None) -> Array[T, *S]:
    """Axes in another order, reversed unless said."""
    out[...] = a[...]


@numpy.entry("swapaxes", methods=["swapaxes"], swap=["axis1", "axis2"], returns="view", cupy=True, flops="0")
def swapaxes[T, *S](a: Array[T, *S], axis1: Axis, axis2: Axis) -> Array[T, *S]:
    """Two axes exchanged."""
    out[...] = a[...]


@numpy.entry("moveaxis", move=["source", "destination"], returns="view", cupy=True, flops="0")
def moveaxis[T, *S](a: Array[T, *S], source: Axis, destination: Axis) -> Array[T, *S]:
    """One axis moved to another place."""
    out[...] = a[...]


@numpy.entry("expand_dims", insert="axis", returns="view", cupy=True, flops="0")
def expand_dims[T, *S](a: Array[T, *S], axis: Axis) -> Array[T, *S]:
    """A new axis of size 1."""
    out[...] = a[...]


@numpy.entry("squeeze", methods=["squeeze"], drop="axis", returns="view", cupy=True, flops="0")
def squeeze[T, *S](a: Array[T, *S], axis: Axis = None) -> Array[T, *S]:
    """Axes of size 1 dropped."""
    out[...] = a[...]


@numpy.entry("reshape", methods=["reshape"], returns="view", cupy=True, flops="0")
def reshape[T, *S, *R](a: Array[T, *S], shape: Shape[*R]) -> Array[T, *R]:
    """The elements in another shape; a view where the layout allows it."""
    ...


@numpy.entry("ravel", methods=["ravel"], returns="view", cupy=True, flops="0")
def ravel[T, *S](a: Array[T, *S]) -> Array[T, _]:
    """The elements in one axis; a view where the layout allows it."""
    ...


@numpy.entry("ndarray.flatten", methods=["flatten"], cupy=True, flops="0")
def flatten[T, *S](a: Array[T, *S]) -> Array[T, _]:
    """A copy of the elements in one axis."""
    ...


@numpy.entry("flip", along="axis", returns="view", cupy=True, flops="0")
def flip[T, *S, n](m: Array[T, *S, n], axis: Axis = None) -> Array[T, *S, n]:
    """Elements of an axis in reverse order."""
    out[..., i] = m[..., n - 1 - i]


@numpy.entry("flipud", returns="view", cupy=True, flops="0")
def flipud[T, n, *S](m: Array[T, n, *S]) -> Array[T, n, *S]:
    """Rows in reverse order."""
    out[i, ...] = m[n - 1 - i, ...]


@numpy.entry("fliplr", returns="view", cupy=True, flops="0")
def fliplr[T, m, n, *S](m: Array[T, m, n, *S]) -> Array[T, m, n, *S]:
    """Columns in reverse order."""
    out[i, j, ...] = m[i, n - 1 - j, ...]


@numpy.entry("broadcast_to", returns="view", cupy=True, flops="0")
def broadcast_to[T, *S, *R](array: Array[T, *S], shape: Shape[*R]) -> Array[T, *R]:
    """An array stretched to a shape."""
    ...


@numpy.entry("roll", along="axis", rows=True, cupy=True, flops="0", total=True)
def roll[T, *S, n](a: Array[T, *S, n], shift: int, axis: Axis) -> Array[T, *S, n]:
    """Elements shifted along an axis, those pushed out coming in again."""
    ...


@numpy.entry("repeat", methods=["repeat"], cupy=True, flops="0")
def repeat[T, *S](a: Array[T, *S], repeats: int) -> Array[T, _]:
    """Every element several times, in one axis."""
    ...


@numpy.entry("tile", cupy=True, flops="0")
def tile[T, *S, *R](A: Array[T, *S], reps: Literal[()]) -> Array[T, *S]:
    """No repetition: a copy."""
    out[...] = A[...]


@numpy.entry("trim_zeros", cupy=True, flops="0", total=True)
def trim_zeros[T, n](filt: Array[T, n]) -> Array[T, _]:
    """A vector without the zeros at its ends."""
    ...


@numpy.entry("unique", cupy=True, total=True)
def unique[T, *S](ar: Array[T, *S]) -> Array[T, _]:
    """Different elements in order."""
    ...
