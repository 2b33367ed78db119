//! Imported IR of the constructs that kernels are made of.

use crate::common::{body, facts, full, loops};

#[test]
fn assignments() {
    insta::assert_snapshot!(body("def f(a, b):
    a[0, b] = b = 1.0
    x: float = -2
    y: int
    x += 1j
    a[x] -= None
    return x
"), @r#"
    py.func @f(["a", "b"]) hints ["", ""] {
      %0 = py.constant(1.000000e+00 : f64) : !py.float
      %1 = py.name "a" : !py.object
      %2 = py.constant(0 : i64) : !py.int
      %3 = py.name "b" : !py.object
      py.store %0, %1[%2, %3] {part = array<i64: 0, 2>} : !py.float, !py.object, !py.int, !py.object
      py.assign "b" = %0 {part = array<i64: 1, 2>} : !py.float
      %4 = py.constant(-2 : i64) : !py.int
      py.assign "x" = %4 : !py.int
      py.pass
      %5 = py.constant([0.000000e+00, 1.000000e+00]) : !py.complex
      py.aug_assign "x" "add" %5 : !py.complex
      %6 = py.name "a" : !py.object
      %7 = py.name "x" : !py.object
      %8 = py.constant(unit) : !py.none
      py.aug_store "subtract" %8, %6[%7] : !py.none, !py.object, !py.object
      %9 = py.name "x" : !py.object
      py.return %9 : !py.object
    }
    "#);
}

#[test]
fn tuple_assignments() {
    insta::assert_snapshot!(body("def f(a, b):
    c, d = a, b
    a, b = b, a + b
    a[0], b = b, 1
"), @r#"
    py.func @f(["a", "b"]) hints ["", ""] attributes {temporaries = ["_t0", "_t1", "_t2", "_t3"]} {
      %0 = py.name "a" : !py.object
      py.assign "c" = %0 {part = array<i64: 0, 2>} : !py.object
      %1 = py.name "b" : !py.object
      py.assign "d" = %1 {part = array<i64: 1, 2>} : !py.object
      %2 = py.name "b" : !py.object
      py.assign "_t0" = %2 {part = array<i64: 0, 4>} : !py.object
      %3 = py.name "a" : !py.object
      %4 = py.name "b" : !py.object
      %5 = py.binary "add" %3, %4 : (!py.object, !py.object) -> !py.object
      py.assign "_t1" = %5 {part = array<i64: 1, 4>} : !py.object
      %6 = py.name "_t0" : !py.object
      py.assign "a" = %6 {part = array<i64: 2, 4>} : !py.object
      %7 = py.name "_t1" : !py.object
      py.assign "b" = %7 {part = array<i64: 3, 4>} : !py.object
      %8 = py.name "b" : !py.object
      py.assign "_t2" = %8 {part = array<i64: 0, 4>} : !py.object
      %9 = py.constant(1 : i64) : !py.int
      py.assign "_t3" = %9 {part = array<i64: 1, 4>} : !py.int
      %10 = py.name "_t2" : !py.object
      %11 = py.name "a" : !py.object
      %12 = py.constant(0 : i64) : !py.int
      py.store %10, %11[%12] {part = array<i64: 2, 4>} : !py.object, !py.object, !py.int
      %13 = py.name "_t3" : !py.object
      py.assign "b" = %13 {part = array<i64: 3, 4>} : !py.object
    }
    "#);
}

#[test]
fn loops_and_branches() {
    insta::assert_snapshot!(body("def f(n):
    for i in range(n):
        if i < 3:
            pass
        elif 0 < i <= n:
            print('x')
    while n > 0:
        n //= 2
"), @r#"
    py.func @f(["n"]) hints [""] {
      %0 = py.ref "builtins.range" as "range" : !py.function
      %1 = py.name "n" : !py.object
      %2 = py.call %0(%1) : (!py.function, !py.object) -> !py.object
      py.for "i" in %2 : !py.object {
        %3 = py.name "i" : !py.object
        %4 = py.constant(3 : i64) : !py.int
        %5 = py.compare "less" %3, %4 : (!py.object, !py.int) -> !py.object
        py.if %5 : !py.object {
          py.pass
        } else {
          %6 = py.constant(0 : i64) : !py.int
          %7 = py.name "i" : !py.object
          %8 = py.compare "less" %6, %7 : (!py.int, !py.object) -> !py.object
          %9 = py.name "n" : !py.object
          %10 = py.compare "less_equal" %7, %9 : (!py.object, !py.object) -> !py.object
          %11 = py.bool "and"(%8, %10) : (!py.object, !py.object) -> !py.object
          py.if %11 : !py.object {
            %12 = py.ref "builtins.print" as "print" : !py.function
            %13 = py.constant("x") : !py.str
            %14 = py.call %12(%13) : (!py.function, !py.str) -> !py.object
            py.expr %14 : !py.object
          } else {
          }
        }
      }
      py.while {
        %3 = py.name "n" : !py.object
        %4 = py.constant(0 : i64) : !py.int
        %5 = py.compare "greater" %3, %4 : (!py.object, !py.int) -> !py.object
        py.condition %5 : !py.object
      } do {
        %3 = py.constant(2 : i64) : !py.int
        py.aug_assign "n" "floor_divide" %3 : !py.int
      }
    }
    "#);
}

#[test]
fn opaque_statements() {
    insta::assert_snapshot!(body("def f(n, x):
    for i in range(n):
        if i: break
    for i in x:
        pass
    else:
        n = 0
    with x as y:
        return 1
    x.a = 2
    if (m := n): x = m
    del x
    assert n, 'no'
"), @r#"
    py.func @f(["n", "x"]) hints ["", ""] {
      py.opaque "for i in range(n):\0A        if i: break" reads ["i", "n", "range"] writes ["i"] because "a loop is left or continued early"
      py.opaque "for i in x:\0A        pass\0A    else:\0A        n = 0" reads ["i", "n", "x"] writes ["i", "n"] because "a loop has an else branch"
      py.opaque "with x as y:\0A        return 1" reads ["x", "y"] writes ["y"] because "a with statement may run any code on entry and exit" {may_return}
      py.opaque "x.a = 2" reads ["x"] writes [] because "it assigns to an attribute"
      py.opaque "if (m := n): x = m" reads ["m", "n", "x"] writes ["m", "x"] because "it contains an assignment expression"
      py.opaque "del x" reads ["x"] writes ["x"] because "a del statement"
      py.opaque "assert n, 'no'" reads ["n"] writes [] because "an assert statement depends on how Python was started"
    }
    "#);
}

#[test]
fn subscripts() {
    insta::assert_snapshot!(body("import numpy as np
def f(a, i):
    return a[i, 1:, ..., ::-1], a[()], a[i,], a[np.newaxis]
"), @r#"
    py.func @f(["a", "i"]) hints ["", ""] {
      %0 = py.name "a" : !py.object
      %1 = py.name "i" : !py.object
      %2 = py.constant(1 : i64) : !py.int
      %3 = py.constant(unit) : !py.none
      %4 = py.constant(unit) : !py.none
      %5 = py.slice %2, %3, %4 : !py.int, !py.none, !py.none
      %6 = py.ellipsis
      %7 = py.constant(unit) : !py.none
      %8 = py.constant(unit) : !py.none
      %9 = py.constant(-1 : i64) : !py.int
      %10 = py.slice %7, %8, %9 : !py.none, !py.none, !py.int
      %11 = py.subscript %0[%1, %5, %6, %10] : (!py.object, !py.object, !py.slice, !py.ellipsis, !py.slice) -> !py.object
      %12 = py.name "a" : !py.object
      %13 = py.tuple() : () -> !py.object
      %14 = py.subscript %12[%13] : (!py.object, !py.object) -> !py.object
      %15 = py.name "a" : !py.object
      %16 = py.name "i" : !py.object
      %17 = py.tuple(%16) : (!py.object) -> !py.object
      %18 = py.subscript %15[%17] : (!py.object, !py.object) -> !py.object
      %19 = py.name "a" : !py.object
      %20 = py.ref "numpy.newaxis" as "np.newaxis" : !py.function
      %21 = py.subscript %19[%20] : (!py.object, !py.function) -> !py.object
      %22 = py.tuple(%11, %14, %18, %21) : (!py.object, !py.object, !py.object, !py.object) -> !py.object
      py.return %22 : !py.object
    }
    "#);
}

#[test]
fn calls() {
    insta::assert_snapshot!(body("import numpy.linalg as la
from numpy.core.multiarray import ndarray
def f(a, *, k=1):
    la.inv(a).sum(axis=0, keepdims=True)
    g(*a)
    isinstance(a, ndarray)
"), @r#"
    py.func @f(["a", "k"]) hints ["", ""] {
      %0 = py.ref "numpy.linalg.inv" as "la.inv" : !py.function
      %1 = py.name "a" : !py.object
      %2 = py.call %0(%1) : (!py.function, !py.object) -> !py.object
      %3 = py.attribute %2 "sum" : !py.object -> !py.object
      %4 = py.constant(0 : i64) : !py.int
      %5 = py.constant(true) : !py.bool
      %6 = py.call %3(%4, %5) keywords ["axis", "keepdims"] : (!py.object, !py.int, !py.bool) -> !py.object
      py.expr %6 : !py.object
      %7 = py.opaque_expr "g(*a)" reads ["a", "g"] because "a call unpacks its arguments" : !py.object
      py.expr %7 : !py.object
      %8 = py.ref "builtins.isinstance" as "isinstance" : !py.function
      %9 = py.name "a" : !py.object
      %10 = py.ref "numpy.ndarray" as "ndarray" : !py.function
      %11 = py.call %8(%9, %10) : (!py.function, !py.object, !py.function) -> !py.object
      py.expr %11 : !py.object
    }
    "#);
}

#[test]
fn operands_that_may_be_skipped() {
    insta::assert_snapshot!(body("from math import sqrt
def f(a, g):
    x = sqrt(a) if a > 0 else 0.0
    y = g() and a
    z = a and g()
    return a < g() < 3
"), @r#"
    py.func @f(["a", "g"]) hints ["", ""] {
      %0 = py.name "a" : !py.object
      %1 = py.constant(0 : i64) : !py.int
      %2 = py.compare "greater" %0, %1 : (!py.object, !py.int) -> !py.object
      %3 = py.ref "math.sqrt" as "sqrt" : !py.function
      %4 = py.name "a" : !py.object
      %5 = py.call %3(%4) : (!py.function, !py.object) -> !py.object
      %6 = py.constant(0.000000e+00 : f64) : !py.float
      %7 = py.select %2, %5, %6 : (!py.object, !py.object, !py.float) -> !py.object
      py.assign "x" = %7 : !py.object
      %8 = py.name "g" : !py.object
      %9 = py.call %8() : (!py.object) -> !py.object
      %10 = py.name "a" : !py.object
      %11 = py.bool "and"(%9, %10) : (!py.object, !py.object) -> !py.object
      py.assign "y" = %11 : !py.object
      %12 = py.opaque_expr "(a and g())" reads ["a", "g"] because "a part that may be skipped may have effects" : !py.object
      py.assign "z" = %12 : !py.object
      %13 = py.opaque_expr "(a < g() < 3)" reads ["a", "g"] because "a part that may be skipped may have effects" : !py.object
      py.return %13 : !py.object
    }
    "#);
}

#[test]
fn opaque_expressions() {
    insta::assert_snapshot!(body("def f(a):
    x = [i for i in a if i]
    y = tuple(i for i in a)
    z = f'{a}' + 'b' 'c'
    return 99999999999999999999, -9223372036854775808, {a}, b'x', '\\ud800'
"), @r#"
    py.func @f(["a"]) hints [""] {
      %0 = py.opaque_expr "[i for i in a if i]" reads ["a", "i"] because "a comprehension" : !py.object
      py.assign "x" = %0 : !py.object
      %1 = py.ref "builtins.tuple" as "tuple" : !py.function
      %2 = py.opaque_expr "(i for i in a)" reads ["a", "i"] because "a generator expression" : !py.object
      %3 = py.call %1(%2) : (!py.function, !py.object) -> !py.object
      py.assign "y" = %3 : !py.object
      %4 = py.opaque_expr "f'{a}'" reads ["a"] because "a formatted string" {formats = ["a:"]} : !py.object
      %5 = py.constant("bc") : !py.str
      %6 = py.binary "add" %4, %5 : (!py.object, !py.str) -> !py.object
      py.assign "z" = %6 : !py.object
      %7 = py.opaque_expr "99999999999999999999" reads [] because "an integer of more than 64 bits" : !py.object
      %8 = py.constant(-9223372036854775808 : i64) : !py.int
      %9 = py.opaque_expr "{a}" reads ["a"] because "a dictionary or set" : !py.object
      %10 = py.opaque_expr "b'x'" reads [] because "a constant that is no number or plain string" : !py.object
      %11 = py.opaque_expr "'\\ud800'" reads [] because "a constant that is no number or plain string" : !py.object
      %12 = py.tuple(%7, %8, %9, %10, %11) : (!py.object, !py.int, !py.object, !py.object, !py.object) -> !py.object
      py.return %12 : !py.object
    }
    "#);
}

#[test]
fn generators_and_lists_as_loops() {
    insta::assert_snapshot!(body("def f(a, b):
    a[0] = 2.0 * sum(x * y for x, y in zip(a, b))
    return [-v for v in a]
"), @r#"
    py.func @f(["a", "b"]) hints ["", ""] attributes {temporaries = ["_t0", "_t1", "_t2", "_t3"]} {
      %0 = py.ref "builtins.sum" as "sum" : !py.function
      py.expr %0 {part = array<i64: 0, 5>} : !py.function
      %1 = py.ref "builtins.zip" as "zip" : !py.function
      py.expr %1 {part = array<i64: 1, 5>} : !py.function
      %2 = py.constant(0 : i64) : !py.int
      py.assign "_t0" = %2 {part = array<i64: 2, 5>} : !py.int
      %3 = py.ref "builtins.range" as "range" : !py.function
      %4 = py.ref "builtins.min" as "min" : !py.function
      %5 = py.ref "builtins.len" as "len" : !py.function
      %6 = py.name "a" : !py.object
      %7 = py.call %5(%6) : (!py.function, !py.object) -> !py.object
      %8 = py.ref "builtins.len" as "len" : !py.function
      %9 = py.name "b" : !py.object
      %10 = py.call %8(%9) : (!py.function, !py.object) -> !py.object
      %11 = py.call %4(%7, %10) : (!py.function, !py.object, !py.object) -> !py.object
      %12 = py.call %3(%11) : (!py.function, !py.object) -> !py.object
      py.for "_t1" in %12 : !py.object {
        %29 = py.name "a" : !py.object
        %30 = py.name "_t1" : !py.object
        %31 = py.subscript %29[%30] : (!py.object, !py.object) -> !py.object
        %32 = py.name "b" : !py.object
        %33 = py.name "_t1" : !py.object
        %34 = py.subscript %32[%33] : (!py.object, !py.object) -> !py.object
        %35 = py.binary "multiply" %31, %34 : (!py.object, !py.object) -> !py.object
        py.aug_assign "_t0" "add" %35 : !py.object
      } {part = array<i64: 3, 5>}
      %13 = py.constant(2.000000e+00 : f64) : !py.float
      %14 = py.name "_t0" : !py.object
      %15 = py.binary "multiply" %13, %14 : (!py.float, !py.object) -> !py.object
      %16 = py.name "a" : !py.object
      %17 = py.constant(0 : i64) : !py.int
      py.store %15, %16[%17] {part = array<i64: 4, 5>} : !py.object, !py.object, !py.int
      %18 = py.ref "builtins.len" as "len" : !py.function
      %19 = py.name "a" : !py.object
      %20 = py.call %18(%19) : (!py.function, !py.object) -> !py.object
      %21 = py.constant(0.000000e+00 : f64) : !py.float
      %22 = py.rows %21, %20 : (!py.float, !py.object) -> !py.object
      py.assign "_t2" = %22 {part = array<i64: 0, 2>} : !py.object
      %23 = py.ref "builtins.range" as "range" : !py.function
      %24 = py.ref "builtins.len" as "len" : !py.function
      %25 = py.name "a" : !py.object
      %26 = py.call %24(%25) : (!py.function, !py.object) -> !py.object
      %27 = py.call %23(%26) : (!py.function, !py.object) -> !py.object
      py.for "_t3" in %27 : !py.object {
        %29 = py.name "a" : !py.object
        %30 = py.name "_t3" : !py.object
        %31 = py.subscript %29[%30] : (!py.object, !py.object) -> !py.object
        %32 = py.unary "negative" %31 : (!py.object) -> !py.object
        %33 = py.name "_t2" : !py.object
        %34 = py.name "_t3" : !py.object
        py.store %32, %33[%34] : !py.object, !py.object, !py.object
      } {part = array<i64: 1, 2>}
      %28 = py.name "_t2" : !py.object
      py.return %28 : !py.object
    }
    "#);
}

#[test]
fn globals_and_constants() {
    insta::assert_snapshot!(body("EPS = 0.1
N: int = -3
M = 1
M = 2
def f(a, len):
    return EPS + N + M + h + len(a) + max(a)
"), @r#"
    py.func @f(["a", "len"]) hints ["", ""] {
      %0 = py.name "EPS" {constant = 1.000000e-01 : f64, global} : !py.object
      %1 = py.name "N" {constant = -3 : i64, global} : !py.object
      %2 = py.binary "add" %0, %1 : (!py.object, !py.object) -> !py.object
      %3 = py.name "M" {global} : !py.object
      %4 = py.binary "add" %2, %3 : (!py.object, !py.object) -> !py.object
      %5 = py.name "h" {global} : !py.object
      %6 = py.binary "add" %4, %5 : (!py.object, !py.object) -> !py.object
      %7 = py.name "len" : !py.object
      %8 = py.name "a" : !py.object
      %9 = py.call %7(%8) : (!py.object, !py.object) -> !py.object
      %10 = py.binary "add" %6, %9 : (!py.object, !py.object) -> !py.object
      %11 = py.ref "builtins.max" as "max" : !py.function
      %12 = py.name "a" : !py.object
      %13 = py.call %11(%12) : (!py.function, !py.object) -> !py.object
      %14 = py.binary "add" %10, %13 : (!py.object, !py.object) -> !py.object
      py.return %14 : !py.object
    }
    "#);
}

#[test]
fn facts_of_a_method() {
    insta::assert_snapshot!(full("class A:
    class B:
        def f(self, x: 'float' = 1, y: np.ndarray=None):
            \"\"\"Doc.\"\"\"
            z = x  # twice
            return z * 2  # done

        @staticmethod
        def g(): pass
"), @r#"
    py.func @A.B.f(["self", "x", "y"]) hints ["", "'float'", "np.ndarray"] attributes {class = "A.B", default_values = {x = 1 : i64}, defaults = 2 : i64, indent = "            ", locals = ["z"], member_indent = "        ", method_kind = "method", names = ["f", "ndarray", "np", "self", "x", "y", "z"], qualname = "A.B.f", self_name = "self", span = array<i64: 102, 162>} {
      %0 = py.name "x" : !py.object
      py.assign "z" = %0 {span = array<i64: 114, 119>} : !py.object
      %1 = py.name "z" : !py.object
      %2 = py.constant(2 : i64) : !py.int
      %3 = py.binary "multiply" %1, %2 : (!py.object, !py.int) -> !py.object
      py.return %3 : !py.object {span = array<i64: 141, 153>}
    }
    py.func @A.B.g([]) hints [] attributes {class = "A.B", defaults = 0 : i64, indent = "        ", locals = [], member_indent = "        ", method_kind = "static", names = ["g"], qualname = "A.B.g", refused = "its body starts on the line of another statement", single_line_body, span = array<i64: 185, 207>} {
    }
    "#);
}

#[test]
fn facts_of_a_module() {
    insta::assert_snapshot!(facts("import numpy as np, os.path
from math import sqrt, sin
from . import near
class A(Base):
    size = 3
    def f(self): return f'{hidden}'
    @property
    def p(self): return 1
class C(metaclass=M): pass
def g():
    global sin
    sin = 1
"), @r#"
    py.classes: {A = {attributes = ["p", "size"], bases = ["Base"], methods = ["f"]}, C = {attributes = [], bases = [], dynamic, methods = []}}
    py.imports: {np = "numpy", os = "os", sqrt = "math.sqrt"}
    py.module_names: ["A", "Base", "C", "M", "f", "g", "hidden", "math", "metaclass", "near", "np", "numpy", "os", "p", "path", "property", "self", "sin", "size", "sqrt"]
    "#);
}

#[test]
fn rebound_names_are_not_trusted() {
    for rebinding in [
        "np = 1",
        "del np",
        "for np in x: pass",
        "def np(): pass",
        "class np: pass",
        "with x as np: pass",
        "try: pass\nexcept E as np: pass",
        "if x:\n    import other as np",
        "[np := 1 for i in x]",
        "match x:\n    case [np, *_]: pass",
        "np += 1",
        "np: int",
        "def h():\n    global np",
        "from x import *",
        "(a, [np]) = x",
    ] {
        let text = format!("import numpy as np\n{rebinding}\ndef f():\n    np.dot()\n");
        assert!(!body(&text).contains("numpy.dot"), "{rebinding}");
    }
    for harmless in ["[np for np in x]", "def g(np): np = 1", "import numpy as np", "lambda np: 0", "class C: np = 1"] {
        let text = format!("import numpy as np\n{harmless}\ndef f():\n    np.dot()\n");
        assert!(body(&text).contains("numpy.dot"), "{harmless}");
    }
    assert!(!body("range = 1\ndef f(): \n    range(3)\n").contains("builtins"));
    assert!(!body("from x import *\ndef f(): \n    range(3)\n").contains("builtins"));
    assert!(!body("def f(range): \n    range(3)\n").contains("builtins"));
    assert!(!body("import numpy as __np\nclass A:\n    def f(self):\n        __np.dot()\n").contains("numpy.dot"));
}

#[test]
fn refused_functions() {
    let reason = |text: &str| {
        let printed = body(text);
        let start = printed.find("refused = \"").map(|at| at + 11)?;
        Some(printed[start..].split('"').next().unwrap_or_default().to_string())
    };
    let reasons: Vec<_> = [
        "def f():\n    yield 1\n",
        "async def f():\n    return 1\n",
        "def f():\n    try:\n        g()\n    finally:\n        h()\n",
        "def f():\n    global x\n    x = 1\n",
        "def f():\n    return locals()\n",
        "import numba as nb\n@nb.njit(parallel=True)\ndef f():\n    return 1\n",
        "@jit\ndef f():\n    return 1\n",
        "@jitclass(spec)\nclass A:\n    def f(self):\n        return 1\n",
        "def f(*args):\n    return 1\n",
        "def f(x): ...\n",
        "def f(x):\n    ...\n",
        "def f(x):\n    'Only a docstring.'\n",
        "def f(x): return x\n",
        "def f(x):\n    'Doc.'; return x\n",
        "def f(x):\n    return lambda y: x + y\n",
        "def f(x):\n    def g():\n        return x\n    return g\n",
        "def f(x):\n    return (x for i in y)\n",
        "def f(ﬁ):\n    return ﬁ\n",
    ]
    .iter()
    .map(|text| reason(text).unwrap_or_else(|| format!("NOT REFUSED: {text}")))
    .collect();
    insta::assert_snapshot!(reasons.join("\n"), @r#"
    it is a generator
    it is a coroutine
    it contains a try statement
    it declares a global variable
    it uses 'locals', which may see any variable
    its decorator 'nb.njit' compiles or replaces it
    its decorator 'jit' compiles or replaces it
    its decorator 'jitclass' compiles or replaces it
    its parameter 'args' collects arguments
    its body starts on the line of another statement
    its body is a placeholder
    it does nothing
    its body starts on the line of another statement
    its body starts on the line of another statement
    a lambda in it captures its variable 'x'
    a function in it captures its variable 'x'
    a generator expression in it captures its variable 'x'
    the file uses the name '\EF\AC\81', which Python normalizes
    "#);
    for fine in [
        "def f(x):\n    return sum(x for i in y)\n",
        "def f(x):\n    return lambda y: y\n",
        "@functools.cache\ndef f(x):\n    return x\n",
        "def f(σ):\n    return σ\n",
        "class A:\n    @property\n    def f(self):\n        return 1\n    @f.setter\n    def f(self, v):\n        self.v = v\n",
    ] {
        assert_eq!(reason(fine), None, "{fine}");
    }
}

#[test]
fn correlation_with_loops() {
    let text = include_str!("../../../test/run/programs/correlation_list.py");
    insta::assert_snapshot!("correlation_with_loops", body(text));
}

#[test]
fn correlation_with_arrays() {
    let text = include_str!("../../../test/run/programs/correlation_numpy.py");
    insta::assert_snapshot!("correlation_with_arrays", body(text));
}

/// Loops that a function may not model, with what their bodies read first and leave behind.
#[test]
fn loops_that_may_stay() {
    let text = "
def f(a, n):
    t = 0
    b = a
    while t < n:
        b = a + t
        if b[0] > 1.0:
            break
        t += 1
    for i in range(n):
        a[i] = 1.0
    for x in a:
        a, b = b, a
    return a
";
    assert_eq!(loops(text), [r#""f:5" ["a", "t"] ["b", "t"]"#, r#""f:12" ["a", "b"] ["a", "b"]"#]);
}

/// No guard may read a name that may be unbound, and no iteration may be seen half done.
#[test]
fn loops_that_are_left_alone() {
    let unbound = "
def f(a, n):
    for i in a:
        if i > 0:
            a[i] = last
        last = a[i]
";
    assert!(loops(unbound).is_empty());
    let deleted = "
def f(a, n):
    last = 0
    for i in a:
        a[i] = last
        del last
        last = 1
";
    assert!(loops(deleted).is_empty());
    let inside_with = "
def f(a, n, manager):
    with manager:
        while a[0] > 1:
            a[0] = a[0] / 2
";
    assert!(loops(inside_with).is_empty());
}
