"""Products with triangles and symmetric matrices, by hand.

Blocks of rows: what lies outside the diagonal blocks is a plain product, only those pay for a mask. Elements
beyond a triangle stay as they are.
"""

import numpy as np

BLOCK = 128


def _add_lower(C, beta, update):
    """C := beta*C + update in the lower triangle, the diagonal included."""
    n = len(C)
    lower = np.tri(BLOCK, dtype=bool)
    for b in range(0, n, BLOCK):
        e = min(b + BLOCK, n)
        left = C[b:e, :b]
        left *= beta
        left += update[b:e, :b]
        corner = C[b:e, b:e]
        np.copyto(corner, beta * corner + update[b:e, b:e], where=lower[: e - b, : e - b])


def kernel_syrk(n, m, alpha, beta, C, A):
    update = np.dot(A, A.T)
    update *= alpha
    _add_lower(C, beta, update)


def kernel_syr2k(n, m, alpha, beta, C, A, B):
    # A*B^T and B*A^T are each other's transposes.
    product = np.dot(A, B.T)
    product *= alpha
    lower = np.tri(BLOCK, dtype=bool)
    for b in range(0, n, BLOCK):
        e = min(b + BLOCK, n)
        left = C[b:e, :b]
        left *= beta
        left += product[b:e, :b]
        left += product[:b, b:e].T
        corner, part = C[b:e, b:e], product[b:e, b:e]
        np.copyto(corner, beta * corner + part + part.T, where=lower[: e - b, : e - b])


def kernel_symm(m, n, alpha, beta, C, A, B):
    # The lower triangle of A, mirrored.
    whole = np.empty((m, m))
    lower = np.tri(BLOCK, dtype=bool)
    for b in range(0, m, BLOCK):
        e = min(b + BLOCK, m)
        whole[b:e, :b] = A[b:e, :b]
        whole[:b, b:e] = A[b:e, :b].T
        corner = A[b:e, b:e]
        whole[b:e, b:e] = np.where(lower[: e - b, : e - b], corner, corner.T)
    product = np.dot(whole, B)
    product *= alpha
    C *= beta
    C += product


def kernel_trmm(m, n, alpha, A, B):
    # Upwards: a block reads itself and the rows below it, which have not changed yet.
    for b in range(0, m, BLOCK):
        e = min(b + BLOCK, m)
        update = np.dot(np.tril(A[b:e, b:e], -1).T, B[b:e])
        update += np.dot(A[e:, b:e].T, B[e:])
        B[b:e] += update
        B[b:e] *= alpha
