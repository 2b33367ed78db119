"""The module has functions with the names of emitted helpers."""

import numpy as np

ARGUMENTS = "n a:n"


def _separate_lists(*a):
    return False


def _float_array(*a):
    return None


def kernel(n: int, a: list):
    for i in range(n):
        a[i] = a[i] * 2.0
    _separate_lists()
