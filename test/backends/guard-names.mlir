// RUN: automphc-translate --emit-python %s | FileCheck %s
// Names of the module that the version relies on: functions are compared with those of the import, modules first.

module attributes {
  py.source = "import numpy as np\0A\0A\0Adef f(x):\0A    return x\0A",
  py.path = "names.py", py.source_hash = "0", py.imports = {np = "numpy"}, py.module_names = ["f", "np", "x"]
} {
  py.func @f(["x"]) hints [""] attributes {span = array<i64: 35, 43>, locals = []} {}

  // CHECK:      def _library_functions(*names):
  // CHECK:      {{^}}_functions = _library_functions("numpy", "numpy.dot", "builtins.range")
  // CHECK:      def f(x):
  // CHECK-NEXT:     if (
  // CHECK-NEXT:         np is _functions[0]
  // CHECK-NEXT:         and (np, np.dot, range) == _functions
  // CHECK-NEXT:         and type(globals().get("EPS")) is float and EPS == 0.1
  // CHECK-NEXT:         and type(x) in (float, np.float64)
  // CHECK-NEXT:     ):
  // CHECK-NEXT:         return (np.float64(x), float(x))
  func.func private @"f$version0"(%x: memref<f64> {py.name = "x", py.kind = "float"}) attributes {nparray.kernel = "f"} {
    nparray.guard "functions"() {names = ["numpy.dot", "builtins.range"], spellings = ["np.dot", "range"]}
    nparray.guard "constant"() {object = "EPS", value = 0.1 : f64}
    py.return %x, %x : memref<f64>, memref<f64> {scalars = ["numpy", "python"]}
    func.return
  }
}
