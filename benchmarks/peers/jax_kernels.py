"""Kernels of PolyBench for JAX: functions of the arguments that return what is written, by name.

Arrays are not changed in place, so that what another compiler updates is an output here. Kernels whose work is
in a loop that JAX can only unroll or run element by element are left out.
"""

import jax.numpy as jnp
from jax import lax


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
    stddev = jnp.sqrt(((data - mean) ** 2).sum(axis=0) / float_n)
    stddev = jnp.where(stddev <= 0.1, 1.0, stddev)
    data = (data - mean) / (jnp.sqrt(float_n) * stddev)
    corr = jnp.fill_diagonal(data.T @ data, 1.0, inplace=False)
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
    A = A + jnp.outer(u1, v1) + jnp.outer(u2, v2)
    x = x + beta * (y @ A) + z
    return {"A": A, "x": x, "w": w + alpha * (A @ x)}


def kernel_gesummv(n, alpha, beta, A, B, tmp, x, y):
    tmp = A @ x
    return {"tmp": tmp, "y": alpha * tmp + beta * (B @ x)}


def kernel_mvt(n, x1, x2, y_1, y_2, A):
    return {"x1": x1 + A @ y_1, "x2": x2 + y_2 @ A}


def _lower(C, update, beta):
    return jnp.where(jnp.tri(len(C), dtype=bool), beta * C + update, C)


def kernel_syrk(n, m, alpha, beta, C, A):
    return {"C": _lower(C, alpha * (A @ A.T), beta)}


def kernel_syr2k(n, m, alpha, beta, C, A, B):
    product = alpha * (A @ B.T)
    return {"C": _lower(C, product + product.T, beta)}


def kernel_symm(m, n, alpha, beta, C, A, B):
    whole = jnp.tril(A) + jnp.tril(A, -1).T
    return {"C": beta * C + alpha * (whole @ B)}


def kernel_trmm(m, n, alpha, A, B):
    return {"B": alpha * (B + jnp.tril(A, -1).T @ B)}


def kernel_cholesky(n, A):
    return {"A": jnp.tril(jnp.linalg.cholesky(A)) + jnp.triu(A, 1)}


def kernel_trisolv(n, L, x, b):
    return {"x": lax.linalg.triangular_solve(L, b[:, None], left_side=True, lower=True)[:, 0]}


def kernel_durbin(n, r, y):
    places = jnp.arange(n)

    def step(k, state):
        y, alpha, beta = state
        beta = (1.0 - alpha * alpha) * beta
        back = jnp.where(places < k, y[(k - 1 - places) % n], 0.0)
        alpha = -(r[k] + jnp.sum(jnp.where(places < k, r[places] * back, 0.0))) / beta
        return jnp.where(places < k, y + alpha * back, y).at[k].set(alpha), alpha, beta

    state = (y.at[0].set(-r[0]), -r[0], 1.0)
    return {"y": lax.fori_loop(1, n, step, state)[0]}


def kernel_floyd_warshall(n, path):
    return {"path": lax.fori_loop(0, n, lambda k, p: jnp.minimum(p, p[:, k, None] + p[k]), path)}


def kernel_jacobi_1d(tsteps, n, A, B):
    def sweep(source, target):
        return target.at[1:-1].set(0.33333 * (source[:-2] + source[1:-1] + source[2:]))

    def step(_, state):
        A, B = state
        B = sweep(A, B)
        return sweep(B, A), B

    A, B = lax.fori_loop(0, tsteps, step, (A, B))
    return {"A": A, "B": B}


def kernel_jacobi_2d(tsteps, n, A, B):
    def sweep(s, target):
        return target.at[1:-1, 1:-1].set(
            0.2 * (s[1:-1, 1:-1] + s[1:-1, :-2] + s[1:-1, 2:] + s[2:, 1:-1] + s[:-2, 1:-1])
        )

    def step(_, state):
        A, B = state
        B = sweep(A, B)
        return sweep(B, A), B

    A, B = lax.fori_loop(0, tsteps, step, (A, B))
    return {"A": A, "B": B}


def kernel_heat_3d(tsteps, n, A, B):
    inner = slice(1, -1)

    def sweep(s, target):
        middle = s[inner, inner, inner]
        change = (
            (s[2:, inner, inner] - 2.0 * middle + s[:-2, inner, inner])
            + (s[inner, 2:, inner] - 2.0 * middle + s[inner, :-2, inner])
            + (s[inner, inner, 2:] - 2.0 * middle + s[inner, inner, :-2])
        )
        return target.at[inner, inner, inner].set(middle + 0.125 * change)

    def step(_, state):
        A, B = state
        B = sweep(A, B)
        return sweep(B, A), B

    A, B = lax.fori_loop(0, tsteps, step, (A, B))
    return {"A": A, "B": B}


def kernel_fdtd_2d(tmax, nx, ny, ex, ey, hz, fict):
    def step(t, state):
        ex, ey, hz = state
        ey = ey.at[0].set(fict[t])
        ey = ey.at[1:].add(-0.5 * (hz[1:] - hz[:-1]))
        ex = ex.at[:, 1:].add(-0.5 * (hz[:, 1:] - hz[:, :-1]))
        hz = hz.at[:-1, :-1].add(-0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1]))
        return ex, ey, hz

    ex, ey, hz = lax.fori_loop(0, tmax, step, (ex, ey, hz))
    return {"ex": ex, "ey": ey, "hz": hz}
