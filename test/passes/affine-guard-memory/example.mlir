// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-guard-memory)' | FileCheck %s
// Guards on written memory; the cells of lists that must be brought back.

// CHECK-DAG: #[[$PLUS_2:.+]] = affine_map<(d0) -> (d0 + 2)>
// CHECK-DAG: #[[$MINUS_1:.+]] = affine_map<(d0) -> (d0 - 1)>

// Arrays: what is written is writeable and overlaps no other; %b and %c may overlap.
// CHECK-LABEL: @arrays$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: nparray.guard "type"(%[[A]]) {type = "numpy.ndarray"}
// CHECK-NEXT: nparray.guard "writeable"(%[[A]])
// CHECK-NEXT: nparray.guard "disjoint"(%[[A]], %[[B]])
// CHECK-NEXT: nparray.guard "disjoint"(%[[A]], %[[C]])
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to %[[N]] {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[B]][%[[I]]]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[C]][%[[I]]]
// CHECK-NEXT:   %[[R:.*]] = arith.addf %[[X]], %[[X2]]
// CHECK-NEXT:   affine.store %[[R]], %[[A]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"arrays$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "arrays"} {
  nparray.guard "type"(%a) {type = "numpy.ndarray"} : memref<?xf64>
  affine.for %i = 0 to %n {
    %x = affine.load %b[%i] : memref<?xf64>
    %y = affine.load %c[%i] : memref<?xf64>
    %z = arith.addf %x, %y : f64
    affine.store %z, %a[%i] : memref<?xf64>
  }
  return
}

// Nothing is written: nothing to guard.
// CHECK-LABEL: @reads$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "s", observed} : memref<f64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to %[[N]] {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X]], %[[R]][]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"reads$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "reads"} {
  %s = memref.alloc() {name = "s", observed} : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %s[] : memref<f64>
  }
  return
}

// A list written as a box and never read before: its old contents are not converted.
// CHECK-LABEL: @box$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to %[[N]] {
// CHECK-NEXT:   affine.for %[[J:.*]] = 1 to %[[M]] {
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:     affine.store %[[X]], %[[B]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[B]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[R:.*]] = arith.mulf %[[X2]], %[[X2]]
// CHECK-NEXT:     affine.store %[[R]], %[[B]][%[[I]], %[[J]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"box$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "list"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "box"} {
  affine.for %i = 0 to %n {
    affine.for %j = 1 to %m {
      %x = affine.load %a[%i] : memref<?xf64>
      affine.store %x, %b[%i, %j] : memref<?x?xf64>
      %y = affine.load %b[%i, %j] : memref<?x?xf64>
      %z = arith.mulf %y, %y : f64
      affine.store %z, %b[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A triangle, and a diagonal: sets that are no box stay apart.
// CHECK-LABEL: @triangle$version0(
// CHECK-SAME: %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to %[[N]] {
// CHECK-NEXT:   %[[C2:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C2]], %[[C]][%[[I]], %[[I]]]
// CHECK-NEXT:   affine.for %[[J:.*]] = #[[$PLUS_2]](%[[I]]) to %[[N]] {
// CHECK-NEXT:     %[[C3:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:     affine.store %[[C3]], %[[C]][%[[I]], %[[J]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"triangle$version0"(%c: memref<?x?xf64> {py.name = "c", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "triangle"} {
  affine.for %i = 0 to %n {
    %one = arith.constant 1.0 : f64
    affine.store %one, %c[%i, %i] : memref<?x?xf64>
    affine.for %j = affine_map<(d0) -> (d0 + 2)>(%i) to %n {
      %zero = arith.constant 0.0 : f64
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// Updated in place: the old contents count.
// CHECK-LABEL: @update$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to %[[N]] {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   %[[R:.*]] = arith.mulf %[[X]], %[[X]]
// CHECK-NEXT:   affine.store %[[R]], %[[A]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"update$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "update"} {
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    %z = arith.mulf %x, %x : f64
    affine.store %z, %a[%i] : memref<?xf64>
  }
  return
}

// Reversed: the cells are those of the index, not of the loop.
// CHECK-LABEL: @reversed$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[A]][-%[[I]] + symbol(%[[N]]) - 1]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"reversed$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "reversed"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%n) {
    %z = arith.constant 1.0 : f64
    affine.store %z, %a[-%i + symbol(%n) - 1] : memref<?xf64>
  }
  return
}

// Every other cell: those between are brought back as they were, so the list is not write-only.
// CHECK-LABEL: @every_other$version0(
// CHECK-NOT: py.write_only
// CHECK: py.written = [{array = 0 : i64, set = #
func.func private @"every_other$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "every_other"} {
  affine.for %i = 0 to %n {
    %z = arith.constant 1.0 : f64
    affine.store %z, %a[2 * %i] : memref<?xf64>
  }
  return
}
