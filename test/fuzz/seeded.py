"""Bugs on purpose, in the optimized statements of an emitted function: the fuzzer must find each of them.

A bug is a change that a mistake in the compiler would make: a guard that is missing, a bound that is off by one, a
sum along the wrong axis. It is made at every place of the module where it can be made.
"""

from __future__ import annotations

import ast
from typing import Callable

from guard_kinds import KINDS, kind_of

DROPPED = "without guard: "
# Guards that no argument of the fuzzer makes fail, about the state of NumPy and of the module: a test in `test/run` does.
# Those about gain are not looked for, as nothing is wrong without them.
TESTS = {
    "names": "test_guards_numpy.py::test_monkeypatched_function",
    "error state": "test_guards_numpy.py::test_error_state",
    "NumPy 2": "test_hints.py::test_other_version_of_numpy",
    "helper or constant": "test_inlined_helpers.py::test_rebound",
}


def without_guards(source: str, mark: str, kind: str) -> str:
    """An emitted module without its guards of one kind, in which everything stands in the same line as before."""
    lines = source.splitlines()
    marks = [number for number, line in enumerate(lines, 1) if line.strip() == mark]
    for function in [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]:
        inside = [number for number in marks if function.lineno <= number <= (function.end_lineno or 0)]
        for statement in ast.walk(function):
            if isinstance(statement, ast.If) and inside and statement.lineno < inside[-1]:
                test = statement.test
                first, last = test.lineno - 1, (test.end_lineno or 0) - 1
                before, after = lines[first][: test.col_offset], lines[last][test.end_col_offset :]
                kept = ast.unparse(without(test, kind))
                lines[first : last + 1] = [f"{before}{kept}{after}", *[""] * (last - first)]
                # The next one is found in the new text.
                if kept != ast.unparse(test):
                    return without_guards("\n".join(lines) + "\n", mark, kind)
    return source


def seed_bug(function: ast.FunctionDef | ast.For | ast.While, mark: int, name: str) -> None:
    """Puts the bug of this name into the statements before the original ones, in a function or in the body of a loop."""
    if not name:
        return
    for position, statement in enumerate(function.body):
        if not isinstance(statement, ast.If) or statement.lineno >= mark:
            continue
        if name.startswith(DROPPED):
            statement.test = without(statement.test, name.removeprefix(DROPPED))
        else:
            changed = BUGS[name]
            if name in OF_GUARDS:
                statement.test = changed().visit(statement.test)
            else:
                body = [changed().visit(inner) for inner in statement.body]
                statement.body = [inner for inner in body if inner is not None] or [ast.Pass()]
        function.body[position] = statement


def without(test: ast.expr, kind: str) -> ast.expr:
    """The condition without its guards of one kind; what a guard binds is still bound."""
    guards = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    kept = [guard if kind_of(guard) != kind else still_bound(guard) for guard in guards]
    kept = [guard for guard in kept if guard is not None]
    return ast.BoolOp(ast.And(), kept) if len(kept) > 1 else (kept or [ast.Constant(True)])[0]


def still_bound(guard: ast.expr) -> ast.expr | None:
    """A guard that always holds and binds the names that the guard binds; None if it binds none."""
    if not any(isinstance(node, ast.NamedExpr) for node in ast.walk(guard)):
        return None
    return ast.Compare(ast.List([guard], ast.Load()), [ast.NotEq()], [ast.Constant(None)])


class SliceEnds(ast.NodeTransformer):
    """Slices end one element early."""

    def visit_Slice(self, node: ast.Slice) -> ast.Slice:
        """`a[:n]` becomes `a[: n - 1]`."""
        self.generic_visit(node)
        if node.upper is not None and not isinstance(node.upper, ast.Constant):
            node.upper = ast.BinOp(node.upper, ast.Sub(), ast.Constant(1))
        return node


class SliceStarts(ast.NodeTransformer):
    """Slices start one element late."""

    def visit_Slice(self, node: ast.Slice) -> ast.Slice:
        """`a[i:]` becomes `a[i + 1 :]`."""
        self.generic_visit(node)
        node.lower = ast.BinOp(node.lower or ast.Constant(0), ast.Add(), ast.Constant(1))
        return node


class LoopsStopEarly(ast.NodeTransformer):
    """Loops that stay leave out their last iteration."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """`range(n)` becomes `range(n - 1)`."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "range":
            position = 0 if len(node.args) == 1 else 1
            node.args[position] = ast.BinOp(node.args[position], ast.Sub(), ast.Constant(1))
        return node


class LoopsBackwards(ast.NodeTransformer):
    """Loops that stay run from their end to their start."""

    def visit_For(self, node: ast.For) -> ast.For:
        """`for i in range(n)` becomes `for i in reversed(range(n))`."""
        self.generic_visit(node)
        node.iter = ast.Call(ast.Name("reversed", ast.Load()), [node.iter], [])
        return node


class NoTransposes(ast.NodeTransformer):
    """Transposes are forgotten."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """`A.T` becomes `A`."""
        self.generic_visit(node)
        return node.value if node.attr == "T" and isinstance(node.ctx, ast.Load) else node


class OtherAxis(ast.NodeTransformer):
    """Reductions go along the other axis."""

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        """`axis=0` becomes `axis=-1`, and the reverse."""
        if node.arg == "axis" and isinstance(node.value, ast.Constant) and isinstance(node.value.value, int):
            node.value = ast.Constant(0 if node.value.value else -1)
        return node


class Replaced(ast.NodeTransformer):
    """Operators and functions of one name become others."""

    operators: dict[type, type] = {}
    functions: dict[str, str] = {}
    comparisons: dict[type, type] = {}

    def visit_BinOp(self, node: ast.BinOp) -> ast.BinOp:
        """Another operator."""
        self.generic_visit(node)
        node.op = self.operators.get(type(node.op), type(node.op))()
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AugAssign:
        """The same for updates."""
        self.generic_visit(node)
        node.op = self.operators.get(type(node.op), type(node.op))()
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.Compare:
        """Another comparison."""
        self.generic_visit(node)
        node.ops = [self.comparisons.get(type(op), type(op))() for op in node.ops]
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        """Another function."""
        self.generic_visit(node)
        node.attr = self.functions.get(node.attr, node.attr)
        return node


class Differences(Replaced):
    """Differences become sums."""

    operators = {ast.Sub: ast.Add}
    functions = {"subtract": "add"}


class Quotients(Replaced):
    """Quotients become products."""

    operators = {ast.Div: ast.Mult}
    functions = {"divide": "multiply"}


class Maxima(Replaced):
    """Maxima ignore NaN."""

    functions = {"maximum": "fmax", "minimum": "fmin"}


class StrictComparisons(Replaced):
    """Comparisons of elements are the other way round."""

    comparisons = {ast.Gt: ast.LtE, ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.GtE: ast.Lt}


class LooserBounds(Replaced):
    """Guards on sizes allow one more."""

    def visit_Compare(self, node: ast.Compare) -> ast.Compare:
        """`n <= a.shape[0]` becomes `n <= a.shape[0] + 1`."""
        if isinstance(node.ops[0], ast.LtE) and "shape" in ast.dump(node.comparators[0]):
            node.comparators[0] = ast.BinOp(node.comparators[0], ast.Add(), ast.Constant(1))
        return node


class MasksOffByOne(ast.NodeTransformer):
    """Triangular masks are a diagonal off."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """`np.tri(n, m)` becomes `np.tri(n, m, 1)`."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("tri", "tril", "triu"):
            place = 2 if node.func.attr == "tri" else 1
            if len(node.args) > place:
                node.args[place] = ast.BinOp(node.args[place], ast.Add(), ast.Constant(1))
            else:
                node.args.append(ast.Constant(1))
        return node


class UpdatesStore(ast.NodeTransformer):
    """What is to be added replaces what was there."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        """`x += y` becomes `x = y`; into a whole array, `x[...] = y`."""
        target = node.target
        if isinstance(target, ast.Name):
            return node
        return ast.Assign([target], node.value)


class LastStatementLost(ast.NodeTransformer):
    """The last statement of each block in a loop is lost."""

    def visit_For(self, node: ast.For) -> ast.For:
        """Its last statement goes."""
        self.generic_visit(node)
        node.body = node.body[:-1] or [ast.Pass()]
        return node


class StoresExchanged(ast.NodeTransformer):
    """Two operands of a product are exchanged."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """`np.dot(a, b)` becomes `np.dot(b, a)`."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("dot", "matmul") and len(node.args) == 2:
            node.args.reverse()
        return node


class NothingWrittenBack(ast.NodeTransformer):
    """What was computed for a list does not reach the list."""

    def visit_Try(self, node: ast.Try) -> ast.Try:
        """The branch without a fault only returns."""
        node.orelse = [s for s in node.orelse if isinstance(s, ast.Return)] or [ast.Return(None)]
        return node


class FaultsIgnored(ast.NodeTransformer):
    """Floating-point faults go unnoticed in versions on lists."""

    def visit_keyword(self, node: ast.keyword) -> ast.keyword:
        """`np.errstate(all="raise")` becomes `np.errstate(all="ignore")`."""
        if node.arg == "all" and isinstance(node.value, ast.Constant) and node.value.value == "raise":
            node.value = ast.Constant("ignore")
        return node


class ResultsAreCopies(ast.NodeTransformer):
    """A result is a copy of what the original returns."""

    def visit_Return(self, node: ast.Return) -> ast.Return:
        """`return a` becomes `return a * 1`."""
        if node.value is not None:
            node.value = ast.BinOp(node.value, ast.Mult(), ast.Constant(1))
        return node


BUGS: dict[str, Callable[[], ast.NodeTransformer]] = {
    "slices end early": SliceEnds,
    "slices start late": SliceStarts,
    "loops stop early": LoopsStopEarly,
    "loops run backwards": LoopsBackwards,
    "transposes are forgotten": NoTransposes,
    "reductions along the other axis": OtherAxis,
    "differences become sums": Differences,
    "quotients become products": Quotients,
    "maxima ignore NaN": Maxima,
    "comparisons are reversed": StrictComparisons,
    "bounds allow one more": LooserBounds,
    "masks are a diagonal off": MasksOffByOne,
    "updates become stores": UpdatesStore,
    "last statements of loops are lost": LastStatementLost,
    "operands are exchanged": StoresExchanged,
    "lists are not written": NothingWrittenBack,
    "faults in lists are ignored": FaultsIgnored,
    "results are copies": ResultsAreCopies,
}
OF_GUARDS = {"bounds allow one more"}


def all_bugs() -> list[str]:
    """The names of all bugs, guards that are dropped first."""
    kinds = sorted({*KINDS.values(), "bounds"} - set(TESTS))
    return [DROPPED + kind for kind in kinds] + list(BUGS)
