// RUN: automphc-opt %s | automphc-opt | FileCheck %s
// Every operation of the dialect survives printing and parsing.

// CHECK-LABEL: func.func @guards
// CHECK-SAME: !nparray.array<?x3xf64>, %{{.*}}: memref<f64>, %{{.*}}: index
func.func @guards(%a: !nparray.array<?x3xf64>, %x: memref<f64>, %n: index) {
  // CHECK: nparray.guard "type"(%{{.*}}) {type = "float|numpy.float64"} : memref<f64>
  nparray.guard "type"(%x) {type = "float|numpy.float64"} : memref<f64>
  // CHECK: nparray.guard "array"(%{{.*}}) : !nparray.array<?x3xf64>
  nparray.guard "array"(%a) : !nparray.array<?x3xf64>
  // CHECK: nparray.guard "list"(%{{.*}}) : !nparray.array<?x3xf64>
  nparray.guard "list"(%a) : !nparray.array<?x3xf64>
  // CHECK: nparray.guard "functions"() {names = ["numpy.dot"], spellings = ["np.dot"]}
  nparray.guard "functions"() {names = ["numpy.dot"], spellings = ["np.dot"]}
  // CHECK: nparray.guard "constant"() {object = "EPS", value = 1.000000e-01 : f64}
  nparray.guard "constant"() {object = "EPS", value = 0.1 : f64}
  // CHECK: nparray.guard "writeable"(%{{.*}}) : !nparray.array<?x3xf64>
  nparray.guard "writeable"(%a) : !nparray.array<?x3xf64>
  // CHECK: nparray.guard "disjoint"(%{{.*}}, %{{.*}}) : !nparray.array<?x3xf64>, !nparray.array<?x3xf64>
  nparray.guard "disjoint"(%a, %a) : !nparray.array<?x3xf64>, !nparray.array<?x3xf64>
  // CHECK: nparray.guard "bounds"(%{{.*}}) {set = #{{.*}}} : index
  nparray.guard "bounds"(%n) {set = affine_set<()[n] : (n >= 0)>} : index
  // CHECK: nparray.guard "attributes"() {names = ["M"], object = "self"}
  nparray.guard "attributes"() {object = "self", names = ["M"]}
  // CHECK: nparray.guard "finite"(%{{.*}}) : !nparray.array<?x3xf64>
  nparray.guard "finite"(%a) : !nparray.array<?x3xf64>
  // CHECK: nparray.guard "fp_state"()
  nparray.guard "fp_state"()
  // CHECK: nparray.guard "nonzero"(%{{.*}}) : memref<f64>
  nparray.guard "nonzero"(%x) : memref<f64>
  return
}

// CHECK-LABEL: func.func @values
func.func @values(%a: memref<?x?xf64>, %n: index, %x: f64) {
  // CHECK: nparray.alloc(%{{.*}}) {name = "tmp"} : !nparray.array<?x3xcomplex<f64>>
  %new = nparray.alloc(%n) {name = "tmp"} : !nparray.array<?x3xcomplex<f64>>
  // CHECK: nparray.constant(1.000000e+00 : f64) : <f64>
  %one = nparray.constant (1.0 : f64) : !nparray.array<f64>
  // CHECK: nparray.dim %{{.*}}, 1 : memref<?x?xf64>
  %size = nparray.dim %a, 1 : memref<?x?xf64>
  // CHECK: nparray.view %{{.*}}[%{{.*}}, %{{.*}}, %{{.*}}] {axes = ["index", "slice"], steps = array<i64: 2>} : memref<?x?xf64> -> <?xf64>
  %row = nparray.view %a[%n, %n, %size] {axes = ["index", "slice"], steps = array<i64: 2>} : memref<?x?xf64> -> !nparray.array<?xf64>
  // CHECK: nparray.view %{{.*}}[] {axes = ["newaxis", "all"]} : !nparray.array<?xf64> -> <1x?xf64>
  %wide = nparray.view %row[] {axes = ["newaxis", "all"]} : !nparray.array<?xf64> -> !nparray.array<1x?xf64>
  // CHECK: nparray.index_value %{{.*}} : <i64>
  %index = nparray.index_value %n : !nparray.array<i64>
  // CHECK: nparray.call "numpy.sum"(%{{.*}}) with {axis = 1 : i64} : (memref<?x?xf64>) -> !nparray.array<?xf64>
  %sum = nparray.call "numpy.sum"(%a) with {axis = 1 : i64} : (memref<?x?xf64>) -> !nparray.array<?xf64>
  // CHECK: nparray.scalar "power"(%{{.*}}, %{{.*}}) : (f64, f64) -> f64
  %power = nparray.scalar "power"(%x, %x) : (f64, f64) -> f64
  // CHECK: nparray.store %{{.*}}, %{{.*}} {update = "add"} : !nparray.array<f64>, !nparray.array<?xf64>
  nparray.store %one, %row {update = "add"} : !nparray.array<f64>, !nparray.array<?xf64>
  %mask = nparray.call "numpy.less"(%sum, %one) : (!nparray.array<?xf64>, !nparray.array<f64>) -> !nparray.array<?xi1>
  // CHECK: nparray.store %{{.*}}, %{{.*}} where %{{.*}} : !nparray.array<?xi1> : !nparray.array<f64>, !nparray.array<?xf64>
  nparray.store %one, %row where %mask : !nparray.array<?xi1> : !nparray.array<f64>, !nparray.array<?xf64>
  return
}

// CHECK-LABEL: func.func @parallel
func.func @parallel(%a: memref<?x?xf64>, %x: memref<f64>, %c: memref<?x?xf64>, %n: index) {
  // CHECK: nparray.pfor @tile(%{{.*}}) output(%{{.*}}) input(%{{.*}}, %{{.*}}) sizes(%{{.*}}) first %{{[a-z0-9]+}} {input_axes = array<i64: 0, -1>, modes = ["write"], output_axes = array<i64: 0>, transfer = "numpy"} : (memref<?x?xf64>, memref<f64>) -> memref<?x?xf64>
  nparray.pfor @tile(%n) output(%c) input(%a, %x) sizes(%n) first %n {input_axes = array<i64: 0, -1>, modes = ["write"], output_axes = array<i64: 0>, transfer = "numpy"} : (memref<?x?xf64>, memref<f64>) -> memref<?x?xf64>
  // CHECK: nparray.pfor @tile(%{{.*}}) output(%{{.*}}) input() {
  nparray.pfor @tile(%n) output(%c) input() {input_axes = array<i64>, modes = ["update"], output_axes = array<i64: 1>, transfer = "numpy"} : () -> memref<?x?xf64>
  return
}

// CHECK-LABEL: func.func @cse
// An equal view is the same view; an equal call may read new contents.
// RUN: automphc-opt --cse %s | FileCheck %s --check-prefix=CSE
// CSE-LABEL: func.func @cse
// CSE-COUNT-1: nparray.view
// CSE-NOT: nparray.view
// CSE: return
func.func @cse(%a: !nparray.array<?xf64>, %n: index) -> (!nparray.array<?xf64>, !nparray.array<?xf64>) {
  %0 = nparray.view %a[%n, %n] {axes = ["slice"]} : !nparray.array<?xf64> -> !nparray.array<?xf64>
  %1 = nparray.view %a[%n, %n] {axes = ["slice"]} : !nparray.array<?xf64> -> !nparray.array<?xf64>
  return %0, %1 : !nparray.array<?xf64>, !nparray.array<?xf64>
}

// CHECK-LABEL: func.func @opaque
func.func @opaque(%order: memref<i1>, %a: memref<?x?xf64>, %b: memref<?xf64>, %i: index, %n: index) {
  // CHECK: nparray.opaque "numpy.sort"(%{{.*}}, %{{.*}}, %{{.*}}) with {axis = 0 : i64} {access = ["order", "write 1", "axis 0", "end", "read 1", "at", "axis 0", "end"], total} :
  nparray.opaque "numpy.sort"(%order, %b, %i, %n, %a, %i, %i, %n) with {axis = 0 : i64} {access = ["order", "write 1", "axis 0", "end", "read 1", "at", "axis 0", "end"], total} : memref<i1>, memref<?xf64>, index, index, memref<?x?xf64>, index, index, index
  return
}

// CHECK-LABEL: func.func @device
func.func @device(%a: memref<?x?xf64>, %n: index) {
  // CHECK: %[[D:.*]] = nparray.transfer %{{.*}} to "device" {name = "a"} : memref<?x?xf64> -> memref<?x?xf64>
  %d = nparray.transfer %a to "device" {name = "a"} : memref<?x?xf64> -> memref<?x?xf64>
  // CHECK: nparray.alloc(%{{.*}}, %{{.*}}) {device} : memref<?x?xf64>
  %t = nparray.alloc(%n, %n) {device} : memref<?x?xf64>
  // CHECK: nparray.call "cupy.sqrt"(%[[D]]) {device} :
  %r = nparray.call "cupy.sqrt"(%d) {device} : (memref<?x?xf64>) -> !nparray.array<?x?xf64>
  // CHECK: %[[H:.*]] = nparray.transfer %{{.*}} to "host"
  %h = nparray.transfer %r to "host" : !nparray.array<?x?xf64> -> !nparray.array<?x?xf64>
  // CHECK: nparray.store %[[H]], %{{.*}} {commit}
  nparray.store %h, %a {commit} : !nparray.array<?x?xf64>, memref<?x?xf64>
  return
}
