"""Products of dense matrices and vectors, by hand.

NumPy's `dot` of a matrix with its own transpose is a symmetric rank-k update of BLAS, half the work of a product;
products go to their target with `out=` where the target is whole, and scalars are applied in place.
"""

import numpy as np

ROWS = 64


def kernel_2mm(ni, nj, nk, nl, alpha, beta, tmp, A, B, C, D):
    np.dot(A, B, out=tmp)
    tmp *= alpha
    D *= beta
    D += np.dot(tmp, C)


def kernel_3mm(ni, nj, nk, nl, nm, E, A, B, F, C, D, G):
    np.dot(A, B, out=E)
    np.dot(C, D, out=F)
    np.dot(E, F, out=G)


def kernel_atax(m, n, A, x, y, tmp):
    np.dot(A, x, out=tmp)
    np.dot(tmp, A, out=y)


def kernel_bicg(m, n, A, s, q, p, r):
    np.dot(r, A, out=s)
    np.dot(A, p, out=q)


def kernel_gemm(ni, nj, nk, alpha, beta, C, A, B):
    product = np.dot(A, B)
    product *= alpha
    C *= beta
    C += product


def kernel_gemver(n, alpha, beta, A, u1, v1, u2, v2, w, x, y, z):
    # One product of stacked vectors is both updates; a block of rows is still in the cache when y meets it.
    columns = np.stack([u1, u2], axis=1)
    rows = np.stack([v1, v2])
    scaled = beta * y
    for b in range(0, n, ROWS):
        block = A[b : b + ROWS]
        block += np.dot(columns[b : b + ROWS], rows)
        x += np.dot(scaled[b : b + ROWS], block)
    x += z
    w += alpha * np.dot(A, x)


def kernel_gesummv(n, alpha, beta, A, B, tmp, x, y):
    np.dot(A, x, out=tmp)
    np.dot(B, x, out=y)
    y *= beta
    y += alpha * tmp


def kernel_mvt(n, x1, x2, y_1, y_2, A):
    x1 += np.dot(A, y_1)
    x2 += np.dot(y_2, A)


def kernel_doitgen(nr, nq, n_p, A, C4, sums):
    rows = A.reshape(nr * nq, n_p)
    rows[:] = np.dot(rows, C4)
    sums[:] = rows[-1]


def kernel_covariance(m, n, float_n, data, cov, mean):
    data.sum(axis=0, out=mean)
    mean /= float_n
    data -= mean
    np.dot(data.T, data, out=cov)
    cov /= float_n - 1.0


def kernel_correlation(m, n, float_n, data, corr, mean, stddev):
    data.sum(axis=0, out=mean)
    mean /= float_n
    data -= mean
    np.einsum("ij,ij->j", data, data, out=stddev)
    stddev /= float_n
    np.sqrt(stddev, out=stddev)
    stddev[stddev <= 0.1] = 1.0
    data /= np.sqrt(float_n) * stddev
    np.dot(data.T, data, out=corr)
    np.fill_diagonal(corr, 1.0)
