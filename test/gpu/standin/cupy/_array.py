"""The array class: a host array that nobody outside can reach by accident."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np

from . import cuda

counts = SimpleNamespace(uploads=0, downloads=0, numbers=0, launches=0, uploaded_bytes=0, downloaded_bytes=0)
limits = SimpleNamespace(memory=None, broken=False, devices=1)

SUPPORTED = "?bhilqBHILQefdFD"


def reset() -> None:
    """Sets all counts to zero and all limits to what a working device has."""
    for name in vars(counts):
        setattr(counts, name, 0)
    limits.memory, limits.broken, limits.devices = None, False, 1


def launch() -> None:
    """A kernel is started."""
    if limits.broken:
        raise cuda.CUDARuntimeError("cudaErrorLaunchFailure: unspecified launch failure")
    counts.launches += 1


def check_memory(bytes_: int) -> None:
    """Refuses arrays that are larger than the device."""
    if limits.memory is not None and bytes_ > limits.memory:
        raise cuda.OutOfMemoryError(f"Out of memory allocating {bytes_} bytes")


def check_dtype(dtype: np.dtype) -> None:
    """Refuses types of elements that the device has not."""
    if dtype.char not in SUPPORTED:
        raise ValueError(f"Unsupported dtype {dtype}")
    if not dtype.isnative:
        raise ValueError("Unsupported byte order: only native arrays are supported")


def refuse_host(function: str, arguments) -> None:
    """CuPy's functions take no host arrays."""
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            raise TypeError(f"Unsupported type {type(argument)} in a call of {function}")
        if isinstance(argument, (list, tuple)):
            refuse_host(function, argument)


def unwrap(value):
    """The host array behind an array; tuples and lists of them too."""
    if isinstance(value, ndarray):
        return value._memory
    if isinstance(value, (list, tuple)):
        return type(value)(unwrap(item) for item in value)
    return value


def wrap(value):
    """What NumPy has computed as it would be on the device: arrays, also without axes."""
    if isinstance(value, (np.ndarray, np.generic)):
        memory = np.asarray(value)
        check_memory(memory.nbytes)
        return ndarray._of(memory)
    if isinstance(value, (list, tuple)):
        return type(value)(wrap(item) for item in value)
    return value


def _layout(memory) -> tuple:
    array = np.asarray(memory)
    return array.__array_interface__["data"], array.shape, array.strides


class ndarray:
    """An array on the device."""

    __hash__ = None
    __array_priority__ = 100

    def __init__(self, shape, dtype=float):
        check_memory(int(np.prod(shape)) * np.dtype(dtype).itemsize)
        self._memory = np.empty(shape, dtype)
        # What nobody has written is read by mistake: make that show.
        if self._memory.dtype.kind in "fc":
            self._memory.fill(np.nan)

    @classmethod
    def _of(cls, memory: np.ndarray) -> "ndarray":
        made = object.__new__(cls)
        made._memory = memory
        return made

    # -- no way back to the host but these ----------------------------------------------------------------

    def __array__(self, *_arguments, **_keywords):
        raise TypeError(
            "Implicit conversion to a NumPy array is not allowed. "
            "Please use `.get()` to construct a NumPy array explicitly."
        )

    def get(self, stream=None, order="C", out=None, blocking=True):
        """A host array with the same elements."""
        if limits.broken:
            raise cuda.CUDARuntimeError("cudaErrorLaunchFailure: unspecified launch failure")
        if self.ndim:
            counts.downloads += 1
        else:
            counts.numbers += 1
        counts.downloaded_bytes += self._memory.nbytes
        if out is None:
            return np.array(self._memory, order=order)
        if not isinstance(out, np.ndarray) or out.dtype != self.dtype or out.shape != self.shape:
            raise TypeError("out must be a host array of the same type and shape")
        if not (out.flags.c_contiguous or out.flags.f_contiguous):
            raise RuntimeError("`out` cannot be specified when it is not contiguous")
        np.copyto(out, self._memory)
        return out

    def item(self):
        """The element of an array of one element, as a Python number."""
        return self.get().item()

    def tolist(self):
        """The elements as Python lists."""
        return self.get().tolist()

    def __bool__(self):
        return bool(self.get())

    def __float__(self):
        return float(self.get())

    def __int__(self):
        return int(self.get())

    def __complex__(self):
        return complex(self.get())

    def __index__(self):
        return self.get().__index__()

    def __len__(self):
        return len(self._memory)

    def __iter__(self):
        if self.ndim == 0:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(len(self)))

    def __repr__(self):
        return repr(self._memory)

    # -- attributes ---------------------------------------------------------------------------------------

    shape = property(lambda self: self._memory.shape)
    ndim = property(lambda self: self._memory.ndim)
    data = property(lambda self: SimpleNamespace(ptr=self._memory.__array_interface__["data"][0]))
    size = property(lambda self: self._memory.size)
    dtype = property(lambda self: self._memory.dtype)
    itemsize = property(lambda self: self._memory.itemsize)
    nbytes = property(lambda self: self._memory.nbytes)
    strides = property(lambda self: self._memory.strides)
    T = property(lambda self: ndarray._of(self._memory.T))
    real = property(lambda self: ndarray._of(self._memory.real), lambda self, value: self.real.__setitem__(..., value))
    imag = property(lambda self: ndarray._of(self._memory.imag), lambda self, value: self.imag.__setitem__(..., value))

    @property
    def flags(self):
        """CuPy's flags: no `writeable`, as every array may be written."""
        flags = self._memory.flags
        return SimpleNamespace(
            c_contiguous=flags.c_contiguous,
            f_contiguous=flags.f_contiguous,
            owndata=flags.owndata,
            fnc=flags.fnc,
            forc=flags.forc,
        )

    # -- subscripts ---------------------------------------------------------------------------------------

    def _index(self, key):
        items = key if isinstance(key, tuple) else (key,)
        refuse_host("subscript", items)
        plain, axis = [], 0
        for item in items:
            item = unwrap(item)
            if isinstance(item, list):
                raise TypeError("subscripts by lists are not supported")
            if isinstance(item, np.ndarray) and item.dtype.kind in "iu" and item.ndim:
                # Out of range is no error on the device: it wraps around.
                item = np.mod(item, self.shape[axis])
            if item is not None and item is not Ellipsis:
                axis += item.ndim if isinstance(item, np.ndarray) and item.dtype == bool else 1
            plain.append(item)
        return tuple(plain), any(isinstance(item, np.ndarray) for item in plain)

    def __getitem__(self, key):
        plain, gathers = self._index(key)
        if gathers:
            launch()
        elif all(isinstance(item, (int, np.integer)) for item in plain) and len(plain) == self.ndim:
            # An element is a view without axes.
            plain += (Ellipsis,)
        return wrap(self._memory[plain])

    def __setitem__(self, key, value):
        plain, _ = self._index(key)
        if isinstance(value, np.ndarray) and value.ndim:
            raise TypeError(f"Unsupported type {type(value)}: a host array cannot be assigned to a part of a device array")
        if isinstance(value, (list, tuple)):
            raise TypeError("a list cannot be assigned to a part of a device array")
        if isinstance(value, ndarray) and _layout(value._memory) == _layout(self._memory[plain]):
            return  # What `+=` has computed in place.
        launch()
        self._memory[plain] = unwrap(value)

    def set(self, array, stream=None):
        """Overwrites the array by a host array of the same type and shape."""
        if not isinstance(array, np.ndarray):
            raise TypeError("Only numpy.ndarray can be set to cupy.ndarray")
        if array.dtype != self.dtype:
            raise TypeError(f"{self.dtype} array cannot be set to {array.dtype}")
        if array.shape != self.shape:
            raise ValueError(f"Shape mismatch. Old shape: {self.shape}, new shape: {array.shape}")
        count_upload(array)
        self._memory[...] = array

    # -- other libraries' calls ---------------------------------------------------------------------------

    def __array_ufunc__(self, ufunc, method, *inputs, **keywords):
        function = getattr(sys.modules["cupy"], ufunc.__name__, None)
        if method != "__call__" or function is None:
            return NotImplemented
        return function(*inputs, **keywords)

    def __array_function__(self, function, types, arguments, keywords):
        module = sys.modules["cupy"]
        for part in function.__module__.split(".")[1:]:
            module = getattr(module, part, module)
        own = getattr(module, function.__name__, None)
        return NotImplemented if own is None else own(*arguments, **keywords)

    # -- methods ------------------------------------------------------------------------------------------

    def copy(self, order="C"):
        """A copy on the device."""
        launch()
        return wrap(self._memory.copy(order))

    def fill(self, value):
        """Sets every element."""
        launch()
        self._memory.fill(unwrap(value))

    def astype(self, dtype, order="K", casting=None, subok=None, copy=True):
        """The array with another type of elements."""
        check_dtype(np.dtype(dtype))
        launch()
        return wrap(self._memory.astype(dtype, order, copy=copy))

    def reshape(self, *shape, order="C"):
        """The same elements with other axes, a view where that is possible."""
        return ndarray._of(self._memory.reshape(*shape, order=order))

    def transpose(self, *axes):
        """The array with its axes in another order."""
        return ndarray._of(self._memory.transpose(*axes))

    def ravel(self, order="C"):
        """The elements along one axis."""
        return ndarray._of(self._memory.ravel(order))

    def flatten(self, order="C"):
        """A copy of the elements along one axis."""
        launch()
        return wrap(self._memory.flatten(order))

    def squeeze(self, axis=None):
        """The array without axes of one element."""
        return ndarray._of(self._memory.squeeze(axis))

    def swapaxes(self, a, b):
        """The array with two axes exchanged."""
        return ndarray._of(self._memory.swapaxes(a, b))

    def diagonal(self, offset=0, axis1=0, axis2=1):
        """The diagonal, a view."""
        return ndarray._of(np.lib.stride_tricks.as_strided(d := self._memory.diagonal(offset, axis1, axis2), d.shape, d.strides))


def _binary(name: str, reflected: bool = False):
    def operator(self, other):
        function = getattr(sys.modules["cupy"], name)
        if isinstance(other, np.ndarray) and other.ndim:
            raise TypeError(f"Unsupported type {type(other)}")
        return function(other, self) if reflected else function(self, other)

    return operator


def _in_place(name: str):
    def operator(self, other):
        return getattr(sys.modules["cupy"], name)(self, other, out=self)

    return operator


def _unary(name: str):
    return lambda self: getattr(sys.modules["cupy"], name)(self)


OPERATORS = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "pow": "power",
    "matmul": "matmul",
    "and": "bitwise_and",
    "or": "bitwise_or",
    "xor": "bitwise_xor",
    "lshift": "left_shift",
    "rshift": "right_shift",
}
for _short, _name in OPERATORS.items():
    setattr(ndarray, f"__{_short}__", _binary(_name))
    setattr(ndarray, f"__r{_short}__", _binary(_name, reflected=True))
    setattr(ndarray, f"__i{_short}__", _in_place(_name))
for _short, _name in {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "eq": "equal",
    "ne": "not_equal",
}.items():
    setattr(ndarray, f"__{_short}__", _binary(_name))
for _short, _name in {"neg": "negative", "invert": "invert", "abs": "absolute", "pos": "positive"}.items():
    setattr(ndarray, f"__{_short}__", _unary(_name))


def count_upload(array: np.ndarray) -> None:
    """Notes that a host array goes to the device."""
    if limits.broken:
        raise cuda.CUDARuntimeError("cudaErrorLaunchFailure: unspecified launch failure")
    check_dtype(array.dtype)
    check_memory(array.nbytes)
    counts.uploads += 1
    counts.uploaded_bytes += array.nbytes


def array(obj, dtype=None, copy=True, order="K", subok=False, ndmin=0):
    """A new array on the device."""
    if isinstance(obj, ndarray):
        launch()
        return ndarray._of(np.array(obj._memory, dtype=dtype, order=order, ndmin=ndmin))
    if isinstance(obj, (list, tuple)) and any(isinstance(item, ndarray) for item in obj):
        launch()
        return ndarray._of(np.array(unwrap(obj), dtype=dtype, ndmin=ndmin))
    host = np.array(obj, dtype=dtype, ndmin=ndmin)
    count_upload(host)
    return ndarray._of(host)


def asarray(a, dtype=None, order=None):
    """The array itself if it is on the device, else a copy there."""
    if isinstance(a, ndarray) and dtype in (None, a.dtype):
        return a
    return array(a, dtype=dtype)


def asnumpy(a, stream=None, order="C", out=None, blocking=True):
    """A host array with the same elements."""
    return a.get(order=order, out=out) if isinstance(a, ndarray) else np.asarray(a)


def may_share_memory(a, b, max_work=None):
    """Whether the bounds of two arrays' memory overlap."""
    return np.may_share_memory(unwrap(a), unwrap(b))


def shares_memory(a, b, max_work=None):
    """Whether two arrays have an element in common."""
    return np.shares_memory(unwrap(a), unwrap(b))
