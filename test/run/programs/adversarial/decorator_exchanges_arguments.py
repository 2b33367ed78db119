"""A decorator gives the kernel its arguments in another order."""

import functools

import numpy as np

ARGUMENTS = "n a:n b:n"


def exchanged(function):
    @functools.wraps(function)
    def call(n, a, b):
        return function(n, b, a)

    return call


@exchanged
def kernel(n: int, a: np.ndarray, b: np.ndarray):
    for i in range(n):
        a[i] = a[i] + 2.0 * b[i]
