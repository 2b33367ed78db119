"""The arguments of the programs that are no PolyBench: their order, shapes and contents, and five sizes of each.

A line of TABLE is a program: its parameters, then its sizes from the smallest data set to the largest. `a:n,m` is
an array with numbers of both signs; `a:n@kind` one of another kind (see KINDS); `x=0.5` is a number; what stands
alone is a size. Programs whose arrays depend on each other have a function in SPECIAL.
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

Values = dict[str, Any]

TABLE = {
    "box_blur": ("image:h,w passes", "h 12 60 250 1000 2000, w 14 70 300 1200 2400, passes 2 3 5 5 5"),
    "sobel": ("image:h,w", "h 12 60 250 1000 2000, w 14 70 300 1200 2400"),
    "unsharp_mask": ("image:h,w@unit amount=0.7", "h 12 60 250 1000 2000, w 14 70 300 1200 2400"),
    "convolve2d": ("image:h,w weights:k,k out:h-k+1,w-k+1", "h 10 40 120 500 1000, w 12 50 150 600 1200, k 3 3 5 5 7"),
    "convolution_layer": (
        "images:n,h,h,c weights:k,k,c,d bias:d",
        "n 2 3 4 8 8, h 7 12 24 48 96, c 2 3 3 3 8, d 3 4 16 16 16, k 3 3 3 5 5",
    ),
    "distances": ("a:n,d b:m,d", "n 9 40 200 1000 2000, m 7 30 150 900 1800, d 3 3 8 16 32"),
    "distance_loops": ("points:n,d result:n,n", "n 9 40 150 600 1200, d 3 3 8 16 32"),
    "cosine_similarity": ("x:n,d out:n,n", "n 9 40 150 600 1200, d 5 10 30 64 128"),
    "softmax": ("x:n,m", "n 8 50 300 2000 4000, m 10 60 400 2000 4000"),
    "perceptron": (
        "x:s,a w1:a,b b1:b w2:b,c b2:c w3:c,d b3:d",
        "s 4 10 64 500 1000, a 6 20 100 784 784, b 7 30 80 500 1000, c 5 20 60 300 500, d 3 5 10 10 10",
    ),
    "dense_sample_by_sample": (
        "x:s,a target:s,b weights:a,b gradient:a,b",
        "s 6 40 200 1000 2000, a 5 20 60 200 400, b 4 10 30 100 200",
    ),
    "layer_norm": ("x:n,m gamma:m beta:m", "n 8 50 300 2000 4000, m 10 60 400 1500 3000"),
    "attention": (
        "queries:g,n,d keys:g,n,d values:g,n,e out:g,n,e",
        "g 2 3 4 8 8, n 7 20 80 300 600, d 4 8 16 64 64, e 5 8 16 64 64",
    ),
    "n_body": ("position:n,3 velocity:n,3 mass:n@positive dt=0.01 steps", "n 8 25 100 500 1000, steps 3 10 20 20 20"),
    "n_body_rows": ("position:n,3 mass:n@positive force:n,3", "n 8 40 200 1000 3000"),
    "mandelbrot": ("re:w@wide im:h@wide limit", "w 9 30 120 500 1000, h 8 25 100 400 800, limit 10 20 40 80 100"),
    "histogram": ("x:n weights:n bins low=-1.5 high=1.75", "n 50 500 5000 200000 1000000, bins 5 10 30 100 100"),
    "sparse_matvec": ("indptr indices values x:m y:n", "n 10 60 400 3000 30000, m 9 50 350 2500 25000"),
    "sparse_matvec_rows": ("indptr indices values x:m", "n 10 60 400 3000 30000, m 9 50 350 2500 25000"),
    "horizontal_diffusion": (
        "field:i+4,j+4,k coefficient:i,j,k out:i,j,k",
        "i 6 16 32 96 192, j 5 16 32 96 192, k 4 10 40 64 120",
    ),
    "vertical_advection": (
        "wind:i,j,k field:i,j,k tendency:i,j,k dt=0.1",
        "i 5 16 32 96 192, j 4 16 32 96 192, k 6 10 40 64 120",
    ),
    "moving_average": ("x:n window", "n 30 300 3000 50000 500000, window 4 9 25 100 100"),
    "exponential_average": ("x:n alpha=0.2", "n 30 300 3000 50000 500000"),
    "k_means": ("points:n,d centres:k,d steps", "n 30 100 600 5000 20000, d 2 3 4 8 8, k 3 4 6 10 10, steps 2 4 6 8 8"),
    "game_of_life": (
        "board:h,w@bit generations",
        "h 10 40 120 500 1000, w 12 50 140 600 1200, generations 4 8 16 20 20",
    ),
    "laplace": ("u:h,w tolerance=1e-3 limit", "h 10 30 100 400 800, w 12 36 120 500 1000, limit 12 40 100 100 100"),
    "conjugate_gradients": ("a:n,n@definite b:n x:n tolerance=1e-8 limit", "n 9 40 150 1000 2000, limit 6 20 40 40 40"),
    "power_iteration": ("a:n,n@definite v:n", "n 9 40 150 1000 2000"),
    "black_scholes": (
        "price:n@positive strike:n@positive years:n@positive rate=0.03 volatility=0.2",
        "n 20 200 5000 200000 1000000",
    ),
    "great_circle": ("lat1:n lon1:n lat2:n lon2:n", "n 20 200 5000 200000 1000000"),
    "scatter_matrix": ("samples:n,m", "n 12 50 200 1000 2000, m 6 20 80 300 600"),
    "autocorrelation": ("x:n lags", "n 30 200 2000 20000 100000, lags 8 30 200 1000 2000"),
    "polynomial": ("coefficients:d x:n", "d 4 6 10 16 16, n 20 200 5000 200000 1000000"),
    "gauss_elimination": ("a:n,n@definite b:n", "n 8 25 80 300 600"),
    "radial_kernel": ("x:n,d y:m,d gamma=0.3", "n 8 25 80 300 600, m 7 20 70 250 500, d 3 5 8 16 32"),
    "channel_flow": (
        "u:h,w v:h,w p:h,w dt=0.0001 nu=0.05 steps",
        "h 8 20 60 200 400, w 9 24 70 240 480, steps 3 5 10 20 20",
    ),
    "downsample": ("image:h,w", "h 13 60 250 1000 2000, w 14 71 300 1200 2400"),
    "wave_2d": (
        "before:h,w now:h,w courant=0.2 steps",
        "h 10 30 120 500 1000, w 12 36 140 600 1200, steps 3 6 20 20 20",
    ),
    "standardize": ("x:n,columns columns", "n 12 60 300 2000 4000, columns 5 20 100 600 1200"),
    "beamform": (
        "steering:d,a@complex signals:a,s@complex power:d",
        "d 6 20 60 200 400, a 5 10 20 40 80, s 9 30 120 1000 4000",
    ),
    "matrix_power_sum": ("a:n,n power:n,n total:n,n terms", "n 6 15 50 120 200, terms 3 4 4 4 4"),
    "list_blur": ("image:h,w out:h,w", "h 9 30 100 400 800, w 10 36 120 500 1000"),
    "list_life": (
        "board:h,w@bit after:h,w@bit generations",
        "h 9 30 80 200 400, w 10 36 90 240 480, generations 2 4 6 6 6",
    ),
    "list_mandelbrot": ("re:w@wide im:h@wide limit", "w 9 30 80 200 400, h 8 25 70 160 320, limit 10 20 40 80 80"),
    "list_n_body": ("position:n,3 velocity:n,3 mass:n@positive dt=0.01 steps", "n 6 15 40 120 240, steps 2 3 5 5 5"),
    "list_distances": ("points:n,d result:n,n", "n 8 25 80 250 500, d 3 5 8 16 32"),
    "list_moving_average": ("x:n out:n window", "n 20 200 2000 20000 200000, window 4 9 25 50 50"),
    "list_layer": ("x:s,a weights:a,b bias:b out:s,b", "s 5 15 50 200 400, a 6 20 60 150 300, b 4 10 30 80 160"),
}


def _both_signs(rng: np.random.Generator, shape: list[int]) -> np.ndarray:
    return rng.uniform(0.5, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


def _definite(rng: np.random.Generator, shape: list[int]) -> np.ndarray:
    a = rng.standard_normal(shape)
    return a @ a.T / len(a) + np.eye(len(a))


KINDS: dict[str, Callable[[np.random.Generator, list[int]], np.ndarray]] = {
    "": _both_signs,
    "positive": lambda rng, shape: rng.uniform(0.5, 2.0, shape),
    "unit": lambda rng, shape: rng.uniform(0.0, 1.0, shape),
    "wide": lambda rng, shape: np.sort(rng.uniform(-2.0, 1.0, shape)),
    "bit": lambda rng, shape: rng.integers(0, 2, shape),
    "definite": _definite,
    "complex": lambda rng, shape: rng.standard_normal(shape) + 1j * rng.standard_normal(shape),
}


def _sparse(rng: np.random.Generator, n: int, m: int) -> Values:
    """A matrix in compressed rows, one of them empty."""
    counts = rng.integers(1, max(2, min(m, 40)), n)
    counts[n // 2] = 0
    indices = np.concatenate([rng.choice(m, count, replace=False) for count in counts]).astype(np.int64)
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return {"indptr": indptr, "indices": indices, "values": _both_signs(rng, [len(indices)])}


SPECIAL: dict[str, Callable[..., Values]] = {"sparse_matvec": _sparse, "sparse_matvec_rows": _sparse}


def parameters(program: str) -> tuple[str, ...]:
    """The names of a program's parameters, in order."""
    return tuple(word.partition(":")[0].partition("=")[0] for word in TABLE[program][0].split())


def values(program: str, dataset: int, seed: int) -> Values:
    """All arguments of a program by name; `dataset` counts from the smallest, 0."""
    signature, table = TABLE[program]
    sizes = {words[0]: int(words[1 + dataset]) for words in map(str.split, table.split(","))}
    rng = np.random.default_rng(seed)
    result: Values = {}
    for word in signature.split():
        name, _, shape = word.partition(":")
        if shape:
            extents, _, kind = shape.partition("@")
            # Extents are arithmetic on sizes, such as h-k+1.
            result[name] = KINDS[kind](rng, [eval(extent, {}, dict(sizes)) for extent in extents.split(",")])
        elif "=" in name:
            name, _, number = name.partition("=")
            result[name] = float(number)
        elif name in sizes:
            result[name] = sizes[name]
    if program in SPECIAL:
        result |= SPECIAL[program](rng, **sizes)
    return result
