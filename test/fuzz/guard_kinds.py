"""The kinds of guards, told by their syntax in emitted code."""

from __future__ import annotations

import ast

# The kind of a guard by a name in it; the first that occurs decides.
KINDS = {
    "_plain_attributes": "attributes",
    "_separate_lists": "separate lists",
    "_float_array": "list of floats",
    "_writeable": "writeable",
    "_default_error_state": "error state",
    "_numpy_2": "NumPy 2",
    "may_share_memory": "disjoint",
    "isfinite": "finite",
    "c_contiguous": "layout",
    "globals": "helper or constant",
    "dtype": "array",
    "type": "type",
}


def kind_of(test: ast.expr) -> str:
    """The kind of a guard, from its syntax."""
    names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}
    if any(name.startswith("_functions") for name in names):
        return "names"
    found = next((kind for name, kind in KINDS.items() if name in names), None)
    if found is None and any(isinstance(node, ast.Mult) for node in ast.walk(test)):
        return "profitable"
    return found or "bounds"
