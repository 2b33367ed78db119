"""Kernels of PolyBench ported to CuPy by hand: functions of arrays on the device that return what is written, by name.

This is what one writes who knows CuPy and wants speed: whole-array statements, triangles as masks.
"""

import cupy as cp


def kernel_2mm(ni, nj, nk, nl, alpha, beta, tmp, A, B, C, D):
    tmp = alpha * (A @ B)
    return {"tmp": tmp, "D": beta * D + tmp @ C}


def kernel_3mm(ni, nj, nk, nl, nm, E, A, B, F, C, D, G):
    E, F = A @ B, C @ D
    return {"E": E, "F": F, "G": E @ F}


def kernel_atax(m, n, A, x, y, tmp):
    tmp = A @ x
    return {"tmp": tmp, "y": tmp @ A}


def kernel_bicg(m, n, A, s, q, p, r):
    return {"s": r @ A, "q": A @ p}


def kernel_correlation(m, n, float_n, data, corr, mean, stddev):
    mean = data.sum(axis=0) / float_n
    data = data - mean
    stddev = cp.sqrt((data * data).sum(axis=0) / float_n)
    stddev = cp.where(stddev <= 0.1, 1.0, stddev)
    data /= float_n**0.5 * stddev
    corr = data.T @ data
    corr[cp.arange(m), cp.arange(m)] = 1.0
    return {"mean": mean, "stddev": stddev, "data": data, "corr": corr}


def kernel_covariance(m, n, float_n, data, cov, mean):
    mean = data.sum(axis=0) / float_n
    data = data - mean
    return {"mean": mean, "data": data, "cov": data.T @ data / (float_n - 1.0)}


def kernel_doitgen(nr, nq, n_p, A, C4, sums):
    A = A @ C4
    return {"A": A, "sums": A[-1, -1]}


def kernel_gemm(ni, nj, nk, alpha, beta, C, A, B):
    return {"C": beta * C + alpha * (A @ B)}


def kernel_gemver(n, alpha, beta, A, u1, v1, u2, v2, w, x, y, z):
    A = A + cp.outer(u1, v1) + cp.outer(u2, v2)
    x = x + beta * (y @ A) + z
    return {"A": A, "x": x, "w": w + alpha * (A @ x)}


def kernel_gesummv(n, alpha, beta, A, B, tmp, x, y):
    tmp = A @ x
    return {"tmp": tmp, "y": alpha * tmp + beta * (B @ x)}


def kernel_mvt(n, x1, x2, y_1, y_2, A):
    return {"x1": x1 + A @ y_1, "x2": x2 + y_2 @ A}


def kernel_symm(m, n, alpha, beta, C, A, B):
    symmetric = cp.tril(A) + cp.tril(A, -1).T
    return {"C": beta * C + alpha * (symmetric @ B)}


def kernel_syr2k(n, m, alpha, beta, C, A, B):
    product = A @ B.T
    lower = cp.tri(n, dtype="bool")
    return {"C": cp.where(lower, beta * C + alpha * (product + product.T), C)}


def kernel_syrk(n, m, alpha, beta, C, A):
    lower = cp.tri(n, dtype="bool")
    return {"C": cp.where(lower, beta * C + alpha * (A @ A.T), C)}


def kernel_trmm(m, n, alpha, A, B):
    return {"B": alpha * (B + cp.tril(A, -1).T @ B)}
