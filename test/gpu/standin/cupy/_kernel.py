"""Kernels given as text: of the C++ in them what is Python, too, with the functions that CUDA has for one element."""

from __future__ import annotations

import numpy as np

from ._array import launch, ndarray, refuse_host, wrap

TEXT = {
    name: getattr(np, name)
    for name in (
        "sqrt exp log log2 log10 log1p expm1 sin cos tan sinh cosh tanh floor ceil trunc rint isnan fabs maximum minimum"
    ).split()
}


class ElementwiseKernel:
    """`ElementwiseKernel("float64 a, float64 b", "float64 c", "c = a + b", "name")`: types are exact.

    An output that overlaps an input may be written before that is read, but where both are the same elements: an error
    here, as nobody would notice in tests.
    """

    def __init__(self, in_params, out_params, operation, name="kernel", reduce_dims=True, preamble="", options=()):
        self.inputs = [tuple(part.split()) for part in in_params.split(",")]
        [(self.type, self.output)] = [tuple(part.split()) for part in out_params.split(",")]
        target, self.text = operation.split("=", 1)
        if target.strip() != self.output or any(own.startswith("_") or own in "ni" for _, own in self.inputs):
            raise ValueError("a parameter has a reserved name, or the output is not written")
        # Those that are defined in the preamble: a name and a function of NumPy's.
        self.own = {f"{own}_of": getattr(np, own) for own in ("maximum", "minimum") if f"{own[:3]}" in preamble}

    def __call__(self, *arguments):
        if len(arguments) not in (len(self.inputs), len(self.inputs) + 1):
            raise TypeError(f"Wrong number of arguments for {self.text}")
        refuse_host("a kernel", arguments)
        arguments, rest = arguments[: len(self.inputs)], arguments[len(self.inputs) :]
        values = {}
        for (dtype, name), argument in zip(self.inputs, arguments, strict=True):
            if isinstance(argument, ndarray):
                if argument.dtype != dtype:
                    raise TypeError(f"Type is mismatched. {name} {argument.dtype} {dtype}")
                values[name] = argument._memory
            else:
                values[name] = np.dtype(dtype).type(argument)
        launch()
        result = np.asarray(eval(self.text, {"__builtins__": {}, **TEXT, **self.own}, values))
        shape = np.broadcast_shapes(*(np.shape(value) for value in values.values()))
        result = np.broadcast_to(result, shape).astype(self.type)
        if not rest:
            return wrap(result)
        [out] = rest
        if out.dtype != self.type or np.broadcast_shapes(out.shape, shape) != out.shape:
            raise ValueError(f"Out shape or type is mismatched: {out.shape} {out.dtype}")
        for value in values.values():
            same = getattr(value, "strides", None) == out.strides and np.shape(value) == out.shape
            same = same and value.__array_interface__["data"] == out._memory.__array_interface__["data"]
            if not same and np.shares_memory(value, out._memory):
                raise RuntimeError("a kernel writes what it reads at another place")
        out._memory[...] = result
        return out
