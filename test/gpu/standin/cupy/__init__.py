"""A strict stand-in for CuPy: the same interface over NumPy, for machines without a GPU.

It behaves as CuPy where emitted code could notice, and where CuPy and NumPy differ it does as CuPy does:

- host arrays are no arguments of its functions, and its arrays never turn into host arrays by themselves;
- reductions to one number give arrays without axes, and so does reading an element;
- subscripts with index arrays wrap around instead of raising, and assigned host arrays are refused;
- keywords that CuPy lacks (`where=` of ufuncs, `initial=`, `out=` of most functions) are errors;
- arrays in the other byte order, of objects or of strings are refused.

`counts` says what a GPU would have been asked to do: transfers of arrays each way, numbers that were
waited for, bytes, and kernels launched.
`limits.memory` is the size of its memory, `limits.broken` makes the driver fail.
"""

from __future__ import annotations

import numpy as _np

from . import _functions, cuda, fft, linalg  # noqa: F401
from ._array import (  # noqa: F401
    array,
    asarray,
    asnumpy,
    counts,
    limits,
    may_share_memory,
    ndarray,
    reset,
    shares_memory,
    unwrap,
)
from ._kernel import ElementwiseKernel  # noqa: F401

__version__ = "13.0.0+standin"

newaxis = None
pi, e, inf, nan = _np.pi, _np.e, _np.inf, _np.nan
for _name in (
    "bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128 dtype"
).split():
    globals()[_name] = getattr(_np, _name)
for _name, _function in _functions.all_functions().items():
    globals()[_name] = _function

__all__ = [name for name in globals() if not name.startswith("_")]


def get_array_module(*arrays):
    """This module if any argument is one of its arrays, else NumPy."""
    import sys

    return sys.modules[__name__] if any(isinstance(a, ndarray) for a in arrays) else _np

