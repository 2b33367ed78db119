// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-expand-arrays)' | FileCheck %s
// Array expansion: each iteration gets a row of its own, and the last one's goes back.

// CHECK-DAG: #[[$ONCE:.+]] = affine_map<(d0) -> (1, d0)>

// A row for each iteration; the parameter is left as the last iteration leaves it.
// CHECK-LABEL: @through_a_row$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[S:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:
// CHECK: %[[COPY:.*]] = memref.alloc({{.*}}) : memref<?x?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT:   affine.for %[[K:.*]] = 0 to
// CHECK-NEXT:     affine.load %[[A]][%[[I]], %[[K]]]
// CHECK-NEXT:     arith.constant
// CHECK-NEXT:     arith.mulf
// CHECK-NEXT:     affine.store %{{.*}}, %[[COPY]][%[[I]], %[[K]]]
// CHECK-NEXT:   }
// CHECK-NEXT:   affine.for %[[K:.*]] = 0 to
// CHECK-NEXT:     affine.load %[[COPY]][%[[I]], %[[K]]]
// CHECK-NEXT:     affine.store %{{.*}}, %[[A]][%[[I]], %[[K]]]
// CHECK: affine.for %{{.*}} = 0 to min #[[$ONCE]](%[[N]]) {
// CHECK-NEXT:   affine.for %[[K:.*]] = 0 to
// CHECK-NEXT:     affine.load %[[COPY]][%[[N]] - 1, %[[K]]]
// CHECK-NEXT:     affine.store %{{.*}}, %[[S]][%[[K]]]
func.func private @"through_a_row$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %s: memref<?xf64> {py.name = "s", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "through_a_row"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to %n {
    affine.for %k = 0 to %m {
      %x = affine.load %a[%i, %k] : memref<?x?xf64>
      %two = arith.constant 2.0 : f64
      %y = arith.mulf %x, %two : f64
      affine.store %y, %s[%k] : memref<?xf64>
    }
    affine.for %k = 0 to %m {
      %x = affine.load %s[%k] : memref<?xf64>
      affine.store %x, %a[%i, %k] : memref<?x?xf64>
    }
  }
  return
}

// A local that nothing reads later needs no copy back; a part of the box may be read.
// CHECK-LABEL: @local_row$version0(
// CHECK: memref.alloc({{.*}}) : memref<?x?xf64>
// CHECK: affine.load %{{.*}}[%{{.*}}, %{{.*}} + 1] : memref<?x?xf64>
// CHECK-NOT: to min
// CHECK: return
func.func private @"local_row$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "local_row"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 - 1 >= 0)>} : index
  %s = memref.alloc(%m) : memref<?xf64>
  affine.for %i = 0 to %n {
    affine.for %k = 0 to %m {
      %x = affine.load %a[%i, %k] : memref<?x?xf64>
      affine.store %x, %s[%k] : memref<?xf64>
    }
    affine.for %k = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
      %x = affine.load %s[%k + 1] : memref<?xf64>
      affine.store %x, %a[%i, %k] : memref<?x?xf64>
    }
  }
  return
}
