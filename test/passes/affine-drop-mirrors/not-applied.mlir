// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-drop-mirrors)' | FileCheck %s
// Near misses: the copy stays.

#id = affine_map<(d0) -> (d0)>
#next = affine_map<(d0) -> (d0 + 1)>

// Each row is scaled by a number of its own.
// CHECK-LABEL: @by_row$version0(
// CHECK: affine.store %0, %arg1[%arg6, %arg5]
func.func private @"by_row$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "by_row"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %zero = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %m {
        %0 = affine.load %c[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      %1 = affine.load %w[%i] : memref<?xf64>
      %2 = arith.divf %0, %1 : f64
      affine.store %2, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// The diagonal is left out of the scaling, and the copy does not write it.
// CHECK-LABEL: @short_update$version0(
// CHECK: affine.store %0, %arg1[%arg6, %arg5]
func.func private @"short_update$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "short_update"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %zero = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %m {
        %0 = affine.load %c[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = #next(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      %1 = affine.load %w[0] : memref<?xf64>
      %2 = arith.divf %0, %1 : f64
      affine.store %2, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = #next(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// The product is one half only.
// CHECK-LABEL: @half_product$version0(
// CHECK: affine.store %0, %arg1[%arg6, %arg5]
func.func private @"half_product$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "half_product"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %zero = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      affine.for %k = 0 to %m {
        %0 = affine.load %c[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// The first row is overwritten in between.
// CHECK-LABEL: @new_diagonal$version0(
// CHECK: affine.store %0, %arg1[%arg6, %arg5]
func.func private @"new_diagonal$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}) attributes {nparray.kernel = "new_diagonal"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %zero = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %m {
        %0 = affine.load %c[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %n {
    %one = arith.constant 1.0 : f64
    affine.store %one, %c[0, %i] : memref<?x?xf64>
  }
  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// The copy goes further than the product.
// CHECK-LABEL: @small_product$version0(
// CHECK: affine.store %0, %arg1[%arg8, %arg7]
func.func private @"small_product$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %d: memref<?x?xf64> {py.name = "d", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}, %p: index {py.name = "p", py.kind = "int"}) attributes {nparray.kernel = "small_product"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %zero = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %m {
        %0 = affine.load %c[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }

  affine.for %i = 0 to %p {
    affine.for %j = #id(%i) to %p {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// The lower half, which is not scaled yet, is read in between.
// CHECK-LABEL: @read_between$version0(
// CHECK: affine.store %0, %arg1[%arg8, %arg7]
func.func private @"read_between$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %d: memref<?x?xf64> {py.name = "d", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}, %p: index {py.name = "p", py.kind = "int"}) attributes {nparray.kernel = "read_between"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %zero = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %m {
        %0 = affine.load %c[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }

  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      %1 = affine.load %w[0] : memref<?xf64>
      %2 = arith.divf %0, %1 : f64
      affine.store %2, %c[%i, %j] : memref<?x?xf64>
    }
  }

  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %d[%i, %j] : memref<?x?xf64>
    }
  }

  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}

// The diagonal is copied onto itself, and keeps the value that was not scaled.
// CHECK-LABEL: @diagonal_unscaled$version0(
// CHECK: affine.store %0, %arg1[%arg8, %arg7]
func.func private @"diagonal_unscaled$version0"(%a: memref<?x?xf64> {py.name = "a", py.kind = "array"}, %c: memref<?x?xf64> {py.name = "c", py.kind = "array"}, %w: memref<?xf64> {py.name = "w", py.kind = "array"}, %d: memref<?x?xf64> {py.name = "d", py.kind = "array"}, %n: index {py.name = "n", py.kind = "int"}, %m: index {py.name = "m", py.kind = "int"}, %p: index {py.name = "p", py.kind = "int"}) attributes {nparray.kernel = "diagonal_unscaled"} {
  nparray.guard "bounds"(%n) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %zero = arith.constant 0.0 : f64
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.store %zero, %c[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %n {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %m {
        %0 = affine.load %c[%i, %j] : memref<?x?xf64>
        %1 = affine.load %a[%k, %i] : memref<?x?xf64>
        %2 = affine.load %a[%k, %j] : memref<?x?xf64>
        %3 = arith.mulf %1, %2 : f64
        %4 = arith.addf %0, %3 : f64
        affine.store %4, %c[%i, %j] : memref<?x?xf64>
      }
    }
  }

  affine.for %i = 0 to %n {
    affine.for %j = #next(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      %1 = affine.load %w[0] : memref<?xf64>
      %2 = arith.divf %0, %1 : f64
      affine.store %2, %c[%i, %j] : memref<?x?xf64>
    }
  }

  affine.for %i = 0 to %n {
    affine.for %j = #id(%i) to %n {
      %0 = affine.load %c[%i, %j] : memref<?x?xf64>
      affine.store %0, %c[%j, %i] : memref<?x?xf64>
    }
  }
  return
}
