"""Triangles, diagonals and index builders.

`domain[i, j] = condition` builds indices: the points at which the condition is
true, in row-major order, one index array per axis.
"""

import numpy


@numpy.entry("triu", cupy=True, flops="0")
def triu[T, *S, r, c](m: Array[T, *S, r, c], k: int = 0) -> Array[T, *S, r, c]:
    """Elements at and above a diagonal; 0, and no NaN, elsewhere."""
    out[..., i, j] = m[..., i, j] if j - i >= k else 0


@numpy.entry("tril", cupy=True, flops="0")
def tril[T, *S, r, c](m: Array[T, *S, r, c], k: int = 0) -> Array[T, *S, r, c]:
    """Elements at and below a diagonal; 0, and no NaN, elsewhere."""
    out[..., i, j] = m[..., i, j] if j - i <= k else 0


@numpy.entry("diag", cupy=True, flops="0")
def diag[T, n](v: Array[T, n], k: Literal[0] = 0) -> Array[T, n, n]:
    """Matrix with a vector on its diagonal."""
    out[i, j] = v[i] if i == j else 0


@numpy.entry("diag", also=["diagonal"], methods=["diagonal"], cupy=True, returns="view", flops="0")
def diag[T, n](v: Array[T, n, n], k: Literal[0] = 0) -> Array[T, n]:
    """Diagonal of a square matrix."""
    out[i] = v[i, i]


@numpy.entry("triu_indices", cupy=True)
def triu_indices[n, m](n: Dim, k: int = 0, m: Dim = n) -> Indices[n, m]:
    """Indices at and above a diagonal."""
    domain[i, j] = j - i >= k


@numpy.entry("tril_indices", cupy=True)
def tril_indices[n, m](n: Dim, k: int = 0, m: Dim = n) -> Indices[n, m]:
    """Indices at and below a diagonal."""
    domain[i, j] = j - i <= k


@numpy.entry("triu_indices_from", cupy=True)
def triu_indices_from[T, n, m](arr: Array[T, n, m], k: int = 0) -> Indices[n, m]:
    """Indices at and above a diagonal of a matrix."""
    domain[i, j] = j - i >= k


@numpy.entry("tril_indices_from", cupy=True)
def tril_indices_from[T, n, m](arr: Array[T, n, m], k: int = 0) -> Indices[n, m]:
    """Indices at and below a diagonal of a matrix."""
    domain[i, j] = j - i <= k


@numpy.entry("diag_indices", cupy=True)
def diag_indices(n: Dim, ndim: Literal[2] = 2) -> Indices[n, n]:
    """Indices of the main diagonal of a square matrix."""
    domain[i, j] = i == j


@numpy.entry("diag_indices", cupy=True)
def diag_indices(n: Dim, ndim: Literal[3]) -> Indices[n, n, n]:
    """Indices of the main diagonal of a cube."""
    domain[i, j, k] = i == j and j == k


@numpy.entry("diag_indices_from", cupy=True)
def diag_indices_from[T, n](arr: Array[T, n, n]) -> Indices[n, n]:
    """Indices of the main diagonal of a matrix."""
    domain[i, j] = i == j


@numpy.entry("take", methods=["take"], cupy=True, flops="0")
def take[T, I: Integer, *S, *R](a: Array[T, *S], indices: Array[I, *R]) -> Array[T, *R]:
    """Elements, counted in row-major order, at given positions."""
    ...


@numpy.entry("flatnonzero", cupy=True, total=True)
def flatnonzero[T, *S](a: Array[T, *S]) -> Array[int64, _]:
    """Row-major positions of the elements that are not 0."""
    ...


@numpy.entry("searchsorted", methods=["searchsorted"], cupy=True, flops="size * log2(n)", total=True)
def searchsorted[T, n, *S](a: Array[T, n], v: Array[T, *S]) -> Array[int64, *S]:
    """Where to insert values to keep a vector in order."""
    ...


@numpy.entry("bincount", cupy=True)
def bincount[I: Integer, n](x: Array[I, n]) -> Array[int64, _]:
    """Number of times each value occurs."""
    ...
