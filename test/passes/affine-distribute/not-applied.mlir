// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-distribute)' | FileCheck %s
// What one component of the dependence graph holds stays in one loop.

// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>

// Each statement needs the other's result of the iteration before.
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
  affine.for %i = 1 to %n {
    %x = affine.load %b[%i - 1] : memref<?xf64>
    affine.store %x, %a[%i] : memref<?xf64>
    %y = affine.load %a[%i] : memref<?xf64>
    affine.store %y, %b[%i] : memref<?xf64>
  }
  return
}

// A scalar carried across iterations.
// CHECK-LABEL: @prefix_sum$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "s"} : memref<f64>
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: affine.store %[[C2]], %[[R]][]
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   %[[R2:.*]] = arith.addf %[[X]], %[[X2]]
// CHECK-NEXT:   affine.store %[[R2]], %[[R]][]
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   affine.store %[[X3]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"prefix_sum$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "prefix_sum"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  %z = arith.constant 0.0 : f64
  affine.store %z, %s[] : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %s[] : memref<f64>
    %y = affine.load %a[%i] : memref<?xf64>
    %t = arith.addf %x, %y : f64
    affine.store %t, %s[] : memref<f64>
    %u = affine.load %s[] : memref<f64>
    affine.store %u, %b[%i] : memref<?xf64>
  }
  return
}

// The quotient is read by later iterations of the sum: one component; only the initialization leaves.
// CHECK-LABEL: @trisolv$version0(
// CHECK-SAME: %[[L:[a-z0-9]+]]:{{.*}}, %[[X:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[B]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X2]], %[[X]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[I2]]) {
// CHECK-NEXT:     %[[X3:.*]] = affine.load %[[X]][%[[I2]]]
// CHECK-NEXT:     %[[X4:.*]] = affine.load %[[L]][%[[I2]], %[[J]]]
// CHECK-NEXT:     %[[X5:.*]] = affine.load %[[X]][%[[J]]]
// CHECK-NEXT:     %[[R:.*]] = arith.mulf %[[X4]], %[[X5]]
// CHECK-NEXT:     %[[R2:.*]] = arith.subf %[[X3]], %[[R]]
// CHECK-NEXT:     affine.store %[[R2]], %[[X]][%[[I2]]]
// CHECK-NEXT:   }
// CHECK-NEXT:   %[[X6:.*]] = affine.load %[[X]][%[[I2]]]
// CHECK-NEXT:   %[[X7:.*]] = affine.load %[[L]][%[[I2]], %[[I2]]]
// CHECK-NEXT:   %[[R3:.*]] = arith.divf %[[X6]], %[[X7]]
// CHECK-NEXT:   affine.store %[[R3]], %[[X]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"trisolv$version0"(%l: memref<?x?xf64> {py.name = "l", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "trisolv"} {
  affine.for %i = 0 to %n {
    %v = affine.load %b[%i] : memref<?xf64>
    affine.store %v, %x[%i] : memref<?xf64>
    affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
      %s = affine.load %x[%i] : memref<?xf64>
      %m = affine.load %l[%i, %k] : memref<?x?xf64>
      %w = affine.load %x[%k] : memref<?xf64>
      %p = arith.mulf %m, %w : f64
      %t = arith.subf %s, %p : f64
      affine.store %t, %x[%i] : memref<?xf64>
    }
    %d = affine.load %l[%i, %i] : memref<?x?xf64>
    %q = affine.load %x[%i] : memref<?xf64>
    %r = arith.divf %q, %d : f64
    affine.store %r, %x[%i] : memref<?xf64>
  }
  return
}

// A step other than 1 is not in the working form.
// CHECK-LABEL: @not_understood$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to %[[N]] step 2 {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[C]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"not_understood$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "not_understood"} {
  affine.for %i = 0 to %n step 2 {
    %c = arith.constant 1.0 : f64
    affine.store %c, %a[%i] : memref<?xf64>
    affine.store %c, %b[%i] : memref<?xf64>
  }
  return
}

// No version of a kernel.
// CHECK-LABEL: @no_version(
// CHECK-SAME: %[[ARG0:[a-z0-9]+]]:{{.*}}, %[[ARG1:[a-z0-9]+]]:{{.*}}, %[[ARG2:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to %[[ARG2]] {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[ARG0]][%[[I]]]
// CHECK-NEXT:   affine.store %[[C]], %[[ARG1]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func @no_version(%a: memref<?xf64>, %b: memref<?xf64>, %n: index) {
  affine.for %i = 0 to %n {
    %c = arith.constant 1.0 : f64
    affine.store %c, %a[%i] : memref<?xf64>
    affine.store %c, %b[%i] : memref<?xf64>
  }
  return
}
