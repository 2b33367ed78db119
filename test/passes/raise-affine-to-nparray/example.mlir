// RUN: automphc-opt %s --pass-pipeline='builtin.module(raise-affine-to-nparray)' | FileCheck %s
// Nests become the largest library calls that cover them.

// CHECK-DAG: #[[$ZERO:.+]] = affine_map<() -> (0)>
// CHECK-DAG: #[[$ID:.+]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[$MAP0:.+]] = affine_map<(d0, d1) -> (d1 + 128, d0)>
// CHECK-DAG: #[[$MAP1:.+]] = affine_map<(d0, d1) -> (-d0 + d1)>
// CHECK-DAG: #[[$MAP2:.+]] = affine_map<(d0, d1) -> (-d0 + d1 - 1)>
// CHECK-DAG: #[[$MINUS_1:.+]] = affine_map<(d0) -> (d0 - 1)>
// CHECK-DAG: #[[$MAP3:.+]] = affine_map<(d0, d1) -> (d0 - d1)>
// CHECK-DAG: #[[$PLUS_1:.+]] = affine_map<(d0) -> (d0 + 1)>
// CHECK-DAG: #[[$MAP4:.+]] = affine_map<() -> (1)>

// A matrix product, with the initialization absorbed.
// CHECK-LABEL: @product$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:{{.*}}, %[[K:[a-z0-9]+]]:
// CHECK-NEXT: %[[AT:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[AT2:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V:.*]] = nparray.view %[[A]][%[[AT]], %[[N]], %[[AT2]], %[[K]]] {axes = ["slice", "slice"]}
// CHECK-NEXT: %[[AT3:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[AT4:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V2:.*]] = nparray.view %[[B]][%[[AT3]], %[[K]], %[[AT4]], %[[M]]] {axes = ["slice", "slice"]}
// CHECK-NEXT: %[[DOT:.*]] = nparray.call "numpy.dot"(%[[V]], %[[V2]])
// CHECK-NEXT: %[[AT5:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[AT6:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V3:.*]] = nparray.view %[[C]][%[[AT5]], %[[N]], %[[AT6]], %[[M]]] {axes = ["slice", "slice"]}
// CHECK-NEXT: nparray.store %[[DOT]], %[[V3]]
// CHECK-NEXT: return
func.func private @"product$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}, %k: index {py.name = "k", py.kind = "int"}) attributes {nparray.kernel = "product"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      %z = arith.constant 0.0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      affine.for %p = 0 to %k {
        %s = affine.load %c[%i, %j] : memref<?x?xf64>
        %x = affine.load %a[%i, %p] : memref<?x?xf64>
        %y = affine.load %b[%p, %j] : memref<?x?xf64>
        %t = arith.mulf %x, %y : f64
        %u = arith.addf %s, %t : f64
        affine.store %u, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The initialization covers more than the sum: both stay, and the sum is added.
// CHECK-LABEL: @wider_initialization$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[X:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:{{.*}}, %[[K:[a-z0-9]+]]:
// CHECK-NEXT: %[[R:.*]] = nparray.constant(0.000000e+00 : f64)
// CHECK-NEXT: %[[AT:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V:.*]] = nparray.view %[[X]][%[[AT]], %[[M]]] {axes = ["slice"]}
// CHECK-NEXT: nparray.store %[[R]], %[[V]]
// CHECK-NEXT: %[[AT2:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[AT3:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V2:.*]] = nparray.view %[[A]][%[[AT2]], %[[N]], %[[AT3]], %[[K]]] {axes = ["slice", "slice"]}
// CHECK-NEXT: %[[SUM:.*]] = nparray.call "numpy.sum"(%[[V2]]) with {axis = -1 : i64}
// CHECK-NEXT: %[[AT4:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V3:.*]] = nparray.view %[[X]][%[[AT4]], %[[N]]] {axes = ["slice"]}
// CHECK-NEXT: nparray.store %[[SUM]], %[[V3]] {update = "add"}
// CHECK-NEXT: return
func.func private @"wider_initialization$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %x: memref<?xf64> {py.name = "x", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}, %k: index {py.name = "k", py.kind = "int"}) attributes {nparray.kernel = "wider_initialization"} {
  affine.for %i = 0 to %m {
    %z = arith.constant 0.0 : f64
    affine.store %z, %x[%i] : memref<?xf64>
  }
  affine.for %i = 0 to %n {
    affine.for %p = 0 to %k {
      %s = affine.load %x[%i] : memref<?xf64>
      %y = affine.load %a[%i, %p] : memref<?x?xf64>
      %u = arith.addf %s, %y : f64
      affine.store %u, %x[%i] : memref<?xf64>
    }
  }
  return
}

// Columns outermost: a view is transposed, the loops' order does not matter.
// CHECK-LABEL: @columns_first$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[B:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:
// CHECK-NEXT: %[[AT:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[AT2:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V:.*]] = nparray.view %[[A]][%[[AT]], %[[N]], %[[AT2]], %[[M]]] {axes = ["slice", "slice"]}
// CHECK-NEXT: %[[AT3:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[AT4:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V2:.*]] = nparray.view %[[A]][%[[AT3]], %[[N]], %[[AT4]], %[[M]]] {axes = ["slice", "slice"]}
// CHECK-NEXT: %[[MULTIPLY:.*]] = nparray.call "numpy.multiply"(%[[V]], %[[V2]])
// CHECK-NEXT: %[[AT5:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[AT6:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V3:.*]] = nparray.view %[[B]][%[[AT5]], %[[N]], %[[AT6]], %[[M]]] {axes = ["slice", "slice"]}
// CHECK-NEXT: nparray.store %[[MULTIPLY]], %[[V3]]
// CHECK-NEXT: return
func.func private @"columns_first$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "columns_first"} {
  affine.for %j = 0 to %m {
    affine.for %i = 0 to %n {
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = arith.mulf %x, %x : f64
      affine.store %y, %b[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A row and a column broadcast against each other.
// CHECK-LABEL: @broadcast$version0(
// CHECK-SAME: %[[X:[a-z0-9]+]]:{{.*}}, %[[Y:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:{{.*}}, %[[M:[a-z0-9]+]]:
// CHECK-NEXT: %[[AT:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V:.*]] = nparray.view %[[X]][%[[AT]], %[[N]]] {axes = ["slice"]}
// CHECK-NEXT: %[[AT2:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V2:.*]] = nparray.view %[[Y]][%[[AT2]], %[[M]]] {axes = ["slice"]}
// CHECK-NEXT: %[[V3:.*]] = nparray.view %[[V]][] {axes = ["all", "newaxis"]}
// CHECK-NEXT: %[[ADD:.*]] = nparray.call "numpy.add"(%[[V3]], %[[V2]])
// CHECK-NEXT: %[[AT3:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[AT4:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V4:.*]] = nparray.view %[[C]][%[[AT3]], %[[N]], %[[AT4]], %[[M]]] {axes = ["slice", "slice"]}
// CHECK-NEXT: nparray.store %[[ADD]], %[[V4]]
// CHECK-NEXT: return
func.func private @"broadcast$version0"(%x: memref<?xf64> {py.name = "x", py.kind = "array"}, %y: memref<?xf64> {py.name = "y", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "broadcast"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %m {
      %x0 = affine.load %x[%i] : memref<?xf64>
      %y0 = affine.load %y[%j] : memref<?xf64>
      %z = arith.addf %x0, %y0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// An upper triangle in blocks of rows; the full part needs no mask.
// CHECK-LABEL: @upper$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) step 128 {
// CHECK-NEXT:   %[[END:.*]] = affine.min #[[$MAP0]](%[[N]], %[[I]])
// CHECK-NEXT:   %[[V:.*]] = nparray.view %[[A]][%[[I]], %[[END]], %[[I]], %[[N]]] {axes = ["slice", "slice"]}
// CHECK-NEXT:   %[[AT:.*]] = affine.apply #[[$MAP1]](%[[I]], %[[END]])
// CHECK-NEXT:   %[[AT2:.*]] = affine.apply #[[$MAP2]](%[[I]], %[[END]])
// CHECK-NEXT:   %[[TRI:.*]] = nparray.call "numpy.tri"(%[[AT2]], %[[AT]]) with {dtype = "bool"}
// CHECK-NEXT:   %[[TRANSPOSE:.*]] = nparray.call "numpy.transpose"(%[[TRI]])
// CHECK-NEXT:   %[[AT3:.*]] = affine.apply #[[$MINUS_1]](%[[END]])
// CHECK-NEXT:   %[[V2:.*]] = nparray.view %[[C]][%[[I]], %[[END]], %[[AT3]], %[[N]]] {axes = ["slice", "slice"]}
// CHECK-NEXT:   %[[AT4:.*]] = affine.apply #[[$MAP2]](%[[I]], %[[END]])
// CHECK-NEXT:   %[[AT5:.*]] = affine.apply #[[$MAP3]](%[[N]], %[[I]])
// CHECK-NEXT:   %[[V3:.*]] = nparray.view %[[V]][%[[AT4]], %[[AT5]]] {axes = ["all", "slice"]}
// CHECK-NEXT:   nparray.store %[[V3]], %[[V2]]
// CHECK-NEXT:   %[[AT6:.*]] = affine.apply #[[$MINUS_1]](%[[END]])
// CHECK-NEXT:   %[[V4:.*]] = nparray.view %[[C]][%[[I]], %[[END]], %[[I]], %[[AT6]]] {axes = ["slice", "slice"]}
// CHECK-NEXT:   %[[AT7:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT:   %[[AT8:.*]] = affine.apply #[[$MAP2]](%[[I]], %[[END]])
// CHECK-NEXT:   %[[V5:.*]] = nparray.view %[[V]][%[[AT7]], %[[AT8]]] {axes = ["all", "slice"]}
// CHECK-NEXT:   nparray.store %[[V5]], %[[V4]] where %[[TRANSPOSE]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"upper$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "upper"} {
  affine.for %i = 0 to %n {
    affine.for %j = affine_map<(d0) -> (d0)>(%i) to %n {
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      affine.store %x, %c[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// A lower triangle, updated in place.
// CHECK-LABEL: @lower$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[C:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: affine.for %[[I:.*]] = 0 to #[[$ID]](%[[N]]) step 128 {
// CHECK-NEXT:   %[[END:.*]] = affine.min #[[$MAP0]](%[[N]], %[[I]])
// CHECK-NEXT:   %[[AT:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT:   %[[V:.*]] = nparray.view %[[A]][%[[I]], %[[END]], %[[AT]], %[[END]]] {axes = ["slice", "slice"]}
// CHECK-NEXT:   %[[AT2:.*]] = affine.apply #[[$MAP1]](%[[I]], %[[END]])
// CHECK-NEXT:   %[[AT3:.*]] = affine.apply #[[$MAP2]](%[[I]], %[[END]])
// CHECK-NEXT:   %[[TRI:.*]] = nparray.call "numpy.tri"(%[[AT2]], %[[AT3]]) with {dtype = "bool", k = -1 : i64}
// CHECK-NEXT:   %[[AT4:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT:   %[[AT5:.*]] = affine.apply #[[$PLUS_1]](%[[I]])
// CHECK-NEXT:   %[[V2:.*]] = nparray.view %[[C]][%[[I]], %[[END]], %[[AT4]], %[[AT5]]] {axes = ["slice", "slice"]}
// CHECK-NEXT:   %[[AT6:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT:   %[[AT7:.*]] = affine.apply #[[$PLUS_1]](%[[I]])
// CHECK-NEXT:   %[[V3:.*]] = nparray.view %[[V]][%[[AT6]], %[[AT7]]] {axes = ["all", "slice"]}
// CHECK-NEXT:   nparray.store %[[V3]], %[[V2]] {update = "add"}
// CHECK-NEXT:   %[[AT8:.*]] = affine.apply #[[$PLUS_1]](%[[I]])
// CHECK-NEXT:   %[[V4:.*]] = nparray.view %[[C]][%[[I]], %[[END]], %[[AT8]], %[[END]]] {axes = ["slice", "slice"]}
// CHECK-NEXT:   %[[AT9:.*]] = affine.apply #[[$PLUS_1]](%[[I]])
// CHECK-NEXT:   %[[V5:.*]] = nparray.view %[[V]][%[[AT9]], %[[END]]] {axes = ["all", "slice"]}
// CHECK-NEXT:   %[[ADD:.*]] = nparray.call "numpy.add"(%[[V4]], %[[V5]])
// CHECK-NEXT:   nparray.store %[[ADD]], %[[V4]] where %[[TRI]]
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func private @"lower$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "lower"} {
  affine.for %i = 0 to %n {
    affine.for %j = 0 to affine_map<(d0) -> (d0 + 1)>(%i) {
      %s = affine.load %c[%i, %j] : memref<?x?xf64>
      %x = affine.load %a[%i, %j] : memref<?x?xf64>
      %y = arith.addf %s, %x : f64
      affine.store %y, %c[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// Only some elements change: a masked store.
// CHECK-LABEL: @masked$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[AT:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V:.*]] = nparray.view %[[A]][%[[AT]], %[[N]]] {axes = ["slice"]}
// CHECK-NEXT: %[[R:.*]] = nparray.constant(1.000000e-01 : f64)
// CHECK-NEXT: %[[LESS_EQUAL:.*]] = nparray.call "numpy.less_equal"(%[[V]], %[[R]])
// CHECK-NEXT: %[[R2:.*]] = nparray.constant(1.000000e+00 : f64)
// CHECK-NEXT: %[[AT2:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[V2:.*]] = nparray.view %[[A]][%[[AT2]], %[[N]]] {axes = ["slice"]}
// CHECK-NEXT: nparray.store %[[R2]], %[[V2]] where %[[LESS_EQUAL]]
// CHECK-NEXT: return
func.func private @"masked$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "masked"} {
  affine.for %i = 0 to %n {
    %x = affine.load %a[%i] : memref<?xf64>
    %l = arith.constant 0.1 : f64
    %c = arith.cmpf ole, %x, %l : f64
    %o = arith.constant 1.0 : f64
    %y = arith.select %c, %o, %x : f64
    affine.store %y, %a[%i] : memref<?xf64>
  }
  return
}

// Reading what a later iteration overwrites: the call reads everything first.
// CHECK-LABEL: @shift_down$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK-NEXT: %[[AT:.*]] = affine.apply #[[$MAP4]]()
// CHECK-NEXT: %[[V:.*]] = nparray.view %[[A]][%[[AT]], %[[N]]] {axes = ["slice"]}
// CHECK-NEXT: %[[AT2:.*]] = affine.apply #[[$ZERO]]()
// CHECK-NEXT: %[[AT3:.*]] = affine.apply #[[$MINUS_1]](%[[N]])
// CHECK-NEXT: %[[V2:.*]] = nparray.view %[[A]][%[[AT2]], %[[AT3]]] {axes = ["slice"]}
// CHECK-NEXT: nparray.store %[[V]], %[[V2]]
// CHECK-NEXT: return
func.func private @"shift_down$version0"(%a: memref<?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "shift_down"} {
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%n) {
    %x = affine.load %a[%i + 1] : memref<?xf64>
    affine.store %x, %a[%i] : memref<?xf64>
  }
  return
}

// The variable of a loop that stands for a condition is 0 where it is an index: no loop is left of it.
// CHECK-LABEL: @indexed_by_condition$version0(
// CHECK-SAME: %[[A:[a-z0-9]+]]:{{.*}}, %[[N:[a-z0-9]+]]:
// CHECK:      %[[V:.*]] = nparray.view %[[A]]
// CHECK-SAME: {axes = ["slice", "index"]}
// CHECK:      nparray.store %{{.*}}, %[[V]]
// CHECK-NOT:  affine.for
// CHECK:      return
func.func private @"indexed_by_condition$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "indexed_by_condition"} {
  affine.for %i = 0 to %n {
    affine.for %once = 0 to min affine_map<(d0) -> (1, d0 - 2)>(%i) {
      %z = arith.constant 1.0 : f64
      affine.store %z, %a[%i, %once] : memref<?x?xf64>
    }
  }
  return
}
