"""What there is to compile, run and time: every program, its forms, and the arguments of its calls.

A program is one kernel in one style, a file; a form of it is its plain function or the method of its class.
Modules of this folder find each other and the compiled programs' oracle through the paths set here.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Callable

BENCHMARKS = Path(__file__).resolve().parents[1]
ROOT = BENCHMARKS.parent
sys.path[:0] = [path for path in (str(ROOT / "test" / "run"),) if path not in sys.path]

import numpy as np  # noqa: E402 (after the path is set)

Values = dict[str, Any]

STYLES = ("nested", "flat", "arrays")
FORMS = ("function", "method")


def load(path: Path) -> ModuleType:
    """Imports a file under a name made of its path."""
    name = "_".join(path.relative_to(ROOT).with_suffix("").parts) if path.is_relative_to(ROOT) else path.stem
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


polybench_data = load(BENCHMARKS / "polybench" / "data.py")
further_data = load(BENCHMARKS / "further" / "data.py")
polybench_sizes = load(BENCHMARKS / "polybench" / "sizes.py")


@dataclass(frozen=True)
class Program:
    """One form of one kernel in one style.

    `parameters` are the arguments in order; a method takes the sizes from its instance instead. `make(dataset,
    random)` gives them as NumPy arrays and numbers by name.
    """

    suite: str
    kernel: str
    style: str
    form: str
    path: Path
    function: str
    owner: str | None
    parameters: tuple[str, ...]
    sizes: tuple[str, ...]
    make: Callable[[str, bool], Values]

    @property
    def name(self) -> str:
        """The program's name, for tables and test identifiers."""
        return f"{self.kernel}-{self.style}-{self.form}"

    def call(self, module: ModuleType) -> Callable:
        """The function; a method is called with its instance as the first argument."""
        return getattr(getattr(module, self.owner) if self.owner else module, self.function)

    def arguments(self, module: ModuleType, values: Values) -> tuple:
        """A fresh argument tuple, in the style of the program."""
        taken = self.sizes if self.owner else ()
        own = tuple(in_style(values[name], self.style) for name in self.parameters if name not in taken)
        return (getattr(module, self.owner)(*(values[name] for name in taken)), *own) if self.owner else own


def in_style(value: Any, style: str) -> Any:
    """A copy of an array as the style has it; lists hold Python's own numbers."""
    if not isinstance(value, np.ndarray):
        return value
    if style == "arrays":
        return value.copy()
    return value.ravel().tolist() if style == "flat" else value.tolist()


def as_arrays(arguments: tuple, like: tuple) -> list[np.ndarray]:
    """The arrays among arguments, whatever the style; `like` are the same arguments as NumPy arrays."""
    pairs = zip(arguments, like, strict=True)
    return [np.asarray(value).reshape(array.shape) for value, array in pairs if isinstance(array, np.ndarray)]


def polybench() -> list[Program]:
    """All programs of PolyBench, form by form."""
    return [
        _polybench_program(kernel, style, form)
        for kernel in polybench_data.SIGNATURES
        for style in STYLES
        for form in FORMS
    ]


def _polybench_program(kernel: str, style: str, form: str) -> Program:
    names = tuple(name for name, _, _ in polybench_data.parse(polybench_data.SIGNATURES[kernel]))
    table = polybench_sizes.SIZES[kernel]

    def make(dataset: str, random: bool) -> Values:
        sizes = polybench_data.checked_sizes(kernel, table[dataset])
        return (polybench_data.random_values if random else polybench_data.suite_values)(kernel, sizes)

    return Program(
        suite="polybench",
        kernel=kernel,
        style=style,
        form=form,
        path=BENCHMARKS / "polybench" / style / f"{kernel}.py",
        function="kernel" if form == "method" else f"kernel_{kernel.replace('-', '_')}",
        owner=class_name(kernel) if form == "method" else None,
        parameters=names,
        sizes=tuple(name for name in names if name in table["MINI"]),
        make=make,
    )


def twin(program: Program, style: str) -> Program:
    """The plain function of a PolyBench program's kernel in a style."""
    return _polybench_program(program.kernel, style, "function")


def by_hand(program: Program) -> Callable | None:
    """The form of a program's kernel that was written by hand; it takes what the function on arrays takes."""
    folder = BENCHMARKS / program.suite / "hand"
    name = f"kernel_{program.kernel.replace('-', '_')}" if program.suite == "polybench" else program.kernel
    found = [function for path in sorted(folder.glob("*.py")) if (function := getattr(load(path), name, None))]
    return found[0] if found else None


def class_name(kernel: str) -> str:
    """The class of a kernel: `FloydWarshall` for floyd-warshall."""
    spelled = {"2mm": "two-mm", "3mm": "three-mm"}.get(kernel, kernel)
    return "".join(word.capitalize() for word in spelled.split("-"))


def further() -> list[Program]:
    """The programs that are no PolyBench; each has one style, that of the folder it is in."""
    return [
        _further_program(path) for style in STYLES for path in sorted((BENCHMARKS / "further" / style).glob("*.py"))
    ]


def _further_program(path: Path) -> Program:
    kernel = path.stem

    def make(dataset: str, random: bool) -> Values:
        return further_data.values(kernel, polybench_sizes.DATASETS.index(dataset), seed=int(random))

    return Program(
        suite="further",
        kernel=kernel,
        style=path.parent.name,
        form="function",
        path=path,
        function=kernel,
        owner=None,
        parameters=further_data.parameters(kernel),
        sizes=(),
        make=make,
    )


# PolyBench's kernels on arrays of other elements; those with ints take no scalar that is a float, but for jacobi-1d,
# which rounds at every step.
DTYPES = {
    "float32": "gemm syrk trmm 3mm mvt covariance jacobi-2d",
    "complex128": "gemm syrk trmm 3mm mvt jacobi-2d",
    "int64": "3mm atax mvt doitgen floyd-warshall jacobi-1d",
}
GENERATED = ROOT / "target" / "bench" / "dtypes"


def dtypes() -> list[Program]:
    """Programs on arrays of other elements than doubles, made from those on doubles."""
    return [_dtype_program(kernel, dtype) for dtype, kernels in DTYPES.items() for kernel in kernels.split()]


def _dtype_program(kernel: str, dtype: str) -> Program:
    double = _polybench_program(kernel, "arrays", "function")
    name = f"{kernel}-{dtype}"
    path = GENERATED / f"{name}.py"
    text = double.path.read_text(encoding="utf-8").replace("np.float64", f"np.{dtype}")
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def make(dataset: str, random: bool) -> Values:
        values, others = double.make(dataset, True), double.make(dataset, False)
        return {
            name: _converted(value, others[name], dtype) if isinstance(value, np.ndarray) else value
            for name, value in (values if random else others).items()
        }

    return dataclasses.replace(double, suite="dtypes", kernel=name, path=path, make=make)


def _converted(array: np.ndarray, other: np.ndarray, dtype: str) -> np.ndarray:
    """An array with elements of another type: rounded multiples for ints, an imaginary part for complex numbers."""
    if dtype == "complex128":
        return array + 0.5j * other
    return np.rint(3.0 * array).astype(dtype) if dtype == "int64" else array.astype(dtype)


SUITES: dict[str, Callable[[], list[Program]]] = {"polybench": polybench, "further": further, "dtypes": dtypes}


def everything() -> list[Program]:
    """All programs of all suites."""
    return [program for suite in SUITES.values() for program in suite()]
