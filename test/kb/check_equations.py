"""Compares every knowledge-base entry with NumPy.

In: the module that `cargo run -p automphc-kb --example dump_equations` prints.
Each case is called in NumPy on small random arrays; its equation, run as plain
loops, must give the same elements, and the claimed element type, rank and shape
must be those of NumPy's result.

usage: check_equations.py dump.py
"""

import builtins
import math
import sys
import warnings

import numpy as np

MODULES = {"numpy": np, "math": math, "builtins": builtins}


def resolve(name):
    """The object behind a dotted name."""
    module, *path = name.split(".")
    found = MODULES[module]
    for part in path:
        found = getattr(found, part)
    return found


def choose_sizes(case):
    """A size for every axis: equal where the entry requires it, different otherwise."""
    parent = {}

    def find(name):
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for left, right in case["equal"]:
        parent[find(left)] = find(right)
    fixed, sizes = {}, {}
    axes = [(f"d{n}_{x}", size)
            for n, argument in enumerate(case["arguments"]) if argument[0] == "array"
            for x, size in enumerate(argument[2])]
    for name, size in axes:
        if size is not None:
            fixed[find(name)] = size
    for n, argument in enumerate(case["arguments"]):
        if argument[0] == "int":
            sizes[f"v{n}"] = 2 + 2 * n
        elif argument[0] == "tuple":
            sizes.update({f"v{n}_{x}": 2 + x for x in range(argument[1])})
    for name, _ in axes:
        root = find(name)
        fixed.setdefault(root, 2 + len(fixed) % 3)
        sizes[name] = fixed[root]
    return sizes


def random_array(rng, dtype, shape):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return np.asarray(rng.integers(0, 2, shape)).astype(bool)
    if dtype.kind in "iu":
        return np.asarray(rng.integers(1, 4, shape)).astype(dtype)
    real = rng.uniform(-2, 2, shape)
    if dtype.kind == "c":
        real = real + 1j * rng.uniform(-2, 2, shape)
    return np.asarray(real).astype(dtype)


def make_arguments(case, sizes, rng):
    arguments = []
    for n, argument in enumerate(case["arguments"]):
        if argument[0] == "int":
            arguments.append(sizes[f"v{n}"])
        elif argument[0] == "tuple":
            arguments.append(tuple(sizes[f"v{n}_{x}"] for x in range(argument[1])))
        else:
            shape = tuple(sizes[f"d{n}_{x}"] for x in range(len(argument[2])))
            value = random_array(rng, argument[1], shape)
            scalar = case["name"].split(".")[0] != "numpy"
            arguments.append(value.item() if argument[0] == "weak" else value[()] if scalar else value)
    return suit(case["name"], arguments, sizes)


def suit(name, arguments, sizes):
    """Values inside the domain of functions that have one."""
    first = arguments[0] if arguments else None
    if name.startswith("numpy.linalg.") and isinstance(first, np.ndarray) and first.ndim >= 2:
        if first.shape[-1] == first.shape[-2] and name != "numpy.linalg.norm":
            arguments[0] = (first + 9 * np.eye(first.shape[-1])).astype(first.dtype)
    if name == "numpy.reshape":
        arguments[1] = (first.size, 1)
        sizes.update(v1_0=first.size, v1_1=1)
    if name == "numpy.broadcast_to":
        arguments[1] = ((2, 3) + first.shape)[-2:] if first.ndim < 2 else first.shape
        sizes.update(v1_0=arguments[1][0], v1_1=arguments[1][1])
    if name == "numpy.take":
        arguments[1] = np.zeros_like(arguments[1])
    if name == "numpy.random.normal":
        arguments[1] = abs(arguments[1])
    if name.startswith("math."):
        arguments = [abs(a) / 4 + 0.2 if isinstance(a, float) else a for a in arguments]
    return arguments


def call(case, arguments):
    """Positional arguments as long as they stand in the parameters' order, then keywords."""
    params = dict(case["params"])
    function = resolve(case["name"])
    if "subscripts" in params:
        return function(params.pop("subscripts"), *arguments)
    if case["name"].split(".")[0] != "numpy":
        return function(*arguments)
    # Keywords of ufuncs and C functions are positional-only; no entry mixes the two.
    names = case["names"]
    if names and "m" in names[1:] and "k" in params:
        return function(arguments[0], m=arguments[1], **params)
    if names[1:2] == ["M"]:
        return function(arguments[0], arguments[1], **params)
    if case["name"].endswith("tile"):
        return function(*arguments, **params)
    return function(*arguments, **{k: v for k, v in params.items() if not is_default(k, v)})


def is_default(name, value):
    """Defaults are left out: not every function takes them by keyword."""
    return value is None or value is False or (name, value) in (("n", 1), ("ndim", 2), ("ddof", 0))


def run_nodes(nodes, arguments, sizes):
    scope = {f"a{n}": a for n, a in enumerate(arguments)}
    scope |= sizes
    scope["log2"] = math.log2
    for n, (name, operands, params) in enumerate(nodes):
        values = [eval(text, {}, scope) for text in operands]
        if name in ("numpy.sum", "numpy.mean"):
            params = {k: v for k, v in params.items() if k != "ddof"}
        scope[f"n{n}"] = resolve(name)(*values, **params)
    return scope[f"n{len(nodes) - 1}"]


def same(expected, found, dtype):
    tolerance = {"float32": 2e-5, "complex64": 2e-5}.get(dtype, 1e-10)
    return np.allclose(expected, found, rtol=tolerance, atol=tolerance, equal_nan=True)


def check(case, rng):
    """None, or what is wrong."""
    sizes = choose_sizes(case)
    arguments = make_arguments(case, sizes, rng)
    expected = call(case, arguments)
    if case["kind"] == "indices":
        points = case["function"](*arguments)
        return None if points == list(zip(*(x.tolist() for x in expected))) else f"points {points}"
    if case["weak"] and type(expected) not in (float, int, bool, complex):
        return f"{type(expected)} is no Python scalar"
    result = np.asarray(expected)
    if result.dtype != np.dtype(case["dtype"]):
        return f"claimed {case['dtype']}, NumPy gives {result.dtype}"
    sizes.update({f"r{x}": n for x, n in enumerate(result.shape)})
    shape = tuple(eval(text, {}, sizes) for text in case["shape"])
    if shape != result.shape:
        return f"claimed shape {shape}, NumPy gives {result.shape}"
    if case["kind"] == "equation":
        found = np.empty(shape, case["dtype"])
        if case["name"] == "numpy.dot":  # No ufunc: a Python scalar becomes an array first.
            arguments = [np.asarray(a) for a in arguments]
        case["function"](found, *arguments)
    elif case["kind"] == "composition":
        found = run_nodes(case["function"], arguments, sizes)
        if np.asarray(found).dtype != result.dtype:
            return f"the calls give {np.asarray(found).dtype}, NumPy gives {result.dtype}"
    else:
        return None
    if np.shape(found) != result.shape:
        return f"the calls give shape {np.shape(found)}, NumPy gives {result.shape}"
    return None if same(result, found, case["dtype"]) else f"NumPy gives {result}, the equation {found}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    module = {}
    with open(sys.argv[1], encoding="utf-8") as file:
        exec(compile(file.read(), sys.argv[1], "exec"), module)
    rng = np.random.default_rng(1)
    failures = 0
    for case in module["CASES"]:
        try:
            wrong = check(case, rng)
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            failures += 1
            print(f"{case['name']} {case['arguments']} {case['params']}: {wrong}")
    names = {case["name"] for case in module["CASES"]}
    print(f"{len(module['CASES'])} cases of {len(names)} functions, {failures} failures (NumPy {np.__version__})")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
