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
        self.original_ran: set[str] = set()
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            inside = [mark for mark in marks if function.lineno <= mark <= (function.end_lineno or 0)]
            if inside:
                seed_bug(function, inside[0], seeded)
                self._instrument(function, inside[0])
        ast.fix_missing_locations(tree)
        self.module = types.ModuleType(f"probed_{path.stem}")
        self.module.__file__ = str(path)
        vars(self.module).update(__probe__=self._guard, __original__=self._original)
        sys.modules[self.module.__name__] = self.module
        exec(compile(tree, str(path), "exec"), vars(self.module))

    def _instrument(self, function: ast.FunctionDef, mark: int) -> None:
        """Puts the probes into one function."""
        self.optimized.add(function.name)
        for statement in function.body:
            if isinstance(statement, ast.If) and statement.lineno < mark:
                test = statement.test
                guards = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
                wrapped = [self._wrapped(guard) for guard in guards]
                statement.test = ast.BoolOp(ast.And(), wrapped) if len(wrapped) > 1 else wrapped[0]
        place = next((i for i, s in enumerate(function.body) if s.lineno > mark), len(function.body))
        call = ast.Call(ast.Name("__original__", ast.Load()), [ast.Constant(function.name)], [])
        function.body.insert(place, ast.copy_location(ast.Expr(call), function.body[-1]))

    def _wrapped(self, guard: ast.expr) -> ast.expr:
        """The guard as an argument of the probe."""
        self.kinds.append(kind_of(guard))
        arguments = [ast.Constant(len(self.kinds) - 1), guard]
        return ast.copy_location(ast.Call(ast.Name("__probe__", ast.Load()), arguments, []), guard)

    def _guard(self, number: int, value: Any) -> Any:
        (self.passed if value else self.failed)[self.kinds[number]] += 1
        return value

    def _original(self, function: str) -> None:
        self.original_ran.add(function)
