// RUN: automphc-opt %s --pass-pipeline='builtin.module(nparray-delinearize)' | FileCheck %s
// Flat arrays get the axes that their subscripts speak of.

// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[$LESS:.+]] = affine_map<(d0) -> (d0 - 1)>
// CHECK-DAG: #[[$LAST:.+]] = affine_map<(d0, d1) -> (-d0 + d1 - 1)>

// a[n * i + j] = a[n * (i - 1) + n - 1 - j]
// CHECK-LABEL: @rows$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]: !nparray.array<?x?xf64> {{.*}}, %[[N:[a-z0-9]+]]: index
// CHECK-NEXT: nparray.guard "list"(%[[A]])
// CHECK-NEXT: nparray.guard "flat"(%[[A]], %[[N]]) {factors = array<i64: 1>}
// CHECK: affine.for %[[I:.*]] = 1 to
// CHECK-NEXT: affine.for %[[J:.*]] = 0 to
// CHECK-NEXT: %[[R:.*]] = affine.apply #[[$LESS]](%[[I]])
// CHECK-NEXT: %[[C:.*]] = affine.apply #[[$LAST]](%[[J]], %[[N]])
// CHECK-NEXT: %[[V:.*]] = nparray.view %[[A]][%[[R]], %[[C]]] {axes = ["index", "index"]}
// CHECK-NEXT: %[[R2:.*]] = affine.apply #[[$ID]](%[[I]])
// CHECK-NEXT: %[[C2:.*]] = affine.apply #[[$ID]](%[[J]])
// CHECK-NEXT: %[[W:.*]] = nparray.view %[[A]][%[[R2]], %[[C2]]] {axes = ["index", "index"]}
// CHECK-NEXT: nparray.store %[[V]], %[[W]]
func.func private @"rows$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "list"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "rows"} {
  nparray.guard "list"(%a) : !nparray.array<?xf64>
  affine.for %i = 1 to %n {
    affine.for %j = 0 to %n {
      %ni = arith.muli %n, %i : index
      %rest = affine.apply affine_map<(d0) -> (-d0 - 1)>(%j)
      %at = arith.addi %rest, %ni : index
      %v = nparray.view %a[%at] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      %ni2 = arith.muli %i, %n : index
      %to = arith.addi %ni2, %j : index
      %w = nparray.view %a[%to] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
      nparray.store %v, %w : !nparray.array<f64>, !nparray.array<f64>
    }
  }
  return
}

// a[(i * m + j) * 2 * k + p]
// CHECK-LABEL: @cube$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]: !nparray.array<?x?x?xf64> {{.*}}, %[[M:[a-z0-9]+]]: index {{.*}}, %[[K:[a-z0-9]+]]: index
// CHECK-NEXT: nparray.guard "flat"(%[[A]], %[[M]], %[[K]]) {factors = array<i64: 1, 2>}
// CHECK: nparray.view %[[A]][%{{.*}}, %{{.*}}, %{{.*}}] {axes = ["index", "index", "index"]}
func.func private @"cube$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %k: index {py.name = "k", py.kind = "int"}) attributes {nparray.kernel = "cube"} {
  %o = nparray.constant(1.0 : f64) : <f64>
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %m {
      affine.for %p = 0 to %k {
        %im = arith.muli %i, %m : index
        %row = arith.addi %im, %j : index
        %double = affine.apply affine_map<(d0) -> (d0 * 2)>(%k)
        %start = arith.muli %row, %double : index
        %at = arith.addi %start, %p : index
        %v = nparray.view %a[%at] {axes = ["index"]} : !nparray.array<?xf64> -> <f64>
        nparray.store %o, %v : !nparray.array<f64>, !nparray.array<f64>
      }
    }
  }
  return
}
