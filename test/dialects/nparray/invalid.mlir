// RUN: automphc-opt %s --split-input-file --verify-diagnostics

// expected-error @below {{element type of an array must be an integer, a float or a complex type, not 'index'}}
func.func private @f(!nparray.array<?xindex>)

// -----

func.func @f() {
  // expected-error @below {{has unknown kind 'sorted'}}
  nparray.guard "sorted"()
  return
}

// -----

func.func @f(%x: f64) {
  // expected-error @below {{of kind 'type' needs the attribute 'type'}}
  nparray.guard "type"(%x) : f64
  return
}

// -----

func.func @f(%n: index) {
  // expected-error @below {{of kind 'bounds' needs the attribute 'set'}}
  nparray.guard "bounds"(%n) : index
  return
}

// -----

func.func @f() {
  // expected-error @below {{of kind 'functions' needs the attributes 'names' and 'spellings', of one length}}
  nparray.guard "functions"() {names = ["numpy.dot"], spellings = []}
  return
}

// -----

func.func @f() {
  // expected-error @below {{of kind 'constant' needs the attributes 'object' and 'value'}}
  nparray.guard "constant"() {object = "EPS"}
  return
}

// -----

func.func @f() {
  // expected-error @below {{of kind 'attributes' needs the attributes 'object' and 'names'}}
  nparray.guard "attributes"() {object = "self"}
  return
}

// -----

func.func @f(%a: !nparray.array<?xf64>) {
  // expected-error @below {{of kind 'disjoint' needs two arrays}}
  nparray.guard "disjoint"(%a) : !nparray.array<?xf64>
  return
}

// -----

func.func @f(%n: index) {
  // expected-error @below {{needs one size per unknown dimension}}
  %0 = nparray.alloc(%n) : !nparray.array<?x?xf64>
  return
}

// -----

func.func @f(%a: !nparray.array<?xf64>) {
  // expected-error @below {{axis is out of range}}
  %0 = nparray.dim %a, 1 : !nparray.array<?xf64>
  return
}

// -----

func.func @f(%a: !nparray.array<?xf64>) {
  // expected-error @below {{has unknown axis kind 'every'}}
  %0 = nparray.view %a[] {axes = ["every"]} : !nparray.array<?xf64> -> !nparray.array<?xf64>
  return
}

// -----

func.func @f(%a: !nparray.array<?xf64>, %n: index) {
  // expected-error @below {{needs one bound per index and two per slice}}
  %0 = nparray.view %a[%n] {axes = ["slice"]} : !nparray.array<?xf64> -> !nparray.array<?xf64>
  return
}

// -----

func.func @f(%a: !nparray.array<?x?xf64>, %n: index) {
  // expected-error @below {{needs one item per axis of its source}}
  %0 = nparray.view %a[%n] {axes = ["index"]} : !nparray.array<?x?xf64> -> !nparray.array<?xf64>
  return
}

// -----

func.func @f(%a: !nparray.array<?x?xf64>, %n: index) {
  // expected-error @below {{result has the wrong rank}}
  %0 = nparray.view %a[%n] {axes = ["index", "all"]} : !nparray.array<?x?xf64> -> !nparray.array<?x?xf64>
  return
}

// -----

func.func @f() {
  // expected-error @below {{needs a function name}}
  %0 = nparray.call ""() : () -> !nparray.array<f64>
  return
}

// -----

func.func @f(%a: memref<?xf64>, %n: index) {
  // expected-error @below {{needs one access per operand}}
  nparray.opaque "numpy.sort"(%a, %n) {access = ["read 1"]} : memref<?xf64>, index
  return
}

// -----

func.func @f(%a: memref<?xf64>, %n: index) {
  // expected-error @below {{needs one index or pair of bounds per axis of an array}}
  nparray.opaque "numpy.sort"(%a) {access = ["read 1"]} : memref<?xf64>
  return
}

// -----

func.func @f(%a: memref<?xf64>, %n: index) {
  // expected-error @below {{needs an end after each lower bound, and nowhere else}}
  nparray.opaque "numpy.sort"(%a, %n, %n) {access = ["read 1", "axis 0", "index"]} : memref<?xf64>, index, index
  return
}

// -----

func.func @f(%n: index) {
  // expected-error @below {{has unknown access 'all'}}
  nparray.opaque "numpy.sort"(%n) {access = ["all"]} : index
  return
}

// -----

func.func @f(%a: memref<?xf64>, %n: index) {
  // expected-error @below {{needs at least one output}}
  nparray.pfor @t(%n) output() input(%a) {input_axes = array<i64: 0>, modes = [], output_axes = array<i64>, transfer = "numpy"} : (memref<?xf64>) -> ()
  return
}

// -----

func.func @f(%a: memref<?xf64>, %n: index) {
  // expected-error @below {{needs one axis for each input and output}}
  nparray.pfor @t(%n) output(%a) input() {input_axes = array<i64: 0>, modes = ["write"], output_axes = array<i64: 0>, transfer = "numpy"} : () -> memref<?xf64>
  return
}

// -----

func.func @f(%a: memref<?xf64>, %n: index) {
  // expected-error @below {{needs one mode for each output}}
  nparray.pfor @t(%n) output(%a) input() {input_axes = array<i64>, modes = [], output_axes = array<i64: 0>, transfer = "numpy"} : () -> memref<?xf64>
  return
}

// -----

func.func @f(%a: memref<?xf64>, %n: index) {
  // expected-error @below {{has an output that is not cut}}
  nparray.pfor @t(%n) output(%a) input() {input_axes = array<i64>, modes = ["write"], output_axes = array<i64: -1>, transfer = "numpy"} : () -> memref<?xf64>
  return
}

// -----

func.func @f(%a: memref<?xf64>, %n: index) {
  // expected-error @below {{has unknown mode 'read'}}
  nparray.pfor @t(%n) output(%a) input() {input_axes = array<i64>, modes = ["read"], output_axes = array<i64: 0>, transfer = "numpy"} : () -> memref<?xf64>
  return
}

// -----

func.func @f(%a: memref<?xf64>) {
  // expected-error @below {{goes to 'device' or to 'host'}}
  %d = nparray.transfer %a to "disk" : memref<?xf64> -> memref<?xf64>
  return
}

// -----

func.func @f(%a: memref<?xf64>) {
  // expected-error @below {{result has the wrong rank}}
  %d = nparray.transfer %a to "device" : memref<?xf64> -> memref<?x?xf64>
  return
}
