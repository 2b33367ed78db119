"""CuPy's functions with the keywords that CuPy has, each over NumPy's function of that name."""

from __future__ import annotations

import numpy as np

from ._array import check_dtype, check_memory, launch, ndarray, refuse_host, unwrap, wrap

UFUNCS = (
    "add subtract multiply divide true_divide floor_divide remainder mod fmod power float_power negative positive "
    "absolute sign square sqrt cbrt reciprocal exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan "
    "arctan2 hypot sinh cosh tanh arcsinh arccosh arctanh maximum minimum fmax fmin floor ceil trunc rint conjugate "
    "isnan isinf isfinite signbit copysign heaviside less less_equal greater greater_equal equal not_equal logical_and "
    "logical_or logical_xor logical_not bitwise_and bitwise_or bitwise_xor invert left_shift right_shift degrees "
    "radians"
).split()

REDUCTIONS = {
    "sum": ("axis", "dtype", "out", "keepdims"),
    "prod": ("axis", "dtype", "out", "keepdims"),
    "mean": ("axis", "dtype", "out", "keepdims"),
    "std": ("axis", "dtype", "out", "ddof", "keepdims"),
    "var": ("axis", "dtype", "out", "ddof", "keepdims"),
    "max": ("axis", "out", "keepdims"),
    "min": ("axis", "out", "keepdims"),
    "amax": ("axis", "out", "keepdims"),
    "amin": ("axis", "out", "keepdims"),
    "any": ("axis", "out", "keepdims"),
    "all": ("axis", "out", "keepdims"),
    "argmax": ("axis", "dtype", "out", "keepdims"),
    "argmin": ("axis", "dtype", "out", "keepdims"),
    "ptp": ("axis", "out", "keepdims"),
    "median": ("axis", "out", "overwrite_input", "keepdims"),
    "average": ("axis", "weights", "returned", "keepdims"),
    "count_nonzero": ("axis",),
    "cumsum": ("axis", "dtype", "out"),
    "cumprod": ("axis", "dtype", "out"),
}

# Functions of arrays, with their keywords.
FUNCTIONS = {
    "dot": ("out",),
    "matmul": ("out", "casting", "dtype"),
    "inner": (),
    "outer": ("out",),
    "vdot": (),
    "kron": (),
    "tensordot": ("axes",),
    "trace": ("offset", "axis1", "axis2", "dtype", "out"),
    "where": (),
    "triu": ("k",),
    "tril": ("k",),
    "diag": ("k",),
    "roll": ("axis",),
    "repeat": ("axis",),
    "tile": (),
    "concatenate": ("axis", "out", "dtype", "casting"),
    "stack": ("axis", "out", "dtype", "casting"),
    "hstack": ("dtype", "casting"),
    "vstack": ("dtype", "casting"),
    "diff": ("n", "axis"),
    "copy": ("order",),
    "sort": ("axis",),
    "argsort": ("axis",),
    "take": ("axis", "out"),
    "cov": ("rowvar", "bias", "ddof"),
    "corrcoef": ("rowvar", "bias", "ddof", "dtype"),
    "angle": ("deg",),
    "bincount": ("weights", "minlength"),
    "diag_indices_from": (),
    "flatnonzero": (),
    "searchsorted": ("side", "sorter"),
    "tril_indices_from": ("k",),
    "triu_indices_from": ("k",),
    "trim_zeros": ("trim",),
    "unique": ("return_index", "return_inverse", "return_counts", "axis", "equal_nan"),
    "zeros_like": ("dtype", "order", "subok", "shape"),
    "ones_like": ("dtype", "order", "subok", "shape"),
    "empty_like": ("dtype", "order", "subok", "shape"),
    "full_like": ("dtype", "order", "subok", "shape"),
}

VIEWS = {
    "transpose": ("axes",),
    "swapaxes": (),
    "moveaxis": (),
    "expand_dims": ("axis",),
    "squeeze": ("axis",),
    "broadcast_to": (),
    "reshape": ("order",),
    "ravel": ("order",),
    "flip": ("axis",),
    "flipud": (),
    "fliplr": (),
    "real": (),
    "imag": (),
    "atleast_2d": (),
}

CREATION = {
    "zeros": ("dtype", "order"),
    "ones": ("dtype", "order"),
    "full": ("dtype", "order"),
    "arange": ("dtype",),
    "linspace": ("endpoint", "retstep", "dtype", "axis"),
    "eye": ("M", "k", "dtype", "order"),
    "identity": ("dtype",),
    "tri": ("M", "k", "dtype"),
    "diag_indices": ("ndim",),
    "tril_indices": ("k", "m"),
    "triu_indices": ("k", "m"),
}


def check(name: str, arguments, keywords, allowed) -> None:
    """Refuses host arrays, and keywords that CuPy lacks."""
    for keyword in keywords:
        if keyword not in allowed:
            raise TypeError(f"{name}() got an unexpected keyword argument '{keyword}'")
    refuse_host(name, [*arguments, *keywords.values()])


def plain(name: str, allowed):
    """A function that computes a new array."""
    own = getattr(np, name)

    def function(*arguments, **keywords):
        check(name, arguments, keywords, allowed)
        launch()
        target = keywords.pop("out", None)
        result = own(*unwrap(arguments), **{key: unwrap(value) for key, value in keywords.items()})
        if target is None:
            return wrap(result)
        target._memory[...] = result
        return target

    function.__name__ = name
    return function


def _quotient(a, b):
    """CuPy's quotient of complex numbers: over zero, both parts are NaN."""
    a, b = np.asarray(a), np.asarray(b)
    with np.errstate(all="ignore"):
        once = 1.0 / (abs(b.real) + abs(b.imag))
        ars, ais, brs, bis = a.real * once, a.imag * once, b.real * once, b.imag * once
        twice = 1.0 / (brs * brs + bis * bis)
        made = np.empty(np.broadcast_shapes(a.shape, b.shape), complex)
        made.real, made.imag = (ars * brs + ais * bis) * twice, (ais * brs - ars * bis) * twice
    return made


def _power(a, b):
    """CuPy's power of complex numbers, through logarithms alone."""
    with np.errstate(all="ignore"):
        return np.exp(np.log(np.asarray(a, complex)) * b)


def _refuse(*_operands):
    raise TypeError("CuPy has no such operation on complex numbers")


def _chosen(choose):
    """Of complex numbers, one of which is NaN, NaN with a zero imaginary part."""
    return lambda a, b: np.where(np.isnan(a) | np.isnan(b), np.nan, choose(a, b))


# What CuPy's kernels compute of complex numbers where that differs.
COMPLEX = {
    "divide": _quotient,
    "true_divide": _quotient,
    "reciprocal": lambda a: _quotient(1.0, a),
    "power": _power,
    "maximum": _chosen(np.maximum),
    "minimum": _chosen(np.minimum),
    **dict.fromkeys(("logical_and", "logical_or", "logical_xor", "logical_not"), _refuse),
}


def ufunc(name: str):
    """A ufunc: no `where=`, and at least one argument on the device."""
    own = getattr(np, name)

    def function(*arguments, **keywords):
        check(name, arguments, keywords, ("out", "dtype", "casting"))
        if len(arguments) > own.nin:
            *arguments, keywords["out"] = arguments
        launch()
        target = keywords.pop("out", None)
        target = target[0] if isinstance(target, tuple) else target
        if target is not None and not isinstance(target, ndarray):
            raise TypeError(f"Unsupported type {type(target)} for out")
        operands = unwrap(tuple(arguments))
        result = own(*operands, **keywords)
        if any(np.asarray(operand).dtype.kind == "c" for operand in operands):
            result = np.asarray(COMPLEX.get(name, lambda *_: result)(*operands)).astype(result.dtype)
        if target is None:
            return wrap(result)
        if not np.can_cast(result.dtype, target.dtype, "same_kind"):
            raise TypeError(f"output (typecode '{result.dtype.char}') could not be coerced to '{target.dtype.char}'")
        if np.broadcast_shapes(result.shape, target.shape) != target.shape:
            raise ValueError("the output has the wrong shape")
        target._memory[...] = result
        return target

    function.__name__ = name
    return function


def reduction(name: str, allowed):
    """A reduction; over all axes it gives an array without axes."""
    inner = plain(name, allowed)

    def function(a, *arguments, **keywords):
        if not isinstance(a, ndarray):
            raise TypeError(f"Unsupported type {type(a)} in a call of {name}")
        return inner(a, *arguments, **keywords)

    function.__name__ = name
    return function


def view(name: str, allowed):
    """A function whose result shares memory with its argument."""
    own = getattr(np, name)

    def function(a, *arguments, **keywords):
        check(name, arguments, keywords, allowed)
        if not isinstance(a, ndarray):
            raise TypeError(f"Unsupported type {type(a)} in a call of {name}")
        return wrap(own(a._memory, *arguments, **keywords))

    function.__name__ = name
    return function


def creation(name: str, allowed):
    """A function that makes an array of sizes."""
    own = getattr(np, name)

    def function(*arguments, **keywords):
        check(name, arguments, keywords, allowed)
        made = own(*unwrap(arguments), **keywords)
        for array in made if isinstance(made, tuple) else [made]:
            check_dtype(array.dtype)
            check_memory(array.nbytes)
        launch()
        return wrap(made)

    function.__name__ = name
    return function


def einsum(subscripts, *operands, **keywords):
    """Sums of products, by subscripts; no `out=`."""
    check("einsum", operands, keywords, ("dtype", "order", "casting", "optimize"))
    launch()
    return wrap(np.asarray(np.einsum(subscripts, *unwrap(operands))))


def empty(shape, dtype=float, order="C"):
    """A new array without defined elements, which are NaN here."""
    return ndarray(shape, dtype)


def diagonal(a, offset=0, axis1=0, axis2=1):
    """The diagonal, a view that may be written."""
    return a.diagonal(offset, axis1, axis2)


def clip(a, a_min, a_max, out=None):
    """Elements between two bounds; a bound that is NaN bounds nothing."""
    refuse_host("clip", (a, a_min, a_max, out))
    launch()
    own, low, high = unwrap((a, a_min, a_max))
    made = np.where(own < low, low, np.where(own > high, high, own))
    made = np.where(np.asarray(low) > high, high, made).astype(own.dtype)
    if out is None:
        return wrap(made)
    out._memory[...] = made
    return out


def _outer(name: str):
    """`add.outer` and its like: of two vectors, every pair."""
    own = getattr(np, name).outer

    def function(a, b):
        refuse_host(name, (a, b))
        launch()
        return wrap(own(*unwrap((a, b))))

    return function


def copyto(dst, src, casting="same_kind", where=None):
    """Copies elements where a mask on the device holds."""
    if not isinstance(dst, ndarray):
        raise TypeError(f"Unsupported type {type(dst)} for dst")
    refuse_host("copyto", (src, where))
    if where is not None and not isinstance(where, (ndarray, bool)):
        raise TypeError(f"Unsupported type {type(where)} for where")
    launch()
    np.copyto(dst._memory, unwrap(src), casting=casting, where=True if where is None else unwrap(where))


def all_functions():
    """Every function, by its name."""
    made = {name: ufunc(name) for name in UFUNCS}
    made.update({name: reduction(name, allowed) for name, allowed in REDUCTIONS.items()})
    made.update({name: plain(name, allowed) for name, allowed in FUNCTIONS.items()})
    made.update({name: view(name, allowed) for name, allowed in VIEWS.items()})
    made.update({name: creation(name, allowed) for name, allowed in CREATION.items()})
    made.update(einsum=einsum, empty=empty, diagonal=diagonal, copyto=copyto, clip=clip)
    for name in ("add", "subtract", "multiply"):
        made[name].outer = _outer(name)
    made["abs"], made["conj"] = made["absolute"], made["conjugate"]
    made["ascontiguousarray"] = plain("ascontiguousarray", ("dtype",))
    for name in ("sum", "prod", "mean", "std", "var", "max", "min", "any", "all", "argmax", "argmin", "cumsum",
                 "cumprod", "dot", "trace", "clip", "repeat", "take", "conj"):
        setattr(ndarray, name, _method(made[name]))
    return made


def _method(function):
    return lambda self, *arguments, **keywords: function(self, *arguments, **keywords)
