"""A function is asked for its signature, name and documentation."""

import inspect

import numpy as np

ARGUMENTS = "n a:n"


def work(n: int, x: np.ndarray, *, s: float = 2.0):
    """Twice."""
    for i in range(n):
        x[i] = x[i] * s


def kernel(n: int, a: np.ndarray):
    work(n, a)
    code = work.__code__
    return str(inspect.signature(work)), work.__name__, work.__doc__, code.co_varnames[: code.co_argcount], work.__kwdefaults__
