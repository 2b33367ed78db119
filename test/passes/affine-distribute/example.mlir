// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-distribute)' | FileCheck %s
// Each statement gets a nest of its own, in an order that all dependences allow.

// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[$MINUS_1:.+]] = affine_map<(d0) -> (d0 - 1)>
// CHECK-DAG: #[[$PLUS_1:.+]] = affine_map<(d0) -> (d0 + 1)>

// Two statements that meet in one element each.
// CHECK-LABEL: @separate$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[A]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I2]]]
// CHECK-NEXT:   affine.store %[[X]], %[[B]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"separate$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "separate"} {
  affine.for %i = 0 to %n {
    %c = arith.constant 1.0 : f64
    affine.store %c, %a[%i] : memref<?xf64>
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %b[%i] : memref<?xf64>
  }
  return
}

// The source of the dependence comes second: the order of the nests changes.
// CHECK-LABEL: @backwards$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 1 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[C]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 1 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[B]][%[[I2]] - 1]
// CHECK-NEXT:   affine.store %[[X2]], %[[A]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"backwards$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "backwards"} {
  affine.for %i = 1 to %n {
    %x = affine.load %b[%i - 1] : memref<?xf64>
    affine.store %x, %a[%i] : memref<?xf64>
    %y = affine.load %c[%i] : memref<?xf64>
    affine.store %y, %b[%i] : memref<?xf64>
  }
  return
}

// An anti-dependence: the reader keeps its place before the writer.
// CHECK-LABEL: @anti$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]] + 1]
// CHECK-NEXT:   affine.store %[[X]], %[[B]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[A]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"anti$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "anti"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%n) {
    %x = affine.load %a[%i + 1] : memref<?xf64>
    affine.store %x, %b[%i] : memref<?xf64>
    %z = arith.constant 0.0 : f64
    affine.store %z, %a[%i] : memref<?xf64>
  }
  return
}

// An initialization, a sum and a copy; every statement keeps its own loops.
// CHECK-LABEL: @triangle$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = #[[$PLUS_1]](%[[I]]) to #[[$ID]](%[[N]]) {
// CHECK-NEXT:     %[[C2:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:     affine.store %[[C2]], %[[C]][%[[I]], %[[J]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[J2:.*]] = #[[$PLUS_1]](%[[I2]]) to #[[$ID]](%[[N]]) {
// CHECK-NEXT:     affine.for %[[K:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:       %[[X:.*]] = affine.load %[[C]][%[[I2]], %[[J2]]]
// CHECK-NEXT:       %[[X2:.*]] = affine.load %[[A]][%[[K]], %[[I2]]]
// CHECK-NEXT:       %[[X3:.*]] = affine.load %[[A]][%[[K]], %[[J2]]]
// CHECK-NEXT:       %[[R:.*]] = arith.mulf %[[X2]], %[[X3]]
// CHECK-NEXT:       %[[R2:.*]] = arith.addf %[[X]], %[[R]]
// CHECK-NEXT:       affine.store %[[R2]], %[[C]][%[[I2]], %[[J2]]]
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I3:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[J3:.*]] = #[[$PLUS_1]](%[[I3]]) to #[[$ID]](%[[N]]) {
// CHECK-NEXT:     %[[X4:.*]] = affine.load %[[C]][%[[I3]], %[[J3]]]
// CHECK-NEXT:     affine.store %[[X4]], %[[C]][%[[J3]], %[[I3]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"triangle$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "triangle"} {
  affine.for %i = 0 to %n {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %n {
      %z = arith.constant 0.0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
      affine.for %k = 0 to %n {
        %s = affine.load %c[%i, %j] : memref<?x?xf64>
        %x = affine.load %a[%k, %i] : memref<?x?xf64>
        %y = affine.load %a[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %t = arith.addf %s, %p : f64
        affine.store %t, %c[%i, %j] : memref<?x?xf64>
      }
      %v = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %v, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// The outer loop carries a cycle and stays; below it the statements part.
// CHECK-LABEL: @carried_outside$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[T:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[T]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 1 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[A]][%[[J]] - 1]
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[A]][%[[J]] + 1]
// CHECK-NEXT:     %[[R:.*]] = arith.addf %[[X]], %[[X2]]
// CHECK-NEXT:     affine.store %[[R]], %[[B]][%[[J]]]
// CHECK-NEXT:   }
// CHECK-NEXT:   affine.for %[[J2:.*]] = 1 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:     %[[X3:.*]] = affine.load %[[B]][%[[J2]]]
// CHECK-NEXT:     affine.store %[[X3]], %[[B]][%[[J2]]]
// CHECK-NEXT:   }
// CHECK-NEXT:   affine.for %[[J3:.*]] = 1 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:     %[[X4:.*]] = affine.load %[[B]][%[[J3]]]
// CHECK-NEXT:     affine.store %[[X4]], %[[A]][%[[J3]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"carried_outside$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %t: index {py.name = "t", py.kind = "int"}) attributes {nparray.kernel = "carried_outside"} {
  affine.for %s = 0 to %t {
    affine.for %i = 1 to affine_map<(d0) -> (d0 - 1)>(%n) {
      %l = affine.load %a[%i - 1] : memref<?xf64>
      %r = affine.load %a[%i + 1] : memref<?xf64>
      %m = arith.addf %l, %r : f64
      affine.store %m, %b[%i] : memref<?xf64>
      %c = affine.load %b[%i] : memref<?xf64>
      affine.store %c, %b[%i] : memref<?xf64>
    }
    affine.for %i = 1 to affine_map<(d0) -> (d0 - 1)>(%n) {
      %c = affine.load %b[%i] : memref<?xf64>
      affine.store %c, %a[%i] : memref<?xf64>
    }
  }
  return
}

// An output dependence: a[i + 1] is overwritten by the next iteration.
// CHECK-LABEL: @output_order$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[B]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X]], %[[A]][%[[I]] + 1]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[A]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"output_order$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "output_order"} {
  affine.for %i = 0 to %n {
    %c = arith.constant 1.0 : f64
    affine.store %c, %a[%i] : memref<?xf64>
    %y = affine.load %b[%i] : memref<?xf64>
    affine.store %y, %a[%i + 1] : memref<?xf64>
  }
  return
}
