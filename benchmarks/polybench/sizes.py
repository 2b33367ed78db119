"""The five data sets of PolyBench 4.2: the sizes of every kernel, by the names of its parameters."""

from __future__ import annotations

DATASETS = ("MINI", "SMALL", "MEDIUM", "LARGE", "EXTRALARGE")

_TABLE = {
    "ni nj nk": {"gemm": ["20 25 30", "60 70 80", "200 220 240", "1000 1100 1200", "2000 2300 2600"]},
    "ni nj nk nl": {
        "2mm": ["16 18 22 24", "40 50 70 80", "180 190 210 220", "800 900 1100 1200", "1600 1800 2200 2400"]
    },
    "ni nj nk nl nm": {
        "3mm": [
            "16 18 20 22 24",
            "40 50 60 70 80",
            "180 190 200 210 220",
            "800 900 1000 1100 1200",
            "1600 1800 2000 2200 2400",
        ]
    },
    "m n": {
        **dict.fromkeys(["correlation", "covariance"], ["28 32", "80 100", "240 260", "1200 1400", "2600 3000"]),
        **dict.fromkeys(["atax", "bicg"], ["38 42", "116 124", "390 410", "1900 2100", "1800 2200"]),
        **dict.fromkeys(
            ["symm", "syr2k", "syrk", "trmm", "gramschmidt"],
            ["20 30", "60 80", "200 240", "1000 1200", "2000 2600"],
        ),
    },
    "nq nr n_p": {"doitgen": ["8 10 12", "20 25 30", "40 50 60", "140 150 160", "220 250 270"]},
    "n": {
        **dict.fromkeys(
            ["gemver", "mvt", "cholesky", "durbin", "lu", "ludcmp", "trisolv"],
            ["40", "120", "400", "2000", "4000"],
        ),
        "gesummv": ["30", "90", "250", "1300", "2800"],
        "floyd-warshall": ["60", "180", "500", "2800", "5600"],
        "nussinov": ["60", "180", "500", "2500", "5500"],
    },
    "w h": {"deriche": ["64 64", "192 128", "720 480", "4096 2160", "7680 4320"]},
    "tsteps n": {
        "adi": ["20 20", "40 60", "100 200", "500 1000", "1000 2000"],
        "heat-3d": ["20 10", "40 20", "100 40", "500 120", "1000 200"],
        "jacobi-1d": ["20 30", "40 120", "100 400", "500 2000", "1000 4000"],
        "jacobi-2d": ["20 30", "40 90", "100 250", "500 1300", "1000 2800"],
        "seidel-2d": ["20 40", "40 120", "100 400", "500 2000", "1000 4000"],
    },
    "tmax nx ny": {"fdtd-2d": ["20 20 30", "40 60 80", "100 200 240", "500 1000 1200", "1000 2000 2600"]},
}

# SIZES["gemm"]["MINI"] is {"ni": 20, "nj": 25, "nk": 30}.
SIZES = {
    kernel: {
        dataset: dict(zip(names.split(), map(int, numbers.split()), strict=True))
        for dataset, numbers in zip(DATASETS, columns, strict=True)
    }
    for names, kernels in _TABLE.items()
    for kernel, columns in kernels.items()
}
