"""The part of `cupy.linalg` that the compiler knows."""

from __future__ import annotations

import numpy as _np

from ._array import launch, refuse_host, unwrap, wrap


def norm(x, ord=None, axis=None, keepdims=False):
    """The norm of a vector or matrix."""
    refuse_host("norm", (x,))
    launch()
    return wrap(_np.asarray(_np.linalg.norm(unwrap(x), ord, axis, keepdims)))


def det(a):
    """The determinant."""
    refuse_host("det", (a,))
    launch()
    return wrap(_np.asarray(_np.linalg.det(unwrap(a))))
