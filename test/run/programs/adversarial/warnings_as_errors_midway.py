"""Warnings are errors for a while."""

import warnings

import numpy as np

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: np.ndarray, b: np.ndarray):
    a *= 2.0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        b[:] = np.log(a - a)
    a += b
