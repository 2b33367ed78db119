"""Contractions, and linear algebra.

`dot` and `matmul` agree up to rank 2; above, `dot` forms all products of rows and
columns while `matmul` works matrix by matrix.
"""

import numpy


@numpy.entry("dot", also=["matmul"], methods=["dot"], cupy=True, out=True, flops="2 * m * n * k")
def dot[T: Numeric, m, n, k](a: Array[T, m, k], b: Array[T, k, n]) -> Array[T, m, n]:
    """Product of two matrices."""
    out[i, j] += a[i, p] * b[p, j]


@numpy.entry("dot", also=["matmul"], methods=["dot"], cupy=True, out=True, flops="2 * m * k")
def dot[T: Numeric, m, k](a: Array[T, m, k], b: Array[T, k]) -> Array[T, m]:
    """Product of a matrix and a vector."""
    out[i] += a[i, p] * b[p]


@numpy.entry("dot", also=["matmul"], methods=["dot"], cupy=True, out=True, flops="2 * k * n")
def dot[T: Numeric, k, n](a: Array[T, k], b: Array[T, k, n]) -> Array[T, n]:
    """Product of a vector and a matrix."""
    out[j] += a[p] * b[p, j]


@numpy.entry("dot", also=["matmul"], methods=["dot"], cupy=True, flops="2 * k")
def dot[T: Numeric, k](a: Array[T, k], b: Array[T, k]) -> Array[T]:
    """Inner product of two vectors."""
    out += a[p] * b[p]


@numpy.entry("dot", also=["matmul"], methods=["dot"], cupy=True, out=True)
def dot[T: Bool, m, n, k](a: Array[T, m, k], b: Array[T, k, n]) -> Array[bool, m, n]:
    """Logical product of two matrices."""
    out[i, j] |= a[i, p] and b[p, j]


@numpy.entry("dot", methods=["dot"], cupy=True)
def dot[T: Numeric, *S](a: Array[T], b: Array[T, *S]) -> Array[T, *S]:
    """Scalar times array."""
    out[...] = a * b[...]


@numpy.entry("dot", methods=["dot"], cupy=True)
def dot[T: Numeric, *S](a: Array[T, *S], b: Array[T]) -> Array[T, *S]:
    """Array times scalar."""
    out[...] = a[...] * b


@numpy.entry("dot", methods=["dot"], cupy=True)
def dot[T: Numeric, *S, k](a: Array[T, *S, k], b: Array[T, k]) -> Array[T, *S]:
    """Last axis of an array with a vector."""
    out[...] += a[..., p] * b[p]


@numpy.entry("dot", methods=["dot"], cupy=True)
def dot[T: Numeric, *S, *R, k, n](a: Array[T, *S, k], b: Array[T, *R, k, n]) -> Array[T, *S, *R, n]:
    """Last axis of the first with the last but one of the second."""
    out[*s, *r, j] += a[*s, p] * b[*r, p, j]


@numpy.entry("matmul", operator="@", cupy=True, out=True)
def matmul[T: Numeric, m, n, k](a: Array[T, ..., m, k], b: Array[T, ..., k, n]) -> Array[T, ..., m, n]:
    """Products of stacks of matrices."""
    out[..., i, j] += a[..., i, p] * b[..., p, j]


@numpy.entry("matmul", operator="@", cupy=True, out=True)
def matmul[T: Numeric, *S, m, k](a: Array[T, *S, m, k], b: Array[T, k]) -> Array[T, *S, m]:
    """Products of a stack of matrices and a vector."""
    out[..., i] += a[..., i, p] * b[p]


@numpy.entry("matmul", operator="@", cupy=True, out=True)
def matmul[T: Numeric, *S, k, n](a: Array[T, k], b: Array[T, *S, k, n]) -> Array[T, *S, n]:
    """Products of a vector and a stack of matrices."""
    out[..., j] += a[p] * b[..., p, j]


@numpy.entry("vdot", cupy=True)
def vdot[T: RealNumber, *S](a: Array[T, *S], b: Array[T, *S]) -> Array[T]:
    """Sum of all products of corresponding elements."""
    out += a[...] * b[...]


@numpy.entry("vdot", cupy=True)
def vdot[T: ComplexFloating, *S](a: Array[T, *S], b: Array[T, *S]) -> Array[T]:
    """Sum of all products of corresponding elements, the first conjugated."""
    out += conjugate(a[...]) * b[...]


@numpy.entry("inner", cupy=True)
def inner[T: Numeric, *S, *R, k](a: Array[T, *S, k], b: Array[T, *R, k]) -> Array[T, *S, *R]:
    """Last axes of both."""
    out[*s, *r] += a[*s, p] * b[*r, p]


@numpy.entry("outer", also=["multiply.outer"], cupy=True, out=True)
def outer[T: Numeric, m, n](a: Array[T, m], b: Array[T, n]) -> Array[T, m, n]:
    """All products of two vectors' elements."""
    out[i, j] = a[i] * b[j]


@numpy.entry("add.outer", cupy=True)
def add_outer[T: Numeric, *S, *R](a: Array[T, *S], b: Array[T, *R]) -> Array[T, *S, *R]:
    """All sums of two arrays' elements."""
    out[*s, *r] = a[*s] + b[*r]


@numpy.entry("subtract.outer", cupy=True)
def subtract_outer[T: Numeric, *S, *R](a: Array[T, *S], b: Array[T, *R]) -> Array[T, *S, *R]:
    """All differences of two arrays' elements."""
    out[*s, *r] = a[*s] - b[*r]


@numpy.entry("kron", cupy=True, total=True)
def kron[T: Numeric, a_m, a_n, b_m, b_n](a: Array[T, a_m, a_n], b: Array[T, b_m, b_n]) -> Array[T, _, _]:
    """Kronecker product."""
    ...


@numpy.entry("einsum", subscripts="subscripts", cupy=True, out=True)
def einsum[T: Numeric](subscripts: str, *operands) -> Array[T, ...]:
    """Einstein summation; the equation is the string."""
    ...


@numpy.entry("tensordot", contraction="axes", cupy=True)
def tensordot[T: Numeric](a: Array[T, ...], b: Array[T, ...], axes: Axes = 2) -> Array[T, ...]:
    """Sum over pairs of axes."""
    ...


@numpy.entry("trace", methods=["trace"], cupy=True)
def trace[T, n](a: Array[T, n, n]) -> Array[Accumulator[T]]:
    """Sum of the diagonal of a square matrix."""
    out += a[p, p]


@numpy.entry("linalg.norm", cupy=True, flops="2 * size", total=True)
def norm[T: Numeric, *S](x: Array[T, *S]) -> Array[Real[Float[T]]]:
    """Square root of the sum of squares of all elements."""
    return sqrt(sum(square(absolute(x)), dtype=Real[Float[T]]))


@numpy.entry("linalg.norm", along="axis", cupy=True)
def norm[T: Numeric, *S, k](x: Array[T, *S, k], ord: Literal[None, 2] = None, axis: Axis = None, keepdims: Flag = False) -> Array[Real[Float[T]], *S]:
    """Square root of the sum of squares along an axis."""
    ...


@numpy.entry("linalg.solve", flops="0.67 * n * n * n + 2 * n * n * m")
def solve[T: Numeric, n, m](a: Array[T, n, n], b: Array[T, n, m]) -> Array[Float[T], n, m]:
    """Solution of linear systems with several right-hand sides."""
    ...


@numpy.entry("linalg.solve", flops="0.67 * n * n * n")
def solve[T: Numeric, n](a: Array[T, n, n], b: Array[T, n]) -> Array[Float[T], n]:
    """Solution of a linear system."""
    ...


@numpy.entry("linalg.solve")
def solve[T: Numeric, *S, n, m](a: Array[T, *S, n, n], b: Array[T, *S, n, m]) -> Array[Float[T], *S, n, m]:
    """Solutions of a stack of linear systems."""
    ...


@numpy.entry("linalg.inv", flops="2 * n * n * n")
def inv[T: Numeric, *S, n](a: Array[T, *S, n, n]) -> Array[Float[T], *S, n, n]:
    """Inverse matrix."""
    ...


@numpy.entry("linalg.cholesky", flops="n * n * n / 3")
def cholesky[T: Numeric, *S, n](a: Array[T, *S, n, n]) -> Array[Float[T], *S, n, n]:
    """Lower Cholesky factor of a positive definite matrix."""
    ...


@numpy.entry("linalg.det", cupy=True, flops="n * n * n * 0.67", total=True)
def det[T: Numeric, *S, n](a: Array[T, *S, n, n]) -> Array[Float[T], *S]:
    """Determinant."""
    ...


@numpy.entry("linalg.eigvalsh", flops="4 * n * n * n")
def eigvalsh[T: Numeric, *S, n](a: Array[T, *S, n, n]) -> Array[Real[Float[T]], *S, n]:
    """Eigenvalues of a symmetric or Hermitian matrix, in ascending order."""
    ...


@numpy.entry("convolve", total="not empty")
def convolve[T: Numeric, m, n](a: Array[T, m], v: Array[T, n]) -> Array[T, m + n - 1]:
    """Full convolution of two vectors that are not empty."""
    ...


@numpy.entry("cov", cupy=True, flops="2 * r * r * c", total="several rows")
def cov[T: RealNumber, r, c](m: Array[T, r, c]) -> Array[float64, r, r]:
    """Covariance of the rows, two or more: of one, it is a number."""
    ...


@numpy.entry("corrcoef", cupy=True, flops="2 * m * m * n", total="several rows")
def corrcoef[T: RealNumber, m, n](x: Array[T, m, n]) -> Array[float64, m, m]:
    """Correlation coefficients of the rows, two or more."""
    ...
