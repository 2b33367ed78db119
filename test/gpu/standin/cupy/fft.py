"""The part of `cupy.fft` that the compiler knows: no `out=`, and single precision stays single."""

from __future__ import annotations

import numpy as _np

from ._array import launch, ndarray, refuse_host, unwrap, wrap

# What of an array's type is computed in complex numbers of single precision.
_SINGLE = "efF"


def _transform(name: str):
    own = getattr(_np.fft, name)

    def function(a, n=None, axis=-1, norm=None):
        refuse_host(name, (a,))
        if not isinstance(a, ndarray):
            raise TypeError(f"Unsupported type {type(a)} in a call of {name}")
        launch()
        made = own(unwrap(a), n, axis, norm)
        if name == "irfft" and _np.iscomplexobj(unwrap(a)) and unwrap(a).take(0, axis).imag.any():
            # What belongs to no real signal gives anything.
            made[...] = _np.nan
        if a.dtype.char in _SINGLE:
            made = made.astype(_np.float32 if made.dtype.kind == "f" else _np.complex64)
        return wrap(made)

    function.__name__ = name
    return function


def _transform_2d(name: str):
    own = getattr(_np.fft, name)

    def function(a, s=None, axes=(-2, -1), norm=None):
        refuse_host(name, (a,))
        if not isinstance(a, ndarray):
            raise TypeError(f"Unsupported type {type(a)} in a call of {name}")
        launch()
        made = own(unwrap(a), s, axes, norm)
        return wrap(made.astype(_np.complex64) if a.dtype.char in _SINGLE else made)

    function.__name__ = name
    return function


def _shift(name: str):
    own = getattr(_np.fft, name)

    def function(x, axes=None):
        refuse_host(name, (x,))
        if not isinstance(x, ndarray):
            raise TypeError(f"Unsupported type {type(x)} in a call of {name}")
        launch()
        return wrap(own(unwrap(x), axes))

    function.__name__ = name
    return function


def _frequencies(name: str):
    own = getattr(_np.fft, name)

    def function(n, d=1.0):
        refuse_host(name, (n, d))
        launch()
        return wrap(own(n, d))

    function.__name__ = name
    return function


fft, ifft, rfft, irfft = (_transform(name) for name in ("fft", "ifft", "rfft", "irfft"))
fft2, ifft2 = (_transform_2d(name) for name in ("fft2", "ifft2"))
fftshift, ifftshift = (_shift(name) for name in ("fftshift", "ifftshift"))
fftfreq, rfftfreq = (_frequencies(name) for name in ("fftfreq", "rfftfreq"))
