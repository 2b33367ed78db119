"""Functions of Python scalars: the math module, and builtins.

`raises` is the exception where a function is undefined; NumPy's twins give NaN
or Inf there.
"""

import builtins
import math


@math.entry("sqrt", weight=6, raises="ValueError")
def sqrt(x: float) -> float:
    """Square root."""
    out = sqrt(x)


@math.entry("exp", weight=10, raises="OverflowError")
def exp(x: float) -> float:
    """Exponential."""
    out = exp(x)


@math.entry("expm1", weight=14, raises="OverflowError")
def expm1(x: float) -> float:
    """exp(x) - 1."""
    out = expm1(x)


@math.entry("log", weight=10, raises="ValueError")
def log(x: float) -> float:
    """Natural logarithm."""
    out = log(x)


@math.entry("log2", weight=10, raises="ValueError")
def log2(x: float) -> float:
    """Logarithm to base 2."""
    out = log2(x)


@math.entry("log10", weight=12, raises="ValueError")
def log10(x: float) -> float:
    """Logarithm to base 10."""
    out = log10(x)


@math.entry("log1p", weight=14, raises="ValueError")
def log1p(x: float) -> float:
    """log(1 + x)."""
    out = log1p(x)


@math.entry("sin", weight=12, raises="ValueError")
def sin(x: float) -> float:
    """Sine."""
    out = sin(x)


@math.entry("cos", weight=12, raises="ValueError")
def cos(x: float) -> float:
    """Cosine."""
    out = cos(x)


@math.entry("tan", weight=16, raises="ValueError")
def tan(x: float) -> float:
    """Tangent."""
    out = tan(x)


@math.entry("asin", weight=16, raises="ValueError")
def asin(x: float) -> float:
    """Inverse sine."""
    out = arcsin(x)


@math.entry("acos", weight=16, raises="ValueError")
def acos(x: float) -> float:
    """Inverse cosine."""
    out = arccos(x)


@math.entry("atan", weight=16)
def atan(x: float) -> float:
    """Inverse tangent."""
    out = arctan(x)


@math.entry("sinh", weight=16, raises="OverflowError")
def sinh(x: float) -> float:
    """Hyperbolic sine."""
    out = sinh(x)


@math.entry("cosh", weight=16, raises="OverflowError")
def cosh(x: float) -> float:
    """Hyperbolic cosine."""
    out = cosh(x)


@math.entry("tanh", weight=14)
def tanh(x: float) -> float:
    """Hyperbolic tangent."""
    out = tanh(x)


@math.entry("fabs", weight=1)
def fabs(x: float) -> float:
    """Absolute value."""
    out = absolute(x)


@math.entry("atan2", weight=20)
def atan2(x: float, y: float) -> float:
    """Angle of the point (x, y)."""
    out = arctan2(x, y)


@math.entry("hypot", weight=10)
def hypot(x: float, y: float) -> float:
    """sqrt(x*x + y*y)."""
    out = hypot(x, y)


@math.entry("copysign", weight=1)
def copysign(x: float, y: float) -> float:
    """x with the sign of y."""
    out = copysign(x, y)


@math.entry("fmod", weight=8, raises="ValueError")
def fmod(x: float, y: float) -> float:
    """Remainder with the sign of x."""
    out = fmod(x, y)


@math.entry("pow", weight=20, raises="ValueError")
def pow(x: float, y: float) -> float:
    """Power."""
    out = power(x, y)


@math.entry("isnan")
def isnan(x: float) -> bool:
    """Is not a number."""
    out = isnan(x)


@math.entry("isinf")
def isinf(x: float) -> bool:
    """Is infinite."""
    out = isinf(x)


@math.entry("isfinite")
def isfinite(x: float) -> bool:
    """Is neither infinite nor NaN."""
    out = isfinite(x)


@math.entry("floor", raises="OverflowError")
def floor(x: float) -> int:
    """Largest integer not above."""
    ...


@math.entry("ceil", raises="OverflowError")
def ceil(x: float) -> int:
    """Smallest integer not below."""
    ...


@builtins.entry("abs")
def abs[T: RealNumber](x: Array[T]) -> Array[T]:
    """Absolute value."""
    out = absolute(x)


@builtins.entry("abs", weight=8)
def abs[T: ComplexFloating](x: Array[T]) -> Array[Real[T]]:
    """Modulus of a complex number."""
    out = absolute(x)


@builtins.entry("min")
def min[T: RealNumber](a: Array[T], b: Array[T]) -> Array[T]:
    """The smaller one; the first of equal ones, and the first of two that do not compare."""
    out = b if b < a else a


@builtins.entry("min")
def min[T: RealNumber](a: Array[T], b: Array[T], c: Array[T]) -> Array[T]:
    """The smallest one, found from the left."""
    out = c if c < (b if b < a else a) else (b if b < a else a)


@builtins.entry("max")
def max[T: RealNumber](a: Array[T], b: Array[T]) -> Array[T]:
    """The larger one; the first of equal ones, and the first of two that do not compare."""
    out = b if b > a else a


@builtins.entry("max")
def max[T: RealNumber](a: Array[T], b: Array[T], c: Array[T]) -> Array[T]:
    """The largest one, found from the left."""
    out = c if c > (b if b > a else a) else (b if b > a else a)


@builtins.entry("pow", weight=20, raises="ZeroDivisionError")
def pow[T: Inexact](base: Array[T], exp: Array[T]) -> Array[T]:
    """Power."""
    out = base ** exp


@builtins.entry("float")
def float[T: RealNumber](x: Array[T]) -> float:
    """Conversion to a float."""
    out = x
