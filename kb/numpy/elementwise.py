"""Scalar functions, applied at every element with broadcasting.

`weight` is the cost of one application in units of an addition. A type variable
that several parameters share stands for their promoted type.
"""

import numpy

# Arithmetic.

@numpy.entry("add", cupy=True, operator="+", out=True)
def add[T](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Sum."""
    out[...] = a[...] + b[...]


@numpy.entry("subtract", cupy=True, operator="-", out=True)
def subtract[T: Numeric](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Difference."""
    out[...] = a[...] - b[...]


@numpy.entry("multiply", cupy=True, operator="*", out=True)
def multiply[T](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Product, element by element."""
    out[...] = a[...] * b[...]


@numpy.entry("divide", cupy="real", also=["true_divide"], operator="/", out=True, weight=3)
def divide[T](a: Array[T, ...], b: Array[T, ...]) -> Array[Float[T], ...]:
    """Quotient; integers are divided as float64."""
    out[...] = a[...] / b[...]


@numpy.entry("floor_divide", operator="//", out=True, weight=40)
def floor_divide[T: RealNumber](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Quotient rounded down."""
    out[...] = a[...] // b[...]


@numpy.entry("remainder", also=["mod"], operator="%", out=True, weight=30)
def remainder[T: RealNumber](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Remainder with the divisor's sign."""
    out[...] = a[...] % b[...]


@numpy.entry("power", cupy="real", operator="**", out=True, weight=20)
def power[T: Numeric](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Power."""
    out[...] = a[...] ** b[...]


@numpy.entry("negative", cupy=True, operator="unary -", out=True)
def negative[T: Numeric](a: Array[T, ...]) -> Array[T, ...]:
    """The value with its sign changed."""
    out[...] = -a[...]


@numpy.entry("positive", cupy=True, operator="unary +", out=True)
def positive[T: Numeric](a: Array[T, ...]) -> Array[T, ...]:
    """The value itself."""
    out[...] = +a[...]


@numpy.entry("absolute", cupy=True, also=["abs"], operator="abs", out=True)
def absolute[T: RealNumber](a: Array[T, ...]) -> Array[T, ...]:
    """Absolute value."""
    out[...] = absolute(a[...])


@numpy.entry("absolute", cupy=True, also=["abs"], operator="abs", out=True, weight=8)
def absolute[T: ComplexFloating](a: Array[T, ...]) -> Array[Real[T], ...]:
    """Modulus of a complex number."""
    out[...] = absolute(a[...])


@numpy.entry("square", cupy=True, out=True)
def square[T: Numeric](a: Array[T, ...]) -> Array[T, ...]:
    """The value times itself."""
    out[...] = a[...] * a[...]


@numpy.entry("sign", out=True)
def sign[T: RealNumber](a: Array[T, ...]) -> Array[T, ...]:
    """-1, 0 or 1."""
    out[...] = sign(a[...])


@numpy.entry("reciprocal", cupy="real", out=True, weight=3)
def reciprocal[T: Inexact](a: Array[T, ...]) -> Array[T, ...]:
    """One over the value."""
    out[...] = 1 / a[...]


@numpy.entry("maximum", cupy="real", out=True)
def maximum[T](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """The larger one; NaN if either is."""
    out[...] = maximum(a[...], b[...])


@numpy.entry("minimum", cupy="real", out=True)
def minimum[T](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """The smaller one; NaN if either is."""
    out[...] = minimum(a[...], b[...])


@numpy.entry("fmax", cupy="real", out=True)
def fmax[T](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """The larger one; NaN only if both are."""
    out[...] = fmax(a[...], b[...])


@numpy.entry("fmin", cupy="real", out=True)
def fmin[T](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """The smaller one; NaN only if both are."""
    out[...] = fmin(a[...], b[...])

# Elementary functions.

@numpy.entry("sqrt", cupy=True, out=True, weight=4)
def sqrt[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Square root."""
    out[...] = sqrt(a[...])


@numpy.entry("cbrt", cupy=True, out=True, weight=20)
def cbrt[T: RealNumber](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Cube root."""
    out[...] = cbrt(a[...])


@numpy.entry("exp", cupy=True, out=True, weight=10)
def exp[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Exponential."""
    out[...] = exp(a[...])


@numpy.entry("exp2", cupy="real", out=True, weight=10)
def exp2[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Power of 2."""
    out[...] = exp2(a[...])


@numpy.entry("expm1", cupy="real", out=True, weight=14)
def expm1[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """exp(a) - 1, accurate near 0."""
    out[...] = expm1(a[...])


@numpy.entry("log", cupy=True, out=True, weight=10)
def log[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Natural logarithm."""
    out[...] = log(a[...])


@numpy.entry("log2", cupy="real", out=True, weight=10)
def log2[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Logarithm to base 2."""
    out[...] = log2(a[...])


@numpy.entry("log10", cupy=True, out=True, weight=12)
def log10[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Logarithm to base 10."""
    out[...] = log10(a[...])


@numpy.entry("log1p", cupy="real", out=True, weight=14)
def log1p[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """log(1 + a), accurate near 0."""
    out[...] = log1p(a[...])


@numpy.entry("sin", cupy=True, out=True, weight=20)
def sin[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Sine."""
    out[...] = sin(a[...])


@numpy.entry("cos", cupy=True, out=True, weight=20)
def cos[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Cosine."""
    out[...] = cos(a[...])


@numpy.entry("tan", cupy=True, out=True, weight=16)
def tan[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Tangent."""
    out[...] = tan(a[...])


@numpy.entry("arcsin", cupy=True, out=True, weight=16)
def arcsin[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Inverse sine."""
    out[...] = arcsin(a[...])


@numpy.entry("arccos", cupy=True, out=True, weight=16)
def arccos[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Inverse cosine."""
    out[...] = arccos(a[...])


@numpy.entry("arctan", cupy=True, out=True, weight=16)
def arctan[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Inverse tangent."""
    out[...] = arctan(a[...])


@numpy.entry("sinh", cupy=True, out=True, weight=16)
def sinh[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Hyperbolic sine."""
    out[...] = sinh(a[...])


@numpy.entry("cosh", cupy=True, out=True, weight=16)
def cosh[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Hyperbolic cosine."""
    out[...] = cosh(a[...])


@numpy.entry("tanh", cupy=True, out=True, weight=14)
def tanh[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Hyperbolic tangent."""
    out[...] = tanh(a[...])


@numpy.entry("arcsinh", cupy=True, out=True, weight=20)
def arcsinh[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Inverse hyperbolic sine."""
    out[...] = arcsinh(a[...])


@numpy.entry("arccosh", cupy=True, out=True, weight=20)
def arccosh[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Inverse hyperbolic cosine."""
    out[...] = arccosh(a[...])


@numpy.entry("arctanh", cupy=True, out=True, weight=20)
def arctanh[T: Numeric](a: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Inverse hyperbolic tangent."""
    out[...] = arctanh(a[...])


@numpy.entry("floor", cupy=True, out=True)
def floor[T: Floating](a: Array[T, ...]) -> Array[T, ...]:
    """Largest integer not above."""
    out[...] = floor(a[...])


@numpy.entry("ceil", cupy=True, out=True)
def ceil[T: Floating](a: Array[T, ...]) -> Array[T, ...]:
    """Smallest integer not below."""
    out[...] = ceil(a[...])


@numpy.entry("trunc", cupy=True, out=True)
def trunc[T: Floating](a: Array[T, ...]) -> Array[T, ...]:
    """Integer part."""
    out[...] = trunc(a[...])


@numpy.entry("rint", cupy=True, out=True)
def rint[T: Floating](a: Array[T, ...]) -> Array[T, ...]:
    """Nearest integer, halves to even."""
    out[...] = rint(a[...])


@numpy.entry("arctan2", cupy=True, out=True, weight=12)
def arctan2[T: RealNumber](a: Array[T, ...], b: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Angle of the point (b, a)."""
    out[...] = arctan2(a[...], b[...])


@numpy.entry("hypot", cupy=True, out=True, weight=40)
def hypot[T: RealNumber](a: Array[T, ...], b: Array[T, ...]) -> Array[Inexact[T], ...]:
    """sqrt(a*a + b*b) without overflow."""
    out[...] = hypot(a[...], b[...])


@numpy.entry("copysign", cupy=True, out=True, weight=1)
def copysign[T: RealNumber](a: Array[T, ...], b: Array[T, ...]) -> Array[Inexact[T], ...]:
    """a with the sign of b."""
    out[...] = copysign(a[...], b[...])


@numpy.entry("fmod", cupy=True, out=True, weight=40)
def fmod[T: RealNumber](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Remainder with the dividend's sign."""
    out[...] = fmod(a[...], b[...])

# Complex numbers.

@numpy.entry("conjugate", cupy=True, also=["conj"], methods=["conj", "conjugate"], out=True)
def conjugate[T: Numeric](a: Array[T, ...]) -> Array[T, ...]:
    """Complex conjugate."""
    out[...] = conjugate(a[...])


@numpy.entry("real", cupy=True, attributes=["real"], returns="view")
def real[T: ComplexFloating](a: Array[T, ...]) -> Array[Real[T], ...]:
    """Real part."""
    out[...] = real(a[...])


@numpy.entry("real", cupy=True, attributes=["real"], returns="view")
def real[T: RealNumber](a: Array[T, ...]) -> Array[T, ...]:
    """Real part."""
    out[...] = a[...]


@numpy.entry("imag", cupy=True, attributes=["imag"], returns="view")
def imag[T: ComplexFloating](a: Array[T, ...]) -> Array[Real[T], ...]:
    """Imaginary part."""
    out[...] = imag(a[...])


@numpy.entry("angle", cupy=True)
def angle[T: ComplexFloating](z: Array[T, ...]) -> Array[Real[T], ...]:
    """Argument of a complex number."""
    out[...] = arctan2(imag(z[...]), real(z[...]))

# Comparisons and logic.

@numpy.entry("equal", cupy=True, operator="==", out=True)
def equal[T](a: Array[T, ...], b: Array[T, ...]) -> Array[bool, ...]:
    """a = b."""
    out[...] = a[...] == b[...]


@numpy.entry("not_equal", cupy=True, operator="!=", out=True)
def not_equal[T](a: Array[T, ...], b: Array[T, ...]) -> Array[bool, ...]:
    """a differs from b."""
    out[...] = a[...] != b[...]


@numpy.entry("less", cupy="real", operator="<", out=True)
def less[T](a: Array[T, ...], b: Array[T, ...]) -> Array[bool, ...]:
    """a < b."""
    out[...] = a[...] < b[...]


@numpy.entry("less_equal", cupy="real", operator="<=", out=True)
def less_equal[T](a: Array[T, ...], b: Array[T, ...]) -> Array[bool, ...]:
    """a is at most b."""
    out[...] = a[...] <= b[...]


@numpy.entry("greater", cupy="real", operator=">", out=True)
def greater[T](a: Array[T, ...], b: Array[T, ...]) -> Array[bool, ...]:
    """a > b."""
    out[...] = a[...] > b[...]


@numpy.entry("greater_equal", cupy="real", operator=">=", out=True)
def greater_equal[T](a: Array[T, ...], b: Array[T, ...]) -> Array[bool, ...]:
    """a is at least b."""
    out[...] = a[...] >= b[...]


@numpy.entry("logical_and", cupy="real", out=True)
def logical_and[T](a: Array[T, ...], b: Array[T, ...]) -> Array[bool, ...]:
    """Both are true."""
    out[...] = logical_and(a[...], b[...])


@numpy.entry("logical_or", cupy="real", out=True)
def logical_or[T](a: Array[T, ...], b: Array[T, ...]) -> Array[bool, ...]:
    """Either is true."""
    out[...] = logical_or(a[...], b[...])


@numpy.entry("logical_xor", cupy="real", out=True)
def logical_xor[T](a: Array[T, ...], b: Array[T, ...]) -> Array[bool, ...]:
    """Exactly one is true."""
    out[...] = logical_xor(a[...], b[...])


@numpy.entry("logical_not", cupy="real", out=True)
def logical_not[T: Any](a: Array[T, ...]) -> Array[bool, ...]:
    """Is false."""
    out[...] = logical_not(a[...])


@numpy.entry("isnan", cupy=True, out=True)
def isnan[T: Inexact](a: Array[T, ...]) -> Array[bool, ...]:
    """Is not a number."""
    out[...] = isnan(a[...])


@numpy.entry("isinf", cupy=True, out=True)
def isinf[T: Inexact](a: Array[T, ...]) -> Array[bool, ...]:
    """Is infinite."""
    out[...] = isinf(a[...])


@numpy.entry("isfinite", cupy=True, out=True)
def isfinite[T: Inexact](a: Array[T, ...]) -> Array[bool, ...]:
    """Is neither infinite nor NaN."""
    out[...] = isfinite(a[...])


@numpy.entry("signbit", cupy=True, out=True)
def signbit[T: Floating](a: Array[T, ...]) -> Array[bool, ...]:
    """Has its sign bit set."""
    out[...] = signbit(a[...])


@numpy.entry("bitwise_and", cupy=True, operator="&", out=True)
def bitwise_and[T: Integer](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Bits set in both."""
    out[...] = a[...] & b[...]


@numpy.entry("bitwise_and", cupy=True, operator="&", out=True)
def bitwise_and[T: Bool](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Bits set in both."""
    out[...] = a[...] & b[...]


@numpy.entry("bitwise_or", cupy=True, operator="|", out=True)
def bitwise_or[T: Integer](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Bits set in either."""
    out[...] = a[...] | b[...]


@numpy.entry("bitwise_or", cupy=True, operator="|", out=True)
def bitwise_or[T: Bool](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Bits set in either."""
    out[...] = a[...] | b[...]


@numpy.entry("bitwise_xor", cupy=True, operator="^", out=True)
def bitwise_xor[T: Integer](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Bits set in exactly one."""
    out[...] = a[...] ^ b[...]


@numpy.entry("bitwise_xor", cupy=True, operator="^", out=True)
def bitwise_xor[T: Bool](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Bits set in exactly one."""
    out[...] = a[...] ^ b[...]


@numpy.entry("left_shift", cupy=True, operator="<<", out=True)
def left_shift[T: Integer](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Bits moved up."""
    out[...] = a[...] << b[...]


@numpy.entry("right_shift", cupy=True, operator=">>", out=True)
def right_shift[T: Integer](a: Array[T, ...], b: Array[T, ...]) -> Array[T, ...]:
    """Bits moved down."""
    out[...] = a[...] >> b[...]


@numpy.entry("invert", cupy=True, also=["bitwise_not"], operator="~", out=True)
def invert[T: Integer](a: Array[T, ...]) -> Array[T, ...]:
    """Bits changed."""
    out[...] = ~a[...]


@numpy.entry("invert", cupy=True, also=["bitwise_not"], operator="~", out=True)
def invert[T: Bool](a: Array[T, ...]) -> Array[T, ...]:
    """Bits changed."""
    out[...] = ~a[...]

# Selection.

@numpy.entry("where", cupy=True, weight=5)
def where[C, T](condition: Array[C, ...], x: Array[T, ...], y: Array[T, ...]) -> Array[T, ...]:
    """x where the condition is true, y elsewhere."""
    out[...] = where(condition[...], x[...], y[...])


@numpy.entry("clip", cupy=True, methods=["clip"], out=True)
def clip[T: RealNumber](a: Array[T, ...], a_min: Array[T, ...], a_max: Array[T, ...]) -> Array[T, ...]:
    """The value moved into an interval."""
    out[...] = minimum(maximum(a[...], a_min[...]), a_max[...])


@numpy.entry("heaviside", cupy=True, out=True)
def heaviside[T: RealNumber](a: Array[T, ...], b: Array[T, ...]) -> Array[Inexact[T], ...]:
    """Step function, b at 0."""
    out[...] = heaviside(a[...], b[...])
