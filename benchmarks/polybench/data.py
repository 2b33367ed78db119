"""The arguments of the PolyBench kernels: their order and shapes, and the suite's initial values.

Everything is made as NumPy arrays; `benchmarks/harness/programs.py` turns them into what a style wants. Each
function below fills the arrays of one kernel as the suite's `init_array` does, element (i, j) from i and j.
Arrays that it leaves out start as zeros.
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

# The parameters of every kernel in the suite's order; `A:n,m` is an array of these extents.
SIGNATURES = {
    "2mm": "ni nj nk nl alpha beta tmp:ni,nj A:ni,nk B:nk,nj C:nj,nl D:ni,nl",
    "3mm": "ni nj nk nl nm E:ni,nj A:ni,nk B:nk,nj F:nj,nl C:nj,nm D:nm,nl G:ni,nl",
    "atax": "m n A:m,n x:n y:n tmp:m",
    "bicg": "m n A:n,m s:m q:n p:m r:n",
    "cholesky": "n A:n,n",
    "correlation": "m n float_n data:n,m corr:m,m mean:m stddev:m",
    "covariance": "m n float_n data:n,m cov:m,m mean:m",
    "deriche": "w h alpha imgIn:w,h imgOut:w,h y1:w,h y2:w,h",
    "doitgen": "nr nq n_p A:nr,nq,n_p C4:n_p,n_p sums:n_p",
    "durbin": "n r:n y:n",
    "fdtd-2d": "tmax nx ny ex:nx,ny ey:nx,ny hz:nx,ny fict:tmax",
    "floyd-warshall": "n path:n,n",
    "gemm": "ni nj nk alpha beta C:ni,nj A:ni,nk B:nk,nj",
    "gemver": "n alpha beta A:n,n u1:n v1:n u2:n v2:n w:n x:n y:n z:n",
    "gesummv": "n alpha beta A:n,n B:n,n tmp:n x:n y:n",
    "gramschmidt": "m n A:m,n R:n,n Q:m,n",
    "heat-3d": "tsteps n A:n,n,n B:n,n,n",
    "jacobi-1d": "tsteps n A:n B:n",
    "jacobi-2d": "tsteps n A:n,n B:n,n",
    "lu": "n A:n,n",
    "ludcmp": "n A:n,n b:n x:n y:n",
    "mvt": "n x1:n x2:n y_1:n y_2:n A:n,n",
    "nussinov": "n seq:n@int table:n,n",
    "seidel-2d": "tsteps n A:n,n",
    "adi": "tsteps n u:n,n v:n,n p:n,n q:n,n",
    "symm": "m n alpha beta C:m,n A:m,m B:m,n",
    "syr2k": "n m alpha beta C:n,n A:n,m B:n,m",
    "syrk": "n m alpha beta C:n,n A:n,m",
    "trisolv": "n L:n,n x:n b:n",
    "trmm": "m n alpha A:m,m B:m,n",
}

# What the suite passes for scalars; `float_n` is the number of rows.
SCALARS = {"alpha": 1.5, "beta": 1.2}

Values = dict[str, Any]
INITIALIZERS: dict[str, Callable[..., Values]] = {}


def parse(signature: str) -> list[tuple[str, tuple[str, ...] | None, type]]:
    """The name of each parameter, its extents where it is an array, and the type of its elements."""
    result = []
    for word in signature.split():
        name, _, shape = word.partition(":")
        shape, _, kind = shape.partition("@")
        result.append((name, tuple(shape.split(",")) if shape else None, int if kind == "int" else float))
    return result


def suite_values(kernel: str, sizes: dict[str, int]) -> Values:
    """All arguments of a kernel with the suite's initial values, by name."""
    values: Values = dict(sizes)
    for name, extents, kind in parse(SIGNATURES[kernel]):
        if extents is not None:
            values[name] = np.zeros([sizes[extent] for extent in extents], dtype=kind)
        elif name in SCALARS:
            values[name] = SCALARS[name]
        elif name == "float_n":
            values[name] = float(sizes["n"])
    values |= INITIALIZERS[kernel](**sizes)
    return {name: _whole(value) if isinstance(value, np.ndarray) else value for name, value in values.items()}


def checked_sizes(kernel: str, sizes: dict[str, int]) -> dict[str, int]:
    """Sizes at which a kernel's result is determined by its arguments.

    In the suite's data for gramschmidt half of the columns depend on the others, and what is left of those is
    rounding error, or a division by zero: fewer columns than rows, of which the suite's data has enough.
    """
    return sizes | {"n": sizes["m"] // 2} if kernel == "gramschmidt" else sizes


def random_values(kernel: str, sizes: dict[str, int], seed: int = 0) -> Values:
    """Arguments with random numbers in every array, outputs included, so that nothing unread is a zero."""
    rng = np.random.default_rng(seed)
    values = suite_values(kernel, sizes)
    for name, value in values.items():
        if isinstance(value, np.ndarray) and value.dtype == float:
            values[name] = rng.uniform(0.5, 2.0, value.shape) * rng.choice([-1.0, 1.0], value.shape)
        elif isinstance(value, np.ndarray):
            values[name] = rng.integers(0, 4, value.shape)
    return values | _RANDOM.get(kernel, lambda values: {})(values)


def _initializer(*kernels: str) -> Callable:
    """Registers a function for kernels."""

    def register(function: Callable[..., Values]) -> Callable[..., Values]:
        INITIALIZERS.update(dict.fromkeys(kernels, function))
        return function

    return register


def _whole(array: np.ndarray) -> np.ndarray:
    """A contiguous array of the plain types."""
    return np.ascontiguousarray(array, dtype=np.int64 if array.dtype.kind == "i" else np.float64)


def _grid(rows: int, columns: int, function: Callable) -> np.ndarray:
    """The matrix whose element (i, j) is function(i, j)."""
    i, j = np.ogrid[:rows, :columns]
    return np.broadcast_to(function(i, j), (rows, columns)).astype(float)


def _vector(size: int, function: Callable) -> np.ndarray:
    """The vector whose element i is function(i)."""
    return np.asarray(function(np.arange(size))) * np.ones(size)


@_initializer("2mm")
def _2mm(ni: int, nj: int, nk: int, nl: int) -> Values:
    return {
        "A": _grid(ni, nk, lambda i, j: (i * j + 1) % ni / ni),
        "B": _grid(nk, nj, lambda i, j: i * (j + 1) % nj / nj),
        "C": _grid(nj, nl, lambda i, j: (i * (j + 3) + 1) % nl / nl),
        "D": _grid(ni, nl, lambda i, j: i * (j + 2) % nk / nk),
    }


@_initializer("3mm")
def _3mm(ni: int, nj: int, nk: int, nl: int, nm: int) -> Values:
    return {
        "A": _grid(ni, nk, lambda i, j: (i * j + 1) % ni / (5 * ni)),
        "B": _grid(nk, nj, lambda i, j: (i * (j + 1) + 2) % nj / (5 * nj)),
        "C": _grid(nj, nm, lambda i, j: i * (j + 3) % nl / (5 * nl)),
        "D": _grid(nm, nl, lambda i, j: (i * (j + 2) + 2) % nk / (5 * nk)),
    }


@_initializer("atax")
def _atax(m: int, n: int) -> Values:
    return {"A": _grid(m, n, lambda i, j: (i + j) % n / (5 * m)), "x": _vector(n, lambda i: 1 + i / n)}


@_initializer("bicg")
def _bicg(m: int, n: int) -> Values:
    return {
        "A": _grid(n, m, lambda i, j: i * (j + 1) % n / n),
        "p": _vector(m, lambda i: i % m / m),
        "r": _vector(n, lambda i: i % n / n),
    }


@_initializer("cholesky", "lu")
def _positive_definite(n: int) -> Values:
    lower = _grid(n, n, lambda i, j: np.where(j < i, 1 - j / n, np.where(i == j, 1.0, 0.0)))
    return {"A": lower @ lower.T}


@_initializer("correlation")
def _correlation(m: int, n: int) -> Values:
    return {"data": _grid(n, m, lambda i, j: i * j / m + i)}


@_initializer("covariance")
def _covariance(m: int, n: int) -> Values:
    return {"data": _grid(n, m, lambda i, j: i * j / m)}


@_initializer("deriche")
def _deriche(w: int, h: int) -> Values:
    return {"alpha": 0.25, "imgIn": _grid(w, h, lambda i, j: (313 * i + 991 * j) % 65536 / 65535.0)}


@_initializer("doitgen")
def _doitgen(nr: int, nq: int, n_p: int) -> Values:
    i, j, k = np.ogrid[:nr, :nq, :n_p]
    return {"A": (i * j + k) % n_p / n_p, "C4": _grid(n_p, n_p, lambda i, j: i * j % n_p / n_p)}


@_initializer("durbin")
def _durbin(n: int) -> Values:
    return {"r": _vector(n, lambda i: n + 1.0 - i)}


@_initializer("fdtd-2d")
def _fdtd_2d(tmax: int, nx: int, ny: int) -> Values:
    return {
        "ex": _grid(nx, ny, lambda i, j: i * (j + 1) / nx),
        "ey": _grid(nx, ny, lambda i, j: i * (j + 2) / ny),
        "hz": _grid(nx, ny, lambda i, j: i * (j + 3) / nx),
        "fict": _vector(tmax, lambda i: i),
    }


@_initializer("floyd-warshall")
def _floyd_warshall(n: int) -> Values:
    def path(i: Any, j: Any) -> Any:
        far = ((i + j) % 13 == 0) | ((i + j) % 7 == 0) | ((i + j) % 11 == 0)
        return np.where(far, 999, i * j % 7 + 1)

    return {"path": _grid(n, n, path)}


@_initializer("gemm")
def _gemm(ni: int, nj: int, nk: int) -> Values:
    return {
        "C": _grid(ni, nj, lambda i, j: (i * j + 1) % ni / ni),
        "A": _grid(ni, nk, lambda i, j: i * (j + 1) % nk / nk),
        "B": _grid(nk, nj, lambda i, j: i * (j + 2) % nj / nj),
    }


@_initializer("gemver")
def _gemver(n: int) -> Values:
    return {
        "A": _grid(n, n, lambda i, j: i * j % n / n),
        "u1": _vector(n, lambda i: i),
        "u2": _vector(n, lambda i: (i + 1) / n / 2.0),
        "v1": _vector(n, lambda i: (i + 1) / n / 4.0),
        "v2": _vector(n, lambda i: (i + 1) / n / 6.0),
        "y": _vector(n, lambda i: (i + 1) / n / 8.0),
        "z": _vector(n, lambda i: (i + 1) / n / 9.0),
    }


@_initializer("gesummv")
def _gesummv(n: int) -> Values:
    return {
        "A": _grid(n, n, lambda i, j: (i * j + 1) % n / n),
        "B": _grid(n, n, lambda i, j: (i * j + 2) % n / n),
        "x": _vector(n, lambda i: i % n / n),
    }


@_initializer("gramschmidt")
def _gramschmidt(m: int, n: int) -> Values:
    return {"A": _grid(m, n, lambda i, j: i * j % m / m * 100 + 10)}


@_initializer("heat-3d")
def _heat_3d(tsteps: int, n: int) -> Values:
    i, j, k = np.ogrid[:n, :n, :n]
    cube = (i + j + (n - k)) * 10 / n
    return {"A": cube, "B": cube.copy()}


@_initializer("jacobi-1d")
def _jacobi_1d(tsteps: int, n: int) -> Values:
    return {"A": _vector(n, lambda i: (i + 2) / n), "B": _vector(n, lambda i: (i + 3) / n)}


@_initializer("jacobi-2d")
def _jacobi_2d(tsteps: int, n: int) -> Values:
    return {
        "A": _grid(n, n, lambda i, j: (i * (j + 2) + 2) / n),
        "B": _grid(n, n, lambda i, j: (i * (j + 3) + 3) / n),
    }


@_initializer("ludcmp")
def _ludcmp(n: int) -> Values:
    return _positive_definite(n) | {"b": _vector(n, lambda i: (i + 1) / n / 2.0 + 4.0)}


@_initializer("mvt")
def _mvt(n: int) -> Values:
    return {
        "x1": _vector(n, lambda i: i % n / n),
        "x2": _vector(n, lambda i: (i + 1) % n / n),
        "y_1": _vector(n, lambda i: (i + 3) % n / n),
        "y_2": _vector(n, lambda i: (i + 4) % n / n),
        "A": _grid(n, n, lambda i, j: i * j % n / n),
    }


@_initializer("nussinov")
def _nussinov(n: int) -> Values:
    return {"seq": (np.arange(n) + 1) % 4}


@_initializer("seidel-2d")
def _seidel_2d(tsteps: int, n: int) -> Values:
    return {"A": _grid(n, n, lambda i, j: (i * (j + 2) + 2) / n)}


@_initializer("adi")
def _adi(tsteps: int, n: int) -> Values:
    return {"u": _grid(n, n, lambda i, j: (i + n - j) / n)}


@_initializer("symm")
def _symm(m: int, n: int) -> Values:
    return {
        "C": _grid(m, n, lambda i, j: (i + j) % 100 / m),
        "A": _grid(m, m, lambda i, j: np.where(j <= i, (i + j) % 100 / m, -999.0)),
        "B": _grid(m, n, lambda i, j: (n + i - j) % 100 / m),
    }


@_initializer("syr2k")
def _syr2k(m: int, n: int) -> Values:
    return {
        "C": _grid(n, n, lambda i, j: (i * j + 3) % n / m),
        "A": _grid(n, m, lambda i, j: (i * j + 1) % n / n),
        "B": _grid(n, m, lambda i, j: (i * j + 2) % m / m),
    }


@_initializer("syrk")
def _syrk(m: int, n: int) -> Values:
    return {
        "C": _grid(n, n, lambda i, j: (i * j + 2) % m / m),
        "A": _grid(n, m, lambda i, j: (i * j + 1) % n / n),
    }


@_initializer("trisolv")
def _trisolv(n: int) -> Values:
    return {
        "L": _grid(n, n, lambda i, j: np.where(j <= i, (i + n - j + 1) * 2 / n, 0.0)),
        "x": np.full(n, -999.0),
        "b": _vector(n, lambda i: i),
    }


@_initializer("trmm")
def _trmm(m: int, n: int) -> Values:
    return {
        "A": _grid(m, m, lambda i, j: np.where(j < i, (i + j) % m / m, np.where(i == j, 1.0, 0.0))),
        "B": _grid(m, n, lambda i, j: (n + (i - j)) % n / n),
    }


def _random_positive_definite(values: Values) -> Values:
    a = values["A"]
    return {"A": a @ a.T + 3.0 * len(a) * np.eye(len(a))}


def _random_triangle(values: Values) -> Values:
    lower = values["L"]
    return {"L": lower / len(lower) + 2.0 * np.eye(len(lower))}


def _random_toeplitz(values: Values) -> Values:
    return {"r": values["r"] / (4.0 * len(values["r"]))}


# Kernels that divide need matrices for which they are stable; a distance is positive.
_RANDOM: dict[str, Callable[[Values], Values]] = {
    **dict.fromkeys(["cholesky", "lu", "ludcmp"], _random_positive_definite),
    "trisolv": _random_triangle,
    "durbin": _random_toeplitz,
    "floyd-warshall": lambda values: {"path": np.abs(values["path"])},
}
