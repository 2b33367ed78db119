// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-widen)' | FileCheck %s
// Elements that anyone still needs are not written.

// Nobody writes the lower triangle.
// CHECK-LABEL: @lower_kept$version0(
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK: affine.for %[[I2:.*]] = 0 to
// CHECK-NEXT: affine.for %{{.*}} = #{{.*}}(%[[I2]]) to
func.func private @"lower_kept$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "lower_kept"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  %height = nparray.dim %c, 0 : memref<?x?xf64>
  %width = nparray.dim %c, 1 : memref<?x?xf64>
  nparray.guard "bounds"(%rows, %n) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%columns, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%height, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%width, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  affine.for %i = 0 to %m {
    %one = arith.constant 1.0 : f64
    affine.store %one, %c[%i, %i] : memref<?x?xf64>
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %z = arith.constant 0.0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      affine.for %k = 0 to %n {
        %s = affine.load %c[%i, %j] : memref<?x?xf64>
        %x = affine.load %a[%k, %i] : memref<?x?xf64>
        %y = affine.load %a[%k, %j] : memref<?x?xf64>
        %t = arith.mulf %x, %y : f64
        %u = arith.addf %s, %t : f64
        affine.store %u, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The diagonal keeps what the caller had there.
// CHECK-LABEL: @diagonal_kept$version0(
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %{{.*}} = #{{.*}}(%[[I]]) to
func.func private @"diagonal_kept$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "diagonal_kept"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  %height = nparray.dim %c, 0 : memref<?x?xf64>
  %width = nparray.dim %c, 1 : memref<?x?xf64>
  nparray.guard "bounds"(%rows, %n) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%columns, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%height, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%width, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %z = arith.constant 0.0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      affine.for %k = 0 to %n {
        %s = affine.load %c[%i, %j] : memref<?x?xf64>
        %x = affine.load %a[%k, %i] : memref<?x?xf64>
        %y = affine.load %a[%k, %j] : memref<?x?xf64>
        %t = arith.mulf %x, %y : f64
        %u = arith.addf %s, %t : f64
        affine.store %u, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %x = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %x, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// The lower triangle is read before it is written.
// CHECK-LABEL: @read_before$version0(
// CHECK: affine.for %[[D:.*]] = 0 to
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %{{.*}} = #{{.*}}(%[[I]]) to
func.func private @"read_before$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "read_before"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  %height = nparray.dim %c, 0 : memref<?x?xf64>
  %width = nparray.dim %c, 1 : memref<?x?xf64>
  nparray.guard "bounds"(%rows, %n) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%columns, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%height, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%width, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  affine.for %i = 0 to %m {
    %one = arith.constant 1.0 : f64
    affine.store %one, %c[%i, %i] : memref<?x?xf64>
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %z = arith.constant 0.0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      affine.for %k = 0 to %n {
        %s = affine.load %c[%i, %j] : memref<?x?xf64>
        %x = affine.load %a[%k, %i] : memref<?x?xf64>
        %y = affine.load %a[%k, %j] : memref<?x?xf64>
        %t = arith.mulf %x, %y : f64
        %u = arith.addf %s, %t : f64
        affine.store %u, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    %x = affine.load %c[%i + 1, %i] : memref<?x?xf64>
    affine.store %x, %c[%i, %i + 1] : memref<?x?xf64>
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %x = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %x, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// No guard says that the box lies within the array.
// CHECK-LABEL: @out_of_range$version0(
// CHECK: affine.for %[[D:.*]] = 0 to
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %{{.*}} = #{{.*}}(%[[I]]) to
func.func private @"out_of_range$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "out_of_range"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  %height = nparray.dim %c, 0 : memref<?x?xf64>
  %width = nparray.dim %c, 1 : memref<?x?xf64>
  nparray.guard "bounds"(%rows, %n) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%columns, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%height, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  affine.for %i = 0 to %m {
    %one = arith.constant 1.0 : f64
    affine.store %one, %c[%i, %i] : memref<?x?xf64>
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %z = arith.constant 0.0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      affine.for %k = 0 to %n {
        %s = affine.load %c[%i, %j] : memref<?x?xf64>
        %x = affine.load %a[%k, %i] : memref<?x?xf64>
        %y = affine.load %a[%k, %j] : memref<?x?xf64>
        %t = arith.mulf %x, %y : f64
        %u = arith.addf %s, %t : f64
        affine.store %u, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %x = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %x, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// Two operands: the box would cost twice the triangle.
// CHECK-LABEL: @two_operands$version0(
// CHECK: affine.for %[[D:.*]] = 0 to
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %{{.*}} = #{{.*}}(%[[I]]) to
func.func private @"two_operands$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %b: memref<?x?xf64> {py.name = "b", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "two_operands"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  %height = nparray.dim %c, 0 : memref<?x?xf64>
  %width = nparray.dim %c, 1 : memref<?x?xf64>
  nparray.guard "bounds"(%rows, %n) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%columns, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%height, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%width, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  affine.for %i = 0 to %m {
    %one = arith.constant 1.0 : f64
    affine.store %one, %c[%i, %i] : memref<?x?xf64>
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %z = arith.constant 0.0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      affine.for %k = 0 to %n {
        %s = affine.load %c[%i, %j] : memref<?x?xf64>
        %x = affine.load %a[%k, %i] : memref<?x?xf64>
        %y = affine.load %b[%k, %j] : memref<?x?xf64>
        %t = arith.mulf %x, %y : f64
        %u = arith.addf %s, %t : f64
        affine.store %u, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %x = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %x, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// What is written before the product is one of its operands, too.
// CHECK-LABEL: @operand_written$version0(
// CHECK: affine.for
// CHECK-NEXT: arith.constant 1.0
// CHECK: affine.for %[[I:.*]] = 0 to
// CHECK-NEXT: affine.for %{{.*}} = #{{.*}}(%[[I]]) to
func.func private @"operand_written$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "operand_written"} {
  %rows = nparray.dim %a, 0 : memref<?x?xf64>
  %columns = nparray.dim %a, 1 : memref<?x?xf64>
  %height = nparray.dim %c, 0 : memref<?x?xf64>
  %width = nparray.dim %c, 1 : memref<?x?xf64>
  nparray.guard "bounds"(%rows, %n) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%columns, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%height, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  nparray.guard "bounds"(%width, %m) {set = affine_set<()[s0, s1] : (s0 - s1 >= 0)>} : index, index
  affine.for %i = 0 to %m {
    %one = arith.constant 1.0 : f64
    affine.store %one, %c[%i, %i] : memref<?x?xf64>
    affine.store %one, %a[0, %i] : memref<?x?xf64>
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %z = arith.constant 0.0 : f64
      affine.store %z, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      affine.for %k = 0 to %n {
        %s = affine.load %c[%i, %j] : memref<?x?xf64>
        %x = affine.load %a[%k, %i] : memref<?x?xf64>
        %y = affine.load %a[%k, %j] : memref<?x?xf64>
        %t = arith.mulf %x, %y : f64
        %u = arith.addf %s, %t : f64
        affine.store %u, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to affine_map<(d0) -> (d0 - 1)>(%m) {
    affine.for %j = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
      %x = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %x, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}
