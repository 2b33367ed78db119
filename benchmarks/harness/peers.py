"""Other compilers for numerical Python, where they can be imported; see benchmarks/peers/README.md."""

from __future__ import annotations

from measure import Contender
from programs import Program

NAMES = ("numba", "pythran", "jax", "dace")


def available(asked: list[str] | None) -> list[str]:
    return []


def columns(names: list[str]) -> list[str]:
    return []


def contenders(program: Program, names: list[str], limit: float) -> list[Contender]:
    return []
