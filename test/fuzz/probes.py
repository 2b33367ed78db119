"""An emitted module with probes: which guards held, and whether the optimized statements ran to their end.

The module's syntax tree gets a call at each guard of each condition, and one before the original statements.
Nothing is traced, so that probes cost little.
"""

from __future__ import annotations

import ast
import sys
import types
from collections import Counter
from pathlib import Path
from typing import Any

import oracle
from seeded import seed_bug
from guard_kinds import kind_of


class Probes:
    """An instrumented module and what its probes have seen."""

    def __init__(self, path: Path, seeded: str = "") -> None:
        source = path.read_text(encoding="utf-8")
        marks = [number for number, line in enumerate(source.splitlines(), 1) if line.strip() == oracle.ORIGINAL_MARK]
        tree = ast.parse(source)
        self.kinds: list[str] = []
        self.passed: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.optimized: set[str] = set()
        # The functions with versions of all their statements; others have them in loops.
        self.whole: set[str] = set()
        self.original_ran: set[str] = set()
        self.iteration_ran: set[str] = set()
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            for block, mark in blocks_with_versions(function, marks):
                seed_bug(block, mark, seeded)
                self._instrument(function.name, block, mark)
        ast.fix_missing_locations(tree)
        self.module = types.ModuleType(f"probed_{path.stem}")
        self.module.__file__ = str(path)
        vars(self.module).update(__probe__=self._guard, __original__=self.original_ran.add, __iteration__=self.iteration_ran.add)
        sys.modules[self.module.__name__] = self.module
        exec(compile(tree, str(path), "exec"), vars(self.module))

    def _instrument(self, function: str, block: ast.FunctionDef | ast.For | ast.While, mark: int) -> None:
        """Puts the probes into one function, or into the body of one of its loops."""
        self.optimized.add(function)
        in_loop = not isinstance(block, ast.FunctionDef)
        if not in_loop:
            self.whole.add(function)
        for statement in block.body:
            if isinstance(statement, ast.If) and statement.lineno < mark:
                test = statement.test
                guards = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
                wrapped = [self._wrapped(guard) for guard in guards]
                statement.test = ast.BoolOp(ast.And(), wrapped) if len(wrapped) > 1 else wrapped[0]
                if in_loop:
                    # Before the `continue` at the version's end.
                    statement.body.insert(len(statement.body) - 1, call("__iteration__", function, statement))
        place = next((i for i, s in enumerate(block.body) if s.lineno > mark), len(block.body))
        if not in_loop:
            block.body.insert(place, call("__original__", function, block.body[-1]))

    def ran_optimized(self, function: str) -> bool:
        """Whether the last call ran a version of the function to its end, or of an iteration of one of its loops."""
        return function in self.iteration_ran or (function in self.whole and function not in self.original_ran)

    def forget(self) -> None:
        """A new call begins."""
        self.original_ran.clear()
        self.iteration_ran.clear()

    def _wrapped(self, guard: ast.expr) -> ast.expr:
        """The guard as an argument of the probe."""
        self.kinds.append(kind_of(guard))
        arguments = [ast.Constant(len(self.kinds) - 1), guard]
        return ast.copy_location(ast.Call(ast.Name("__probe__", ast.Load()), arguments, []), guard)

    def _guard(self, number: int, value: Any) -> Any:
        (self.passed if value else self.failed)[self.kinds[number]] += 1
        return value


def blocks_with_versions(function: ast.FunctionDef, marks: list[int]) -> list[tuple[Any, int]]:
    """The function, or its loops, in whose statements a mark stands, with the mark.

    Where the whole function has versions, those of its loops are below the mark, in the original statements.
    """
    inside = [mark for mark in marks if function.lineno <= mark <= (function.end_lineno or 0)]
    loops = [node for node in ast.walk(function) if isinstance(node, (ast.For, ast.While))]
    found = [(oracle.innermost(loops, mark) or function, mark) for mark in inside]
    return [pair for pair in found if pair[0] is function][:1] or found


def call(probe: str, function: str, place: ast.AST) -> ast.stmt:
    """A call of a probe that names the function."""
    expression = ast.Call(ast.Name(probe, ast.Load()), [ast.Constant(function)], [])
    return ast.copy_location(ast.Expr(expression), place)
