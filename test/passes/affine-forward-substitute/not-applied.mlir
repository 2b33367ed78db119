// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-forward-substitute)' | FileCheck %s
// Locals that keep their own memory.

// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>

// What the definition reads is written before the local is read.
// CHECK-LABEL: @operand_changes$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc(%[[N]]) {name = "t"} : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X]], %[[R]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[A]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I3:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[R]][%[[I3]]]
// CHECK-NEXT:   affine.store %[[X2]], %[[B]][%[[I3]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"operand_changes$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "operand_changes"} {
  %t = memref.alloc(%n) {name = "t"} : memref<?xf64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %t[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    %c = arith.constant 0.0 : f64
    affine.store %c, %a[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    %x = affine.load %t[%i] : memref<?xf64>
    affine.store %x, %b[%i] : memref<?xf64>
  }
  return
}

// Two readers would compute the product twice.
// CHECK-LABEL: @two_readers$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc(%[[N]]) {name = "t"} : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   %[[R2:.*]] = arith.mulf %[[X]], %[[X2]]
// CHECK-NEXT:   affine.store %[[R2]], %[[R]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[R]][%[[I2]]]
// CHECK-NEXT:   affine.store %[[X3]], %[[B]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I3:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X4:.*]] = affine.load %[[R]][%[[I3]]]
// CHECK-NEXT:   affine.store %[[X4]], %[[C]][%[[I3]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"two_readers$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "two_readers"} {
  %t = memref.alloc(%n) {name = "t"} : memref<?xf64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    %y = arith.mulf %x, %x : f64
    affine.store %y, %t[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    %x = affine.load %t[%i] : memref<?xf64>
    affine.store %x, %b[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    %x = affine.load %t[%i] : memref<?xf64>
    affine.store %x, %c[%i] : memref<?xf64>
  }
  return
}

// The function's caller sees the local.
// CHECK-LABEL: @observed$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "t", observed} : memref<f64>
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.000000e-01 : f64
// CHECK-NEXT: affine.store %[[C2]], %[[R]][]
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   affine.store %[[X]], %[[A]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"observed$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "observed"} {
  %t = memref.alloc() {name = "t", observed} : memref<f64>
  %c = arith.constant 0.1 : f64
  affine.store %c, %t[] : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %t[] : memref<f64>
    affine.store %x, %a[%i] : memref<?xf64>
  }
  return
}

// A statement kept as text may use the local by its name.
// CHECK-LABEL: @text$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "t"} : memref<f64>
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e-01 : f64
// CHECK-NEXT: affine.store %[[C]], %[[R]][]
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   affine.store %[[X]], %[[A]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: py.opaque "print(t)" reads ["t"] writes [] because "a call"
// CHECK-NEXT: return
func.func private @"text$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "text"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  %c = arith.constant 0.1 : f64
  affine.store %c, %t[] : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %t[] : memref<f64>
    affine.store %x, %a[%i] : memref<?xf64>
  }
  py.opaque "print(t)" reads ["t"] writes [] because "a call"
  return
}

// An accumulation is a second definition.
// CHECK-LABEL: @accumulated$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "t"} : memref<f64>
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT: affine.store %[[C2]], %[[R]][]
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   %[[R2:.*]] = arith.addf %[[X]], %[[X2]]
// CHECK-NEXT:   affine.store %[[R2]], %[[R]][]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   affine.store %[[X3]], %[[B]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"accumulated$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "accumulated"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  %c = arith.constant 0.0 : f64
  affine.store %c, %t[] : memref<f64>
  affine.for %i = 0 to %n {
    %s = affine.load %t[] : memref<f64>
    %x = affine.load %a[%i] : memref<?xf64>
    %y = arith.addf %s, %x : f64
    affine.store %y, %t[] : memref<f64>
  }
  affine.for %i = 0 to %n {
    %x = affine.load %t[] : memref<f64>
    affine.store %x, %b[%i] : memref<?xf64>
  }
  return
}

// Read before it is written: the reader wants the value of the iteration before.
// CHECK-LABEL: @read_first$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = memref.alloc() {name = "t"} : memref<f64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[R]][]
// CHECK-NEXT:   affine.store %[[X]], %[[B]][%[[I]]]
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X2]], %[[R]][]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"read_first$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "read_first"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %t[] : memref<f64>
    affine.store %x, %b[%i] : memref<?xf64>
    %y = affine.load %a[%i] : memref<?xf64>
    affine.store %y, %t[] : memref<f64>
  }
  return
}

// Nobody knows what the call does to the operand.
// CHECK-LABEL: @barrier$version0(
// CHECK: affine.store %{{.*}}, %[[T:.*]][%{{.*}}]
// CHECK: py.opaque
// CHECK: affine.load %[[T]][
func.func private @"barrier$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "barrier"} {
  %t = memref.alloc(%n) {name = "t"} : memref<?xf64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %t[%i] : memref<?xf64>
  }
  py.opaque "f(a)" reads ["a", "f"] writes [] because "a call"
  affine.for %i = 0 to %n {
    %x = affine.load %t[%i] : memref<?xf64>
    affine.store %x, %b[%i] : memref<?xf64>
  }
  return
}

// A scalar of each iteration is read after the loop, as the last one left it.
// CHECK-LABEL: @read_outside$version0(
// CHECK: %[[T:.*]] = memref.alloc() {name = "t"} : memref<f64>
// CHECK-NEXT: affine.for
// CHECK-NEXT:   affine.load
// CHECK-NEXT:   affine.store %{{.*}}, %[[T]][]
// CHECK: affine.for
// CHECK-NEXT:   affine.load %[[T]][]
func.func private @"read_outside$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "read_outside"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %t[] : memref<f64>
  }
  affine.for %i = 0 to %n {
    %y = affine.load %t[] : memref<f64>
    affine.store %y, %b[%i] : memref<?xf64>
  }
  return
}

// The second definition leaves some elements as they were.
// CHECK-LABEL: @two_definitions$version0(
// CHECK: arith.constant 1.000000e-01
// CHECK: arith.constant 2.000000e-01
// CHECK: affine.load %alloc[
func.func private @"two_definitions$version0"(%b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "two_definitions"} {
  %t = memref.alloc(%n) {name = "t"} : memref<?xf64>
  affine.for %i = 0 to %n {
    %c = arith.constant 0.1 : f64
    affine.store %c, %t[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %m {
    %c = arith.constant 0.2 : f64
    affine.store %c, %t[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    %x = affine.load %t[%i] : memref<?xf64>
    affine.store %x, %b[%i] : memref<?xf64>
  }
  return
}

// Another loop reads it before.
// CHECK-LABEL: @unwritten$version0(
// CHECK: affine.load %alloc[
// CHECK: arith.constant 1.000000e-01
// CHECK: affine.load %alloc[
func.func private @"unwritten$version0"(%b: memref<?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "unwritten"} {
  %t = memref.alloc(%n) {name = "t"} : memref<?xf64>
  affine.for %i = 0 to %n {
    %x = affine.load %t[%i] : memref<?xf64>
    affine.store %x, %b[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    %x = arith.constant 0.1 : f64
    affine.store %x, %t[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    %x = affine.load %t[%i] : memref<?xf64>
    affine.store %x, %c[%i] : memref<?xf64>
  }
  return
}

// The element is written before the scalar is read.
// CHECK-LABEL: @element_changes$version0(
// CHECK: %[[T:.*]] = memref.alloc() {name = "t"} : memref<f64>
// CHECK: affine.store %{{.*}}, %[[T]][]
// CHECK: affine.load %[[T]][]
func.func private @"element_changes$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "element_changes"} {
  %t = memref.alloc() {name = "t"} : memref<f64>
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    affine.store %x, %t[] : memref<f64>
    %y = affine.load %b[%i] : memref<?xf64>
    affine.store %y, %a[%i] : memref<?xf64>
    %z = affine.load %t[] : memref<f64>
    affine.store %z, %b[%i] : memref<?xf64>
  }
  return
}
