"""The stand-in is as strict as CuPy; with AUTOMPHC_REAL_CUPY the same statements hold of CuPy itself."""

from __future__ import annotations

import numpy as np
import pytest


def both(cupy):
    """An array on the host and on the device."""
    host = np.arange(12.0).reshape(3, 4) + 1
    return host, cupy.asarray(host)


@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "divide", "maximum", "less", "power"])
def test_ufuncs(cupy, name):
    """Same values; host arrays are refused, and so is `where`."""
    host, there = both(cupy)
    function = getattr(cupy, name)
    np.testing.assert_allclose(function(there, there * 0.5).get(), getattr(np, name)(host, host * 0.5))
    with pytest.raises(TypeError):
        function(there, host)
    with pytest.raises(TypeError):
        function(there, there, where=there > 1)


@pytest.mark.parametrize("name", ["sqrt", "exp", "sin", "negative", "absolute", "isfinite", "floor"])
def test_unary(cupy, name):
    """Same values."""
    host, there = both(cupy)
    np.testing.assert_allclose(getattr(cupy, name)(there).get(), getattr(np, name)(host))


@pytest.mark.parametrize("name", ["sum", "mean", "max", "min", "prod", "std"])
def test_reductions(cupy, name):
    """A full reduction is an array without axes on the device; `initial` and `where` are unknown."""
    host, there = both(cupy)
    total = getattr(there, name)()
    assert type(total) is cupy.ndarray and total.ndim == 0
    np.testing.assert_allclose(total.get()[()], getattr(host, name)())
    assert type(total.get()[()]) is type(getattr(host, name)())
    np.testing.assert_allclose(getattr(there, name)(axis=0).get(), getattr(host, name)(axis=0))
    with pytest.raises(TypeError):
        getattr(cupy, name)(there, initial=1.0)


def test_no_implicit_conversion(cupy):
    """Only `.get()` leads back to the host."""
    _, there = both(cupy)
    with pytest.raises(TypeError):
        np.asarray(there)
    with pytest.raises(TypeError):
        np.zeros((3, 4))[:] = there


def test_host_arrays_are_refused(cupy):
    """In operators, subscripts and stores."""
    host, there = both(cupy)
    for operation in (lambda: there + host, lambda: cupy.dot(there, host.T), lambda: cupy.where(host > 1, there, 0.0)):
        with pytest.raises(TypeError):
            operation()


def test_elements_are_views(cupy):
    """Reading an element gives an array without axes that follows the array."""
    _, there = both(cupy)
    element = there[1, 2]
    there[1, 2] = -5.0
    assert type(element) is cupy.ndarray and float(element) == -5.0


def test_indices_wrap(cupy):
    """An index array out of range is no error."""
    _, there = both(cupy)
    assert float(there[:, 0][cupy.asarray([3])][0]) == 1.0


def test_byte_order(cupy):
    """Arrays in the other byte order are refused, and so are objects."""
    for dtype in (">f8", "O"):
        with pytest.raises((ValueError, TypeError)):
            cupy.asarray(np.zeros(3, dtype))


def test_no_writeable_flag(cupy):
    """Every array may be written, so that there is no flag."""
    _, there = both(cupy)
    assert not hasattr(there.flags, "writeable") and there.flags.c_contiguous and there.flags.forc


def test_products(cupy):
    """Same values; einsum knows no `out`."""
    host, there = both(cupy)
    np.testing.assert_allclose(cupy.dot(there, there.T).get(), host @ host.T)
    np.testing.assert_allclose((there.T @ there).get(), host.T @ host)
    np.testing.assert_allclose(cupy.einsum("ba,ba->a", there, there).get(), (host * host).sum(0))
    with pytest.raises(TypeError):
        cupy.einsum("ba,ba->a", there, there, out=cupy.zeros(4))


def test_masks(cupy):
    """`copyto` and `where` with masks on the device, `tri` with a type."""
    host, there = both(cupy)
    mask = cupy.tri(3, 4, dtype="bool", k=-1)
    np.testing.assert_array_equal(cupy.where(mask, 0.0, there).get(), np.where(np.tri(3, 4, -1, bool), 0.0, host))
    cupy.copyto(there, there * 2, where=mask)
    np.testing.assert_array_equal(there.get(), np.where(np.tri(3, 4, -1, bool), host * 2, host))


def test_diagonals(cupy):
    """Index arrays that run along a diagonal can be stored to."""
    host, there = both(cupy)
    there[cupy.arange(3), cupy.arange(3)] = 0.0
    host[np.arange(3), np.arange(3)] = 0.0
    np.testing.assert_array_equal(there.get(), host)
    np.testing.assert_array_equal(cupy.diag(there[:3, :3]).get(), np.diag(host[:3, :3]))


def test_arrays_are_the_same_object(cupy):
    """`asarray` of an array on the device is that array; overlap can be asked for through NumPy."""
    _, there = both(cupy)
    assert cupy.asarray(there) is there
    assert np.may_share_memory(there, there[1:]) and not np.may_share_memory(there, there.copy())


def test_counts(standin):
    """Each way and each launch is counted, numbers apart from arrays."""
    _, there = both(standin)
    standin.reset()
    (there + 1.0).get()
    float(there.sum())
    counts = standin.counts
    assert (counts.uploads, counts.downloads, counts.numbers, counts.launches) == (0, 1, 1, 2)


@pytest.mark.parametrize("name", ["fft", "ifft", "rfft", "fft2", "fftshift"])
def test_transforms(cupy, name):
    """Same values, of host arrays none; single precision stays single, as in NumPy 2."""
    host, there = both(cupy)
    function = getattr(cupy.fft, name)
    np.testing.assert_allclose(function(there).get(), getattr(np.fft, name)(host), atol=1e-12)
    assert function(there.astype(np.float32)).dtype.itemsize * 2 == function(there).dtype.itemsize
    with pytest.raises(TypeError):
        function(host)
