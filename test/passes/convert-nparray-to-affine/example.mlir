// RUN: automphc-opt %s --pass-pipeline='builtin.module(convert-nparray-to-affine)' | FileCheck %s
// Array operations become loops, by the equations of the knowledge base; indices are guarded.

// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[$MINUS_1:.+]] = affine_map<(d0) -> (d0 - 1)>
// CHECK-DAG: #[[$SET0:.+]] = affine_set<()[s0, s1] : (s0 - s1 >= 0)>
// CHECK-DAG: #[[$SET1:.+]] = affine_set<()[s0, s1] : (-s0 + s1 >= 0)>
// CHECK-DAG: #[[$SET2:.+]] = affine_set<()[s0] : (s0 - 1 >= 0)>
// CHECK-DAG: #[[$SET3:.+]] = affine_set<()[s0] : (s0 >= 0)>

// A matrix product straight into its target: the target is not read by it.
// CHECK-LABEL: @product$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:
// CHECK-NEXT: %[[SIZE:.*]] = nparray.dim %[[A]], 0 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE2:.*]] = nparray.dim %[[A]], 1 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE3:.*]] = nparray.dim %[[B]], 0 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE4:.*]] = nparray.dim %[[B]], 1 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE5:.*]] = nparray.dim %[[C]], 0 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE6:.*]] = nparray.dim %[[C]], 1 : memref<?x?xf64>
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE3]]) {set = #[[$SET0]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE3]]) {set = #[[$SET1]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE]], %[[SIZE5]]) {set = #[[$SET0]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE]], %[[SIZE5]]) {set = #[[$SET1]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE4]], %[[SIZE6]]) {set = #[[$SET0]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE4]], %[[SIZE6]]) {set = #[[$SET1]]}
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[SIZE5]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[SIZE6]]) {
// CHECK-NEXT:     %[[C2:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:     affine.store %[[C2]], %[[C]][%[[I]], %[[J]]]
// CHECK-NEXT:     affine.for %[[K:.*]] = 0 to #[[$ID]](%[[SIZE2]]) {
// CHECK-NEXT:       %[[X:.*]] = affine.load %[[C]][%[[I]], %[[J]]]
// CHECK-NEXT:       %[[X2:.*]] = affine.load %[[A]][%[[I]], %[[K]]]
// CHECK-NEXT:       %[[X3:.*]] = affine.load %[[B]][%[[K]], %[[J]]]
// CHECK-NEXT:       %[[R:.*]] = arith.mulf %[[X2]], %[[X3]]
// CHECK-NEXT:       %[[R2:.*]] = arith.addf %[[X]], %[[R]]
// CHECK-NEXT:       affine.store %[[R2]], %[[C]][%[[I]], %[[J]]]
// CHECK-NEXT:     }
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"product$version0"(%a: !nparray.array<?x?xf64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?x?xf64> {py.name = "b", py.kind = "array"}, %c: !nparray.array<?x?xf64> {py.name = "c", py.kind = "array"}) attributes {nparray.kernel = "product"} {
  %p = nparray.call "numpy.dot"(%a, %b) : (!nparray.array<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
  nparray.store %p, %c : !nparray.array<?x?xf64>, !nparray.array<?x?xf64>
  return
}

// Elementwise values are broadcast, and composed unless they are used twice: then they are stored.
// CHECK-LABEL: @broadcast$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[X:[a-z0-9]+]]:
// CHECK-NEXT: %[[SIZE:.*]] = nparray.dim %[[A]], 0 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE2:.*]] = nparray.dim %[[A]], 1 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE3:.*]] = nparray.dim %[[X]], 0 : memref<?xf64>
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE3]]) {set = #[[$SET0]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE3]]) {set = #[[$SET1]]}
// CHECK: %[[T:.*]] = memref.alloc(
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[SIZE]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[SIZE2]]) {
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[X3:.*]] = affine.load %[[X]][%[[J]]]
// CHECK-NEXT:     %[[R:.*]] = arith.subf %[[X2]], %[[X3]]
// CHECK-NEXT:     affine.store %[[R]], %[[T]][%[[I]], %[[J]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[SIZE]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[SIZE2]]) {
// CHECK-NEXT:     %[[X4:.*]] = affine.load %[[T]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[X5:.*]] = affine.load %[[T]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[R3:.*]] = arith.mulf %[[X4]], %[[X5]]
// CHECK-NEXT:     affine.store %[[R3]], %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"broadcast$version0"(%a: !nparray.array<?x?xf64> {py.name = "a", py.kind = "array"}, %x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}) attributes {nparray.kernel = "broadcast"} {
  %s = nparray.call "numpy.subtract"(%a, %x) : (!nparray.array<?x?xf64>, !nparray.array<?xf64>) -> !nparray.array<?x?xf64>
  %p = nparray.call "numpy.multiply"(%s, %s) : (!nparray.array<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
  nparray.store %p, %a : !nparray.array<?x?xf64>, !nparray.array<?x?xf64>
  return
}

// A reduction in place, along columns, then an update in place.
// CHECK-LABEL: @means$version0(
// CHECK-SAME: %[[W:[a-z0-9]+]]:{{.*}}, %[[A:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:
// CHECK-NEXT: %[[SIZE:.*]] = nparray.dim %[[A]], 0 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE2:.*]] = nparray.dim %[[A]], 1 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE3:.*]] = nparray.dim %[[M]], 0 : memref<?xf64>
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE3]]) {set = #[[$SET0]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE3]]) {set = #[[$SET1]]}
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[SIZE3]]) {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[M]][%[[I]]]
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[SIZE]]) {
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[M]][%[[I]]]
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[A]][%[[J]], %[[I]]]
// CHECK-NEXT:     %[[R:.*]] = arith.addf %[[X]], %[[X2]]
// CHECK-NEXT:     affine.store %[[R]], %[[M]][%[[I]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[SIZE3]]) {
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[M]][%[[I2]]]
// CHECK-NEXT:   %[[X4:.*]] = affine.load %[[W]][]
// CHECK-NEXT:   %[[R2:.*]] = arith.divf %[[X3]], %[[X4]]
// CHECK-NEXT:   affine.store %[[R2]], %[[M]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"means$version0"(%w: !nparray.array<f64> {py.name = "w", py.kind = "float"}, %a: !nparray.array<?x?xf64> {py.name = "a", py.kind = "array"}, %m: !nparray.array<?xf64> {py.name = "m", py.kind = "array"}) attributes {nparray.kernel = "means"} {
  %s = nparray.call "numpy.sum"(%a) with {axis = 0 : i64} : (!nparray.array<?x?xf64>) -> !nparray.array<?xf64>
  nparray.store %s, %m : !nparray.array<?xf64>, !nparray.array<?xf64>
  nparray.store %w, %m {update = "divide"} : !nparray.array<f64>, !nparray.array<?xf64>
  return
}

// The right side reads the target at other elements: through a temporary.
// CHECK-LABEL: @overlap$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[SIZE:.*]] = nparray.dim %[[A]], 0 : memref<?xf64>
// CHECK-NEXT: nparray.guard "bounds"(%[[N]]) {set = #[[$SET2]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE]], %[[N]]) {set = #[[$SET0]]}
// CHECK-NEXT: %[[AT:.*]] = affine.apply #[[$MINUS_1]](%[[N]])
// CHECK-NEXT: %[[R:.*]] = memref.alloc(%[[AT]]) : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$MINUS_1]](%[[N]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   affine.store %[[X]], %[[R]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 1 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[R]][%[[I2]] - 1]
// CHECK-NEXT:   affine.store %[[X2]], %[[A]][%[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"overlap$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "overlap"} {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %last = affine.apply affine_map<(d0) -> (d0 - 1)>(%n)
  %from = nparray.view %a[%zero, %last] {axes = ["slice"]} : !nparray.array<?xf64> -> <?xf64>
  %to = nparray.view %a[%one, %n] {axes = ["slice"]} : !nparray.array<?xf64> -> <?xf64>
  nparray.store %from, %to : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// A reduction of what it overwrites goes through a temporary too.
// CHECK-LABEL: @overwrites_operand$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:
// CHECK-NEXT: %[[SIZE:.*]] = nparray.dim %[[A]], 0 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE2:.*]] = nparray.dim %[[A]], 1 : memref<?x?xf64>
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE]]) {set = #[[$SET2]]}
// CHECK-NEXT: %[[AT:.*]] = affine.apply #[[$ID]](%[[SIZE2]])
// CHECK-NEXT: %[[R:.*]] = memref.alloc(%[[AT]]) : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[SIZE2]]) {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[R]][%[[I]]]
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[SIZE]]) {
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[R]][%[[I]]]
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[A]][%[[J]], %[[I]]]
// CHECK-NEXT:     %[[R2:.*]] = arith.addf %[[X]], %[[X2]]
// CHECK-NEXT:     affine.store %[[R2]], %[[R]][%[[I]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: affine.for %[[I2:.*]] = 0 to #[[$ID]](%[[SIZE2]]) {
// CHECK-NEXT:   %[[X3:.*]] = affine.load %[[R]][%[[I2]]]
// CHECK-NEXT:   affine.store %[[X3]], %[[A]][0, %[[I2]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"overwrites_operand$version0"(%a: !nparray.array<?x?xf64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "overwrites_operand"} {
  %zero = arith.constant 0 : index
  %s = nparray.call "numpy.sum"(%a) with {axis = 0 : i64} : (!nparray.array<?x?xf64>) -> !nparray.array<?xf64>
  %row = nparray.view %a[%zero] {axes = ["index", "all"]} : !nparray.array<?x?xf64> -> <?xf64>
  nparray.store %s, %row : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}

// A mask: the other elements keep their values.
// CHECK-LABEL: @masked$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:
// CHECK-NEXT: %[[SIZE:.*]] = nparray.dim %[[A]], 0 : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[SIZE]]) {
// CHECK-NEXT:   %[[X:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   %[[C:.*]] = arith.constant 1.000000e-01 : f64
// CHECK-NEXT:   %[[R:.*]] = arith.cmpf ole, %[[X]], %[[C]]
// CHECK-NEXT:   %[[C2:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-NEXT:   %[[X2:.*]] = affine.load %[[A]][%[[I]]]
// CHECK-NEXT:   %[[R2:.*]] = arith.select %[[R]], %[[C2]], %[[X2]]
// CHECK-NEXT:   affine.store %[[R2]], %[[A]][%[[I]]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"masked$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}) attributes {nparray.kernel = "masked"} {
  %l = nparray.constant(0.1 : f64) : <f64>
  %c = nparray.call "numpy.less_equal"(%a, %l) : (!nparray.array<?xf64>, !nparray.array<f64>) -> !nparray.array<?xi1>
  %o = nparray.constant(1.0 : f64) : <f64>
  nparray.store %o, %a where %c : !nparray.array<?xi1> : !nparray.array<f64>, !nparray.array<?xf64>
  return
}

// Views: a transposed operand and an axis of size 1 become index arithmetic.
// CHECK-LABEL: @views$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[X:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:
// CHECK-NEXT: %[[SIZE:.*]] = nparray.dim %[[A]], 0 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE2:.*]] = nparray.dim %[[A]], 1 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE3:.*]] = nparray.dim %[[X]], 0 : memref<?xf64>
// CHECK-NEXT: %[[SIZE4:.*]] = nparray.dim %[[C]], 0 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE5:.*]] = nparray.dim %[[C]], 1 : memref<?x?xf64>
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE3]]) {set = #[[$SET0]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE3]]) {set = #[[$SET1]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE4]]) {set = #[[$SET0]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE2]], %[[SIZE4]]) {set = #[[$SET1]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE]], %[[SIZE5]]) {set = #[[$SET0]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE]], %[[SIZE5]]) {set = #[[$SET1]]}
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[SIZE4]]) {
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[SIZE5]]) {
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[A]][%[[J]], %[[I]]]
// CHECK-NEXT:     %[[X3:.*]] = affine.load %[[X]][%[[I]]]
// CHECK-NEXT:     %[[R:.*]] = arith.mulf %[[X2]], %[[X3]]
// CHECK-NEXT:     affine.store %[[R]], %[[C]][%[[I]], %[[J]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"views$version0"(%a: !nparray.array<?x?xf64> {py.name = "a", py.kind = "array"}, %x: !nparray.array<?xf64> {py.name = "x", py.kind = "array"}, %c: !nparray.array<?x?xf64> {py.name = "c", py.kind = "array"}) attributes {nparray.kernel = "views"} {
  %t = nparray.call "numpy.transpose"(%a) : (!nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
  %column = nparray.view %x[] {axes = ["all", "newaxis"]} : !nparray.array<?xf64> -> <?x?xf64>
  %p = nparray.call "numpy.multiply"(%t, %column) : (!nparray.array<?x?xf64>, !nparray.array<?x?xf64>) -> !nparray.array<?x?xf64>
  nparray.store %p, %c : !nparray.array<?x?xf64>, !nparray.array<?x?xf64>
  return
}

// A temporary inside a loop has one more axis.
// CHECK-LABEL: @in_loop$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[SIZE:.*]] = nparray.dim %[[A]], 0 : memref<?x?xf64>
// CHECK-NEXT: %[[SIZE2:.*]] = nparray.dim %[[A]], 1 : memref<?x?xf64>
// CHECK-NEXT: nparray.guard "bounds"(%[[N]]) {set = #[[$SET3]]}
// CHECK-NEXT: nparray.guard "bounds"(%[[SIZE]], %[[N]]) {set = #[[$SET0]]}
// CHECK-NEXT: %[[AT:.*]] = affine.apply #[[$ID]](%[[N]])
// CHECK-NEXT: %[[R:.*]] = memref.alloc(%[[AT]]) : memref<?xf64>
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) {
// CHECK-NEXT:   %[[C:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-NEXT:   affine.store %[[C]], %[[R]][%[[I]]]
// CHECK-NEXT:   affine.for %[[J:.*]] = 0 to #[[$ID]](%[[SIZE2]]) {
// CHECK-NEXT:     %[[X:.*]] = affine.load %[[R]][%[[I]]]
// CHECK-NEXT:     %[[X2:.*]] = affine.load %[[A]][%[[I]], %[[J]]]
// CHECK-NEXT:     %[[R2:.*]] = arith.addf %[[X]], %[[X2]]
// CHECK-NEXT:     affine.store %[[R2]], %[[R]][%[[I]]]
// CHECK-NEXT:   }
// CHECK-NEXT:   affine.for %[[J2:.*]] = 0 to #[[$ID]](%[[SIZE2]]) {
// CHECK-NEXT:     %[[X3:.*]] = affine.load %[[A]][%[[I]], %[[J2]]]
// CHECK-NEXT:     %[[X4:.*]] = affine.load %[[R]][%[[I]]]
// CHECK-NEXT:     %[[R3:.*]] = arith.divf %[[X3]], %[[X4]]
// CHECK-NEXT:     affine.store %[[R3]], %[[A]][%[[I]], %[[J2]]]
// CHECK-NEXT:   }
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"in_loop$version0"(%a: !nparray.array<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "in_loop"} {
  affine.for %i = 0 to %n {
    %row = nparray.view %a[%i] {axes = ["index", "all"]} : !nparray.array<?x?xf64> -> <?xf64>
    %s = nparray.call "numpy.sum"(%row) : (!nparray.array<?xf64>) -> !nparray.array<f64>
    nparray.store %s, %row {update = "divide"} : !nparray.array<f64>, !nparray.array<?xf64>
  }
  return
}
