// RUN: automphc-opt %s | automphc-opt | FileCheck %s

// CHECK-LABEL: py.func @Kernel.run(["self", "n", "data"]) hints ["", "int", "ndarray"]
// CHECK-SAME: attributes {span = array<i64: 10, 20>}
py.func @"Kernel.run"(["self", "n", "data"]) hints ["", "int", "ndarray"] attributes {span = array<i64: 10, 20>} {
  // CHECK: %[[N:.*]] = py.name "n" : !py.object
  %n = py.name "n" : !py.object
  // CHECK: %[[DATA:.*]] = py.name "data" : !py.object
  %data = py.name "data" : !py.object
  // CHECK: py.ref "numpy.dot" as "np.dot" : !py.function
  %dot = py.ref "numpy.dot" as "np.dot" : !py.function
  // CHECK: py.ref "builtins.range" as "range" : !py.function
  %range = py.ref "builtins.range" as "range" : !py.function

  // CHECK: py.constant(1 : i64) : !py.int
  %one = py.constant (1 : i64) : !py.int
  // CHECK: py.constant(5.000000e-01 : f64) : !py.float
  %half = py.constant (0.5 : f64) : !py.float
  // CHECK: py.constant(true) : !py.bool
  %true = py.constant (true) : !py.bool
  // CHECK: py.constant("text") : !py.str
  %text = py.constant ("text") : !py.str
  // CHECK: py.constant(unit) : !py.none
  %none = py.constant (unit) : !py.none
  // CHECK: py.constant([0.000000e+00, 1.000000e+00]) : !py.complex
  %imaginary = py.constant ([0.0, 1.0]) : !py.complex

  // CHECK: py.attribute %{{.*}} "M" : !py.object -> !py.object
  %self = py.name "self" : !py.object
  %m = py.attribute %self "M" : !py.object -> !py.object
  // CHECK: py.slice %{{.*}}, %{{.*}}, %{{.*}} : !py.int, !py.none, !py.none
  %slice = py.slice %one, %none, %none : !py.int, !py.none, !py.none
  // CHECK: py.ellipsis
  %ellipsis = py.ellipsis
  // CHECK: py.subscript %[[DATA]][%[[N]], %{{.*}}, %{{.*}}] : (!py.object, !py.object, !py.slice, !py.ellipsis) -> !py.object
  %part = py.subscript %data[%n, %slice, %ellipsis] : (!py.object, !py.object, !py.slice, !py.ellipsis) -> !py.object
  // CHECK: py.call %{{.*}}(%[[DATA]], %{{.*}}) keywords ["axis"] : (!py.function, !py.object, !py.int) -> !py.object
  %product = py.call %dot(%data, %one) keywords ["axis"] : (!py.function, !py.object, !py.int) -> !py.object

  // CHECK: py.binary "multiply" %{{.*}}, %{{.*}} : (!py.object, !py.float) -> !py.object
  %scaled = py.binary "multiply" %part, %half : (!py.object, !py.float) -> !py.object
  // CHECK: py.unary "negative" %{{.*}} : (!py.object) -> !py.object
  %negated = py.unary "negative" %scaled : (!py.object) -> !py.object
  // CHECK: py.compare "less_equal" %{{.*}}, %{{.*}} : (!py.object, !py.int) -> !py.bool
  %small = py.compare "less_equal" %n, %one : (!py.object, !py.int) -> !py.bool
  // CHECK: py.bool "and"(%{{.*}}, %{{.*}}) : (!py.bool, !py.bool) -> !py.bool
  %both = py.bool "and"(%small, %true) : (!py.bool, !py.bool) -> !py.bool
  // CHECK: py.select %{{.*}}, %{{.*}}, %{{.*}} : (!py.bool, !py.float, !py.object) -> !py.object
  %chosen = py.select %both, %half, %negated : (!py.bool, !py.float, !py.object) -> !py.object
  // CHECK: py.tuple(%{{.*}}, %{{.*}}) : (!py.int, !py.float) -> tuple<!py.int, !py.float>
  %pair = py.tuple(%one, %half) : (!py.int, !py.float) -> tuple<!py.int, !py.float>
  // CHECK: py.list[%{{.*}}, %{{.*}}] : (!py.float, !py.float) -> !py.list<1 x f64>
  %list = py.list[%half, %half] : (!py.float, !py.float) -> !py.list<1 x f64>
  // CHECK: py.rows %{{.*}}, %{{.*}} : (!py.list<1 x f64>, !py.int) -> !py.list<2 x f64>
  %rows = py.rows %list, %one : (!py.list<1 x f64>, !py.int) -> !py.list<2 x f64>
  // CHECK: py.opaque_expr "f'{n}'" reads ["n"] because "a formatted string" : !py.object
  %opaque = py.opaque_expr "f'{n}'" reads ["n"] because "a formatted string" : !py.object

  // CHECK: py.assign "x" = %{{.*}} {span = array<i64: 1, 2>} : !py.object
  py.assign "x" = %chosen {span = array<i64: 1, 2>} : !py.object
  // CHECK: py.aug_assign "x" "add" %{{.*}} : !py.float
  py.aug_assign "x" "add" %half : !py.float
  // CHECK: py.store %{{.*}}, %[[DATA]][%[[N]]] : !py.float, !py.object, !py.object
  py.store %half, %data[%n] : !py.float, !py.object, !py.object
  // CHECK: py.aug_store "subtract" %{{.*}}, %[[DATA]][%[[N]], %{{.*}}] : !py.float, !py.object, !py.object, !py.int
  py.aug_store "subtract" %half, %data[%n, %one] : !py.float, !py.object, !py.object, !py.int

  // CHECK: py.for "i" in %{{.*}} : !py.object {
  %indices = py.call %range(%n) : (!py.function, !py.object) -> !py.object
  py.for "i" in %indices : !py.object {
    // CHECK-NEXT: py.pass
    py.pass
  }
  // CHECK: py.while {
  py.while {
    %test = py.name "x" : !py.object
    // CHECK: py.condition %{{.*}} : !py.object
    py.condition %test : !py.object
  // CHECK: } do {
  } do {
    // CHECK: py.opaque "print(x)" reads ["print", "x"] writes [] because "unknown call"
    py.opaque "print(x)" reads ["print", "x"] writes [] because "unknown call"
  }
  // CHECK: py.if %{{.*}} : !py.bool {
  py.if %both : !py.bool {
    // CHECK: py.expr %{{.*}} : !py.object
    py.expr %product : !py.object
    // CHECK: } else {
  } else {
    // CHECK: py.return
    py.return
  }
  // An absent else is an empty region, also when it is read back.
  // CHECK: py.if %{{.*}} : !py.bool {
  py.if %both : !py.bool {
    // CHECK-NEXT: py.pass
    py.pass
    // CHECK-NEXT: } else {
    // CHECK-NEXT: }
  } else {
  }
  // CHECK: py.return %{{.*}} : !py.object
  py.return %chosen : !py.object
}

// A function that must stay as it is has no operations.
// CHECK-LABEL: py.func @generator([]) hints [] attributes {refused = "it is a generator"}
py.func @generator([]) hints [] attributes {refused = "it is a generator"} {
}

// What inference found.
// CHECK-LABEL: py.func @typed(["x"]) hints ["float"] types [!py.float]
py.func @typed(["x"]) hints ["float"] types [!py.float] {
}
