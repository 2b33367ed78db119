"""Programs that invite a wrong transformation, each of which states its trap, on arguments of every kind.

Each must do what its original does; those in neither list below must also run optimized at a normal size.
"""

from __future__ import annotations

import ast
import re

import pytest

import adversarial
import oracle

FOLDER = oracle.ROOT / "test" / "run" / "programs" / "adversarial"
PROGRAMS = sorted(FOLDER.glob("*.py"))

MOST_SHOWN = 6

# Nothing to gain, not worth the risk, or arguments at which the original must run: an error or a wrapping index.
LEFT_ALONE = {
    "arguments_packed",
    "builtin_replaced_midway",
    "closure_sees_later_value",
    "function_patched_midway",
    "global_changes_midway",
    "global_counts",
    "helper_names_are_taken",
    "index_error_is_caught",
    "list_bools_stored",
    "list_flat_empty_range",
    "list_index_error_midway",
    "list_index_negated",
    "list_int_beyond_2_53",
    "list_ints_left_behind",
    "list_range_of_float",
    "list_returned_shared_rows",
    "list_returned_twice",
    "list_returned_with_ints",
    "list_rows_of_a_list",
    "list_shared_rows_inside",
    "list_sqrt_of_negative",
    "list_subtract_row_k",
    "locals_are_read",
    "mutable_default_remembers",
    "name_deleted",
    "names_in_strings",
    "numpy_class_with_ufuncs",
    "numpy_flag_cleared_midway",
    "numpy_float_added_to_int",
    "numpy_index_error_midway",
    "numpy_int_power",
    "numpy_int_product_wraps",
    "numpy_int_to_negative_power",
    "numpy_masked_inside",
    "numpy_matrix_inside",
    "numpy_object_elements",
    "numpy_out_argument",
    "numpy_out_overlaps",
    "numpy_return_of_temporary",
    "numpy_returned_new_diagonal",
    "numpy_scalars_as_parameters",
    "numpy_seterr_midway",
    "numpy_shape_assigned",
    "numpy_slice_minus_k",
    "numpy_symbolic_row_slices",
    "numpy_symbolic_slices",
    "numpy_zero_dimensions",
    "range_is_redefined",
    "sum_is_redefined",
}

# These could be faster.
NOT_OPTIMIZED_YET = {
    "list_durbin",
    "list_every_second",
    "list_every_third_descending",
    "list_gram_schmidt",
    "list_index_minus_one_wraps",
    "list_largest_of_none",
    "list_names_read_after_loop",
    "list_scatter_even",
    "list_symmetric_product",
    "list_triangle_two_off",
    "math_is_another_object",
    "numpy_int_added_to_float",
    "numpy_rest_after_continue",
    "numpy_steps_clip",
    "numpy_where_argument",
    "numpy_zeros_like_layout",
}


@pytest.fixture(scope="module")
def compiled_file(tmp_path_factory):
    """`compiled_file(path)`: the program, compiled on first use."""
    programs: dict = {}

    def get(path):
        if path not in programs:
            programs[path] = oracle.compile_program(path, tmp_path_factory.mktemp(path.stem))
        return programs[path]

    return get


def parameters_of(path) -> list[adversarial.Parameter]:
    """What the program's ARGUMENTS say, read without running it."""
    return adversarial.parse(re.search(r'^ARGUMENTS = "(.*)"$', path.read_text(encoding="utf-8"), re.MULTILINE)[1])


def uses_lists(path) -> bool:
    """Whether the kernel's hints are lists."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kernel = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "kernel")
    return not any("ndarray" in ast.unparse(a.annotation) for a in kernel.args.args if a.annotation)


def check(program, path, sizes, change=None) -> oracle.Outcome:
    """Compares one call."""
    parameters, lists = parameters_of(path), uses_lists(path)

    def make_arguments(_module):
        values = adversarial.values(parameters, sizes, lists)
        if change:
            change(values)
        return tuple(values[parameter.name] for parameter in parameters)

    with adversarial.recognizable_empty():
        return oracle.check(program, lambda module: module.kernel, make_arguments)


# Outside the floating-point contract: where an intermediate result overflows, a regrouped sum, or one with
# fused multiply-adds, has Inf and NaN at other places.
SUMS_OF_PRODUCTS = {
    "numpy_mirrored_halves",
    "numpy_mirrored_products",
    "numpy_stacked_updates",
    "numpy_symm",
    "numpy_symm_vector",
    "numpy_syr2k",
    "numpy_syrk",
    "numpy_triangular_solve",
}
OVERFLOWING = ("1e+308", "huge numbers")


def by_name(path) -> str:
    """A program's name, for test identifiers."""
    return path.stem


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", PROGRAMS, ids=by_name)
def test_sizes(compiled_file, path):
    """All small sizes, and normal ones, at which the optimized version runs."""
    program = compiled_file(path)
    for sizes in [*adversarial.TINY, adversarial.UNEQUAL]:
        check(program, path, sizes)
    outcome = check(program, path, adversarial.NORMAL)
    if path.stem not in LEFT_ALONE | NOT_OPTIMIZED_YET:
        assert outcome.ran_optimized, "the original ran"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", PROGRAMS, ids=by_name)
def test_odd_arguments(compiled_file, path):
    """One departure from the hints at a time; all that differ are listed."""
    program = compiled_file(path)
    if not program.is_optimized:
        pytest.skip("stays as it is")
    differences = []
    for sizes in (adversarial.NORMAL, adversarial.UNEQUAL):
        for description, change in adversarial.changes(parameters_of(path), uses_lists(path)):
            if path.stem in SUMS_OF_PRODUCTS and any(word in description for word in OVERFLOWING):
                continue
            try:
                check(program, path, sizes, change)
            except AssertionError as difference:
                differences.append(f"sizes {sizes}, {description}: {difference}")
    shown = differences[:MOST_SHOWN]
    assert not differences, "\n".join([f"{len(differences)} differences, among them:", *shown])


def test_lists_are_up_to_date():
    """The lists above name existing programs, each once."""
    names = {path.stem for path in PROGRAMS}
    assert names >= LEFT_ALONE | NOT_OPTIMIZED_YET
    assert not LEFT_ALONE & NOT_OPTIMIZED_YET
