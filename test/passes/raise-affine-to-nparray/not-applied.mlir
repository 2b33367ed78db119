// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray)' --verify-diagnostics | FileCheck %s
// Loops that stay Python loops, and why.

// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[$PLUS_1:.+]] = affine_map<(d0) -> (d0 + 1)>
// CHECK-DAG: #[[$MINUS_1:.+]] = affine_map<(d0) -> (d0 - 1)>

// A recurrence.
// CHECK-LABEL: @recurrence$version0(
// CHECK-SAME: %[[X:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 1 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[X]][%[[I]] - 1]
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[X]][%[[I]] - 1]
// CHECK-NEXT:   %[[R:.*]] = arith.addf %[[X2]], %[[X3]]
// CHECK-NEXT:   affine.store %[[R]], %[[X]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"recurrence$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "recurrence"} {
  // expected-remark@+1 {{stays a Python loop: an iteration needs the result of an earlier one}}
  affine.for %i = 1 to %n {
    %a = affine.load %x[%i - 1] : memref<?xf64>
    %b = arith.addf %a, %a : f64
    affine.store %b, %x[%i] : memref<?xf64>
  }
  return
}

// No sum: the term reads elements that the same sum has changed.
// CHECK-LABEL: @triangular_product$version0(
// CHECK-SAME: %[[L:[a-z0-9]+]]:{{.*}}, %[[X:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$PLUS_1]](%[[I]]) {
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[X]][%[[I]]]
// CHECK-NEXT:     %[[X3:.*]] = affine.load %[[L]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[X4:.*]] = affine.load %[[X]][%[[J]]]
// CHECK-NEXT:     %[[R:.*]] = arith.mulf %[[X3]], %[[X4]]
// CHECK-NEXT:     %[[R2:.*]] = arith.addf %[[X2]], %[[R]]
// CHECK-NEXT:     affine.store %[[R2]], %[[X]][%[[I]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"triangular_product$version0"(%l: memref<?x?xf64> {py.name = "l", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "triangular_product"} {
  affine.for %i = 0 to %n {
    // expected-remark@+1 {{stays a Python loop: an iteration needs the result of an earlier one}}
    affine.for %k = 0 to affine_map<(d0) -> (d0 + 1)>(%i) {
      %s = affine.load %x[%i] : memref<?xf64>
      %m = affine.load %l[%i, %k] : memref<?x?xf64>
      %w = affine.load %x[%k] : memref<?xf64>
      %p = arith.mulf %m, %w : f64
      %t = arith.addf %s, %p : f64
      affine.store %t, %x[%i] : memref<?xf64>
    }
  }
  return
}

// math.sqrt raises where numpy.sqrt gives NaN.
// CHECK-LABEL: @raises$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   %[[SQRT:.*]] = nparray.scalar "math.sqrt"(%[[X]]) : (f64) -> f64
// CHECK-NEXT:   affine.store %[[SQRT]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"raises$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "raises"} {
  // expected-remark@+1 {{stays a Python loop: math.sqrt raises on elements that numpy.sqrt would let pass}}
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    %y = nparray.scalar "math.sqrt"(%x) : (f64) -> f64
    affine.store %y, %b[%i] : memref<?xf64>
  }
  return
}

// The last iteration alone counts.
// CHECK-LABEL: @overwritten$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[M]]) {
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[A]][%[[J]]]
// CHECK-NEXT:     affine.store %[[X]], %[[B]][%[[I]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"overwritten$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "overwritten"} {
  affine.for %i = 0 to %n {
    // expected-remark@+1 {{stays a Python loop: an iteration needs the result of an earlier one}}
    affine.for %k = 0 to %m {
      %x = affine.load %a[%k] : memref<?xf64>
      affine.store %x, %b[%i] : memref<?xf64>
    }
  }
  return
}

// Blocks of a triangle would read rows that earlier blocks have overwritten.
// CHECK-LABEL: @overwritten_triangle$version0(
// CHECK-SAME: %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:   %[[AT:.*]] = affine.apply #[[$PLUS_1]](%[[I]])
// CHECK-NEXT:   %[[V:.*]] = nparray.view %[[C]][%[[AT]], %[[I]], %[[N]]] {axes = ["index", "slice"]}
// CHECK-NEXT:   %[[V2:.*]] = nparray.view %[[C]][%[[I]], %[[I]], %[[N]]] {axes = ["index", "slice"]}
// CHECK-NEXT:   nparray.store %[[V]], %[[V2]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"overwritten_triangle$version0"(%c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "overwritten_triangle"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%n) {
    affine.for %j = affine_map<(d0) -> (d0)>(%i) to %n {
      %x = affine.load %c[%i + 1, %j] : memref<?x?xf64>
      affine.store %x, %c[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A sum of two loop variables is no slice of one axis.
// CHECK-LABEL: @antidiagonals$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK: nparray.view %[[A]][{{.*}}] {axes = ["slice"]}
// CHECK: nparray.view %[[B]][%[[I]], {{.*}}] {axes = ["index", "slice"]}
func.func private @"antidiagonals$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "antidiagonals"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      %x = affine.load %a[%i + %j] : memref<?xf64>
      affine.store %x, %b[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A loop that carries a cycle between two statements.
// CHECK-LABEL: @cycle$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 1 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[B]][%[[I]] - 1]
// CHECK-NEXT:   affine.store %[[X]], %[[A]][%[[I]]]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X2]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"cycle$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "cycle"} {
  // expected-remark@+1 {{stays a Python loop: it carries a dependence between its statements}}
  affine.for %i = 1 to %n {
    %x = affine.load %b[%i - 1] : memref<?xf64>
    affine.store %x, %a[%i] : memref<?xf64>
    %y = affine.load %a[%i] : memref<?xf64>
    affine.store %y, %b[%i] : memref<?xf64>
  }
  return
}

// In another order the factors may overflow.
// CHECK-LABEL: @factorial$version0(
// CHECK: affine.for
// CHECK: arith.mulf
func.func private @"factorial$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %p: memref<?xf64> {py.name = "p", py.kind = "array"}) attributes {nparray.kernel = "factorial"} {
  %n = nparray.dim %a, 0 : memref<?xf64>
  // expected-remark@+1 {{stays a Python loop: the order of a product's factors decides where it overflows}}
  affine.for %i = 0 to %n {
    %0 = affine.load %p[0] : memref<?xf64>
    %1 = affine.load %a[%i] : memref<?xf64>
    %2 = arith.mulf %0, %1 : f64
    affine.store %2, %p[0] : memref<?xf64>
  }
  return
}

// Each factor has a sum of its own: einsum would add them up first and multiply the sums.
// CHECK-LABEL: @two_sums$version0(
// CHECK-NOT: numpy.einsum
// CHECK: nparray.call "numpy.sum"
func.func private @"two_sums$version0"(%x: memref<?x?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?x?xf64> {py.name = "y", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}) attributes {nparray.kernel = "two_sums"} {
  %n = nparray.dim %x, 0 : memref<?x?xf64>
  %q = nparray.dim %y, 0 : memref<?x?xf64>
  %m = nparray.dim %s, 0 : memref<?xf64>
  affine.for %j = 0 to %m {
    affine.for %i = 0 to %n {
      affine.for %k = 0 to %q {
        %0 = affine.load %s[%j] : memref<?xf64>
        %1 = affine.load %x[%i, %j] : memref<?x?xf64>
        %2 = affine.load %y[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        // expected-remark@+1 {{3 loops became numpy.multiply, numpy.sum}}
        affine.store %4, %s[%j] : memref<?xf64>
      }
    }
  }
  return
}

// A statement on whole arrays reads the memory of the local.
// CHECK-LABEL: @kept_memory$version0(
// CHECK: %[[T:.*]] = memref.alloc
// CHECK: %[[V:.*]] = nparray.view %[[T]]
// CHECK: nparray.store %{{.*}}, %[[V]]
// CHECK: nparray.store %[[T]]
func.func private @"kept_memory$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "kept_memory"} {
  %n = nparray.dim %a, 0 : memref<?xf64>
  %t = memref.alloc(%n) : memref<?xf64>
  affine.for %i = 0 to %n {
    %0 = affine.load %a[%i] : memref<?xf64>
    %1 = arith.mulf %0, %0 : f64
    // expected-remark@+1 {{1 loops became numpy.multiply}}
    affine.store %1, %t[%i] : memref<?xf64>
  }
  nparray.store %t, %b : memref<?xf64>, memref<?xf64>
  return
}

// The same for the result of a function without an equation.
// CHECK-LABEL: @kept_result$version0(
// CHECK: %[[T:.*]] = memref.alloc
// CHECK: %[[V:.*]] = nparray.view %[[T]]
// CHECK: nparray.store %{{.*}}, %[[V]]
// CHECK: nparray.store %[[T]]
func.func private @"kept_result$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "kept_result"} {
  %n = nparray.dim %a, 0 : memref<?xf64>
  %order = memref.alloc() {order} : memref<i1>
  %zero = arith.constant 0 : index
  %t = memref.alloc(%n) : memref<?xf64>
  nparray.opaque "numpy.sort"(%order, %t, %zero, %n, %a, %zero, %n) {access = ["order", "write 1", "axis 0", "end", "read 1", "axis 0", "end"], fresh, total} : memref<i1>, memref<?xf64>, index, index, memref<?xf64>, index, index
  nparray.store %t, %b : memref<?xf64>, memref<?xf64>
  return
}
