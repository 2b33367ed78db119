"""The two correlation programs and their variants: same results, and raised to one matrix product."""

from __future__ import annotations

import copy

import numpy as np
import pytest

import emitted
import oracle
from kernels import CORRELATION_LIST, CORRELATION_NUMPY, KERNELS, PROFITABLE_SIZES, SIZES, Kernel

each_kernel = pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.name)


def check(program: oracle.Program, kernel: Kernel, m: int, n: int, seed: int = 0) -> oracle.Outcome:
    """Compares a program with its original at one size."""
    return oracle.check(program, kernel.call, kernel.make_arguments(m, n, seed))


@each_kernel
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_same_at_small_sizes(compiled, kernel, size):
    """At sizes where the original may be the better version, the two agree whichever runs."""
    check(compiled(kernel), kernel, *size)


@each_kernel
@pytest.mark.parametrize("size", PROFITABLE_SIZES, ids=str)
def test_optimized_at_profitable_sizes(compiled, kernel, size):
    """At sizes that pay, the optimized version runs and agrees, for M below and above N."""
    assert check(compiled(kernel), kernel, *size, seed=1).ran_optimized


@each_kernel
def test_raised_to_one_product(compiled, kernel):
    """The triangular nest has become a matrix product that no loop over rows or elements is around."""
    optimized = emitted.Optimized(compiled(kernel), kernel.function)
    assert optimized.product_loop_depth() in (0, 1)
    assert optimized.loop_depth() <= 1


@each_kernel
def test_runs_again_on_its_own_results(compiled, kernel):
    """A second call on what the first one left: nothing of the first call is kept between calls."""
    program = compiled(kernel)

    def twice(module):
        function = kernel.call(module)
        return lambda *arguments: (function(*arguments), function(*arguments))

    outcome = oracle.check(program, twice, kernel.make_arguments(64, 50))
    assert outcome.ran_optimized


@each_kernel
def test_keywords_and_signature(compiled, kernel):
    """The function keeps its name, signature and documentation."""
    program = compiled(kernel)
    original, optimized = kernel.call(program.original), kernel.call(program.emitted)
    for attribute in ("__name__", "__qualname__", "__doc__", "__defaults__", "__kwdefaults__"):
        assert getattr(optimized, attribute) == getattr(original, attribute)
    code, emitted_code = original.__code__, optimized.__code__
    assert emitted_code.co_argcount == code.co_argcount
    assert emitted_code.co_varnames[: code.co_argcount] == code.co_varnames[: code.co_argcount]


@pytest.mark.parametrize("kernel", [CORRELATION_LIST, CORRELATION_NUMPY], ids=lambda kernel: kernel.name)
def test_constant_columns(compiled, kernel):
    """All standard deviations below eps: every one is replaced by 1."""
    values = kernel.values(64, 50)
    constant = np.tile(np.linspace(-1.0, 1.0, 64), (50, 1))

    def make_arguments(module):
        data = constant.tolist() if kernel.uses_lists else constant.copy()
        return kernel.arguments(module, {**copy.deepcopy(values), "data": data})

    assert oracle.check(compiled(kernel), kernel.call, make_arguments).ran_optimized

