// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-privatize)' | FileCheck %s
// Scalar expansion: each iteration gets an element of its own.

// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[$MINUS_1:.+]] = affine_map<(d0) -> (d0 - 1)>
// CHECK-DAG: #[[$PLUS_1:.+]] = affine_map<(d0) -> (d0 + 1)>
// CHECK-DAG: #[[$MINUS_2:.+]] = affine_map<(d0) -> (d0 - 2)>
// CHECK-DAG: #[[$SET0:.+]] = affine_set<()[s0] : (s0 >= 0)>
// CHECK-DAG: #[[$SET1:.+]] = affine_set<()[s0] : (s0 - 1 >= 0)>
// CHECK-DAG: #[[$SET2:.+]] = affine_set<()[s0] : (s0 - 2 >= 0)>

// An accumulator in a scalar.
// CHECK-LABEL: @row_sums$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:
// CHECK-NEXT: nparray.guard "bounds"(%[[N]]) {set = #[[$SET0]]}
// CHECK-NEXT: %[[R2:.*]] = memref.alloc() {name = "s"} : memref<f64>
// CHECK-NEXT: %[[AT2:.*]] = affine.apply #[[$ID]](%[[N]])
// CHECK-NEXT: %[[R3:.*]] = memref.alloc(%[[AT2]]) : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[R3]][%[[I]]]
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[M]]) {
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[R3]][%[[I]]]
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[R4:.*]] = arith.addf %[[X]], %[[X2]]
// CHECK-NEXT:     affine.store %[[R4]], %[[R3]][%[[I]]]
// CHECK-NEXT:   }
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[R3]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X3]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"row_sums$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "row_sums"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  affine.for %i = 0 to %n {
    %z = arith.constant 0.0 : f64
    affine.store %z, %s[] : memref<f64>
    affine.for %k = 0 to %m {
      %x = affine.load %s[] : memref<f64>
      %y = affine.load %a[%i, %k] : memref<?x?xf64>
      %t = arith.addf %x, %y : f64
      affine.store %t, %s[] : memref<f64>
    }
    %r = affine.load %s[] : memref<f64>
    affine.store %r, %b[%i] : memref<?xf64>
  }
  return
}

// Inside a triangle the array covers the hull, counted from its smallest index.
// CHECK-LABEL: @triangle$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: nparray.guard "bounds"(%[[N]]) {set = #[[$SET1]]}
// CHECK-NEXT: %[[R2:.*]] = memref.alloc() {name = "s"} : memref<f64>
// CHECK-NEXT: %[[AT3:.*]] = affine.apply #[[$MINUS_1]](%[[N]])
// CHECK-NEXT: %[[AT4:.*]] = affine.apply #[[$MINUS_1]](%[[N]])
// CHECK-NEXT: %[[R3:.*]] = memref.alloc(%[[AT3]], %[[AT4]]) : memref<?x?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = #[[$PLUS_1]](%[[I]]) to #[[$ID]](%[[N]]) {
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[R4:.*]] = arith.mulf %[[X]], %[[X2]]
// CHECK-NEXT:     affine.store %[[R4]], %[[R3]][%[[I]], %[[J]] - 1]
// CHECK-NEXT:     %[[X3:.*]] = affine.load %[[R3]][%[[I]], %[[J]] - 1]
// CHECK-NEXT:     affine.store %[[X3]], %[[B]][%[[I]], %[[J]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"triangle$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "triangle"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%n) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %n {
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = arith.mulf %x, %x : f64
      affine.store %y, %s[] : memref<f64>
      %z = affine.load %s[] : memref<f64>
      affine.store %z, %b[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A swap: the old value survives in the expanded scalar.
// CHECK-LABEL: @swap$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: nparray.guard "bounds"(%[[N]]) {set = #[[$SET2]]}
// CHECK-NEXT: %[[R2:.*]] = memref.alloc() {name = "t"} : memref<f64>
// CHECK-NEXT: %[[AT2:.*]] = affine.apply #[[$MINUS_2]](%[[N]])
// CHECK-NEXT: %[[R3:.*]] = memref.alloc(%[[AT2]]) : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 2 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X]], %[[R3]][%[[I]] - 2]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[B]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X2]], %[[A]][%[[I]]]
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[R3]][%[[I]] - 2]
// CHECK-NEXT:   affine.store %[[X3]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"swap$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "swap"} {
  %s = memref.alloc() {name = "t"} : memref<f64>
  affine.for %i = 2 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %s[] : memref<f64>
    %y = affine.load %b[%i] : memref<?xf64>
    affine.store %y, %a[%i] : memref<?xf64>
    %z = affine.load %s[] : memref<f64>
    affine.store %z, %b[%i] : memref<?xf64>
  }
  return
}

// A value from before the nest is overwritten unread; its own store stays as it is.
// CHECK-LABEL: @initialized$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK: nparray.guard "bounds"(%[[N]])
// CHECK: %[[S:.*]] = memref.alloc() {name = "s"}
// CHECK: affine.store %{{.*}}, %[[S]][] : memref<f64>
// CHECK: %[[T:.*]] = memref.alloc(%{{.*}}) : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X]], %[[T]][%[[I]]]
// CHECK-NEXT:   %[[Y:.*]] = affine.load %[[T]][%[[I]]]
// CHECK-NEXT:   affine.store %[[Y]], %[[B]][%[[I]]]
// CHECK-NEXT: }
func.func private @"initialized$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "initialized"} {
  %s = memref.alloc() {name = "s"} : memref<f64>
  %z = arith.constant 0.0 : f64
  affine.store %z, %s[] : memref<f64>
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%n) {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %s[] : memref<f64>
    %y = affine.load %s[] : memref<f64>
    affine.store %y, %b[%i] : memref<?xf64>
  }
  return
}
