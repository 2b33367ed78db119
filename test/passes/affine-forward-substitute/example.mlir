// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-forward-substitute)' | FileCheck %s
// A local that one statement defines disappears.

// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>

// A constant, into every reader.
// CHECK-LABEL: @constant$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "t"} : memref<f64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[C2:.*]] = arith.constant 1.000000e-01 : f64
// CHECK-NEXT:   affine.store %[[C2]], %[[A]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[B]][%[[I2]]]
// CHECK-NEXT:   %[[C3:.*]] = arith.constant 1.000000e-01 : f64
// CHECK-NEXT:   %[[R2:.*]] = arith.mulf %[[X]], %[[C3]]
// CHECK-NEXT:   affine.store %[[R2]], %[[B]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"constant$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "constant"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  %c = arith.constant 0.1 : f64
  affine.store %c, %t[] : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %t[] : memref<f64>
    affine.store %x, %a[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    %x = affine.load %b[%i] : memref<?xf64>
    %y = affine.load %t[] : memref<f64>
    %z = arith.mulf %x, %y : f64
    affine.store %z, %b[%i] : memref<?xf64>
  }
  return
}

// An expression, because it has one reader; its loop variable becomes the reader's index.
// CHECK-LABEL: @expression$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc(%[[N]]) {name = "t"} : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 1 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]] - 1]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[A]][%[[I]] - 1]
// CHECK-NEXT:   %[[R2:.*]] = arith.mulf %[[X]], %[[X2]]
// CHECK-NEXT:   affine.store %[[R2]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"expression$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "expression"} {
  %t = memref.alloc(%n) {name = "t"} : memref<?xf64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    %y = arith.mulf %x, %x : f64
    affine.store %y, %t[%i] : memref<?xf64>
  }
  affine.for %j = 1 to %n {
    %x = affine.load %t[%j - 1] : memref<?xf64>
    affine.store %x, %b[%j] : memref<?xf64>
  }
  return
}

// One element, into both readers.
// CHECK-LABEL: @element$version0(
// CHECK-SAME: %[[W:[a-z0-9]+]]:{{.*}}, %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "t"} : memref<f64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[W]][]
// CHECK-NEXT:   affine.store %[[X2]], %[[A]][%[[I]]]
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[W]][]
// CHECK-NEXT:   affine.store %[[X3]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"element$version0"(%w: memref<f64> {py.name = "w", py.kind = "float"}, %a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "element"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  %x = affine.load %w[] : memref<f64>
  affine.store %x, %t[] : memref<f64>
  affine.for %i = 0 to %n {
    %y = affine.load %t[] : memref<f64>
    affine.store %y, %a[%i] : memref<?xf64>
    %z = affine.load %t[] : memref<f64>
    affine.store %z, %b[%i] : memref<?xf64>
  }
  return
}

// A scalar of each iteration, into the statements of the iteration.
// CHECK-LABEL: @item$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:     %[[Y:.*]] = affine.load %[[B]][%[[J]]]
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:     %[[Z:.*]] = arith.addf %[[Y]], %[[X]]
// CHECK-NEXT:     affine.store %[[Z]], %[[B]][%[[J]]]
func.func private @"item$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "item"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %t[] : memref<f64>
    affine.for %j = 0 to %n {
      %y = affine.load %b[%j] : memref<?xf64>
      %s = affine.load %t[] : memref<f64>
      %z = arith.addf %y, %s : f64
      affine.store %z, %b[%j] : memref<?xf64>
    }
  }
  return
}
