"""Makes a failing program small: leaves out statements, and puts parts of expressions in place of the whole."""

from __future__ import annotations

import ast
import copy
import time
from dataclasses import replace
from pathlib import Path
from typing import Iterator

from batch import Failure, Settings, check_alone
from kernel import Kernel

SECONDS = 60


def shrink(kernel: Kernel, failure: Failure, folder: Path, settings: Settings) -> tuple[Kernel, Failure]:
    """The smallest program found that still fails, with the same arguments or fewer changes to them."""
    until = time.monotonic() + SECONDS
    found = True
    while found and time.monotonic() < until:
        found = False
        for candidate in smaller(kernel):
            draws = [failure.draw] if failure.draw else []
            other = check_alone(candidate, draws, folder, settings)
            if other is not None and (other.draw is not None) == (failure.draw is not None):
                kernel, failure, found = candidate, other, True
                break
            if time.monotonic() > until:
                break
    return kernel, without_changes(kernel, failure, folder, settings)


def without_changes(kernel: Kernel, failure: Failure, folder: Path, settings: Settings) -> Failure:
    """The failure with as few changes of the arguments as it takes."""
    for index in reversed(range(len(failure.draw.changes) if failure.draw else 0)):
        draw = copy.copy(failure.draw)
        draw.changes = draw.changes[:index] + draw.changes[index + 1 :]
        failure = check_alone(kernel, [draw], folder, settings) or failure
    return failure


def smaller(kernel: Kernel) -> Iterator[Kernel]:
    """The program with one thing less, each in turn."""
    tree = ast.parse(kernel.text())
    count = sum(1 for _ in ast.walk(tree))
    for index in range(count):
        for variant in variants(tree, index):
            try:
                text = ast.unparse(ast.fix_missing_locations(variant)) + "\n\n\n"
                compile(text, "smaller", "exec")
            except (ValueError, SyntaxError):
                continue
            if len(text) < len(kernel.text()) or kernel.definition is None:
                yield replace(kernel, definition=text)


def variants(tree: ast.Module, index: int) -> Iterator[ast.Module]:
    """The module with the node of this number replaced or left out."""
    node = list(ast.walk(tree))[index]
    body = getattr(node, "body", None)
    if isinstance(body, list) and isinstance(node, (ast.FunctionDef, ast.For, ast.If, ast.While, ast.Module)):
        for position, statement in enumerate(body):
            if isinstance(node, ast.Module) and (position == len(body) - 1 or called(statement, body[-1])):
                continue
            inner = getattr(statement, "body", None)
            for other in ([inner] if isinstance(statement, (ast.For, ast.If, ast.While)) else []) + [[]]:
                changed = copy.deepcopy(tree)
                target = list(ast.walk(changed))[index]
                target.body[position : position + 1] = copy.deepcopy(other)
                target.body = target.body or [ast.Pass()]
                yield changed
    for name, part in parts(node):
        changed = copy.deepcopy(tree)
        target = list(ast.walk(changed))[index]
        setattr(target, name, copy.deepcopy(part))
        yield changed


def called(helper: ast.stmt, program: ast.stmt) -> bool:
    """The program still needs a definition beside it."""
    name = getattr(helper, "name", "")
    return isinstance(helper, ast.ClassDef) or any(getattr(node, "id", "") == name for node in ast.walk(program))


def parts(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """A field of the node that holds an expression, with a part of that expression."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.BinOp):
            yield name, value.left
            yield name, value.right
        elif isinstance(value, ast.UnaryOp):
            yield name, value.operand
        elif isinstance(value, ast.IfExp):
            yield name, value.body
            yield name, value.orelse
        elif isinstance(value, ast.BoolOp):
            yield from ((name, operand) for operand in value.values)
        elif isinstance(value, ast.Call) and name == "value":
            yield from ((name, argument) for argument in value.args)
        if isinstance(value, (ast.BinOp, ast.Call, ast.IfExp)) and name in ("value", "left", "right"):
            yield name, ast.Constant(0.5)
