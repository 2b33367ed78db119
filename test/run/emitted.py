"""What an emitted function is made of, read from its syntax tree: products and loops of the optimized part."""

from __future__ import annotations

import ast

from oracle import Program

PRODUCTS = {"dot", "matmul", "einsum", "tensordot", "inner", "dsyrk", "dgemm"}
LOOPS = (ast.For, ast.While)


class Optimized:
    """The optimized statements of one function; calls are followed into the module's helper functions."""

    def __init__(self, program: Program, function: str) -> None:
        definitions = [
            node for node in ast.walk(ast.parse(program.emitted_source)) if isinstance(node, ast.FunctionDef)
        ]
        named = [node for node in definitions if node.name == function]
        assert len(named) == 1, f"{function}: defined {len(named)} times"
        self.helpers = {node.name: node for node in definitions if node.name != function}
        self.statements = [node for node in named[0].body if node.lineno not in program.fallback_lines]

    def calls(self) -> set[str]:
        """The last names of all functions called, in helpers too, with `@` counted as `matmul`."""
        names: set[str] = set()
        pending: list[ast.AST] = list(self.statements)
        while pending:
            found = {name for node in ast.walk(pending.pop()) if (name := called_name(node))} - names
            pending.extend(self.helpers[name] for name in found if name in self.helpers)
            names |= found
        return names

    def product_loop_depth(self) -> int | None:
        """The smallest number of loops around a matrix product, None where there is no product."""
        depths = [self._product_depth(statement, ()) for statement in self.statements]
        return min((depth for depth in depths if depth is not None), default=None)

    def loop_depth(self) -> int:
        """How many loop statements are nested in each other."""
        return max(map(loop_depth, self.statements), default=0)

    def _product_depth(self, node: ast.AST, callers: tuple[str, ...]) -> int | None:
        """The same for one node; `callers` are the helpers that it stands in, so that recursion ends."""
        name = called_name(node)
        if name in PRODUCTS:
            return 0
        inside = list(ast.iter_child_nodes(node))
        if name in self.helpers and name not in callers:
            inside.append(self.helpers[name])
            callers = (*callers, name)
        depths = [self._product_depth(child, callers) for child in inside]
        known = [depth for depth in depths if depth is not None]
        return min(known) + isinstance(node, LOOPS) if known else None


def called_name(node: ast.AST) -> str | None:
    """The last name of the function that an expression calls."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return "matmul"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return None


def loop_depth(node: ast.AST) -> int:
    """How many loop statements are nested in each other, those in versions of a loop's body left out."""
    if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Continue):
        return 0
    inside = max((loop_depth(child) for child in ast.iter_child_nodes(node)), default=0)
    return inside + isinstance(node, LOOPS)
