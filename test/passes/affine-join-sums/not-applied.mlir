// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-join-sums)' | FileCheck %s --implicit-check-not=moderate
// RUN: automphc-opt %s --pass-pipeline='builtin.module(affine-join-sums{fp=strict})' | FileCheck %s --implicit-check-not=moderate

// One sum alone: nothing to join.
// CHECK-LABEL: @one$version0(
func.func private @"one$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "one"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The diagonal is in no part: a zero there could meet an infinity.
// CHECK-LABEL: @gap$version0(
func.func private @"gap$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "gap"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The diagonal is in two parts.
// CHECK-LABEL: @twice$version0(
func.func private @"twice$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "twice"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0 + 1)>(%i) {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The common factors differ: A in place of B.
// CHECK-LABEL: @other$version0(
func.func private @"other$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "other"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %A[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The common factor is written later: the guard cannot look at it.
// CHECK-LABEL: @changed$version0(
func.func private @"changed$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "changed"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %z = arith.constant 1.0 : f64
      affine.store %z, %B[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The target is read between the sums.
// CHECK-LABEL: @between$version0(
func.func private @"between$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "between"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %z = affine.load %C[%i, %j] : memref<?x?xf64>
      %e = math.exp %z : f64
      affine.store %e, %C[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The temporary starts from one.
// CHECK-LABEL: @start$version0(
func.func private @"start$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "start"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %T = memref.alloc(%m, %n) : memref<?x?xf64>
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %z = arith.constant 1.0 : f64
      affine.store %z, %T[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %T[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %T[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %o = affine.load %C[%i, %j] : memref<?x?xf64>
      %a = affine.load %A[%i, %i] : memref<?x?xf64>
      %b = affine.load %B[%i, %j] : memref<?x?xf64>
      %f = affine.load %s[] : memref<f64>
      %p = arith.mulf %a, %b : f64
      %q = arith.mulf %f, %p : f64
      %u = arith.addf %o, %q : f64
      %t = affine.load %T[%i, %j] : memref<?x?xf64>
      %g = affine.load %s[] : memref<f64>
      %h = arith.mulf %g, %t : f64
      %v = arith.addf %u, %h : f64
      affine.store %v, %C[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %f = affine.load %s[] : memref<f64>
        %q = arith.mulf %f, %p : f64
        %w = arith.addf %o, %q : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The temporary is read once more.
// CHECK-LABEL: @again$version0(
func.func private @"again$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "again"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %T = memref.alloc(%m, %n) : memref<?x?xf64>
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %z = arith.constant 0.0 : f64
      affine.store %z, %T[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %T[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %T[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %o = affine.load %C[%i, %j] : memref<?x?xf64>
      %a = affine.load %A[%i, %i] : memref<?x?xf64>
      %b = affine.load %B[%i, %j] : memref<?x?xf64>
      %f = affine.load %s[] : memref<f64>
      %p = arith.mulf %a, %b : f64
      %q = arith.mulf %f, %p : f64
      %u = arith.addf %o, %q : f64
      %t = affine.load %T[%i, %j] : memref<?x?xf64>
      %g = affine.load %s[] : memref<f64>
      %h = arith.mulf %g, %t : f64
      %v = arith.addf %u, %h : f64
      affine.store %v, %C[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %f = affine.load %s[] : memref<f64>
        %q = arith.mulf %f, %p : f64
        %w = arith.addf %o, %q : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %z = affine.load %T[%i, %j] : memref<?x?xf64>
      affine.store %z, %C[%i, %j] : memref<?x?xf64>
    }
  }
  return
}

// The first row of the temporary is not added.
// CHECK-LABEL: @unread$version0(
func.func private @"unread$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "unread"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %T = memref.alloc(%m, %n) : memref<?x?xf64>
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %z = arith.constant 0.0 : f64
      affine.store %z, %T[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0 + 1)>(%i) {
        %o = affine.load %T[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %T[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 1 to %m {
    affine.for %j = 0 to %n {
      %o = affine.load %C[%i, %j] : memref<?x?xf64>
      %a = affine.load %C[%i, %i] : memref<?x?xf64>
      %b = affine.load %B[%i, %j] : memref<?x?xf64>
      %f = affine.load %s[] : memref<f64>
      %p = arith.mulf %a, %b : f64
      %q = arith.mulf %f, %p : f64
      %u = arith.addf %o, %q : f64
      %t = affine.load %T[%i, %j] : memref<?x?xf64>
      %g = affine.load %s[] : memref<f64>
      %h = arith.mulf %g, %t : f64
      %v = arith.addf %u, %h : f64
      affine.store %v, %C[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %f = affine.load %s[] : memref<f64>
        %q = arith.mulf %f, %p : f64
        %w = arith.addf %o, %q : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The first columns have other factors than the rest.
// CHECK-LABEL: @columns$version0(
func.func private @"columns$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "columns"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  affine.for %i = 0 to %m {
    affine.for %j = 0 to affine_map<() -> (2)>() {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 2 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The statement that the sums add to goes on with what it has added.
// CHECK-LABEL: @prefix$version0(
func.func private @"prefix$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "prefix"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %T = memref.alloc(%m, %n) : memref<?x?xf64>
  affine.for %i = 0 to %m {
    affine.for %j = 1 to %n {
      %z = arith.constant 0.0 : f64
      affine.store %z, %T[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 1 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %T[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %T[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 1 to %n {
      %o = affine.load %C[%i, %j - 1] : memref<?x?xf64>
      %a = affine.load %A[%i, %i] : memref<?x?xf64>
      %b = affine.load %B[%i, %j] : memref<?x?xf64>
      %f = affine.load %s[] : memref<f64>
      %p = arith.mulf %a, %b : f64
      %q = arith.mulf %f, %p : f64
      %u = arith.addf %o, %q : f64
      %t = affine.load %T[%i, %j] : memref<?x?xf64>
      %g = affine.load %s[] : memref<f64>
      %h = arith.mulf %g, %t : f64
      %v = arith.addf %u, %h : f64
      affine.store %v, %C[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 1 to %n {
      affine.for %k = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %f = affine.load %s[] : memref<f64>
        %q = arith.mulf %f, %p : f64
        %w = arith.addf %o, %q : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}

// The temporary is read once more, in the same statement.
// CHECK-LABEL: @more$version0(
func.func private @"more$version0"(%A: memref<?x?xf64> {py.name = "A", py.kind = "array"}, %B: memref<?x?xf64> {py.name = "B", py.kind = "array"}, %C: memref<?x?xf64> {py.name = "C", py.kind = "array"}, %s: memref<f64> {py.name = "s", py.kind = "float"}, %m: index {py.name = "m", py.kind = "int"}, %n: index {py.name = "n", py.kind = "int"}) attributes {nparray.kernel = "more"} {
  nparray.guard "bounds"(%m) {set = affine_set<()[s0] : (s0 >= 0)>} : index
  %T = memref.alloc(%m, %n) : memref<?x?xf64>
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %z = arith.constant 0.0 : f64
      affine.store %z, %T[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = 0 to affine_map<(d0) -> (d0)>(%i) {
        %o = affine.load %T[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%i, %k] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %w = arith.addf %o, %p : f64
        affine.store %w, %T[%i, %j] : memref<?x?xf64>
      }
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      %o1 = affine.load %T[%i, %j] : memref<?x?xf64>
      %o = math.exp %o1 : f64
      %a = affine.load %A[%i, %i] : memref<?x?xf64>
      %b = affine.load %B[%i, %j] : memref<?x?xf64>
      %f = affine.load %s[] : memref<f64>
      %p = arith.mulf %a, %b : f64
      %q = arith.mulf %f, %p : f64
      %u = arith.addf %o, %q : f64
      %t = affine.load %T[%i, %j] : memref<?x?xf64>
      %g = affine.load %s[] : memref<f64>
      %h = arith.mulf %g, %t : f64
      %v = arith.addf %u, %h : f64
      affine.store %v, %C[%i, %j] : memref<?x?xf64>
    }
  }
  affine.for %i = 0 to %m {
    affine.for %j = 0 to %n {
      affine.for %k = affine_map<(d0) -> (d0 + 1)>(%i) to %m {
        %o = affine.load %C[%i, %j] : memref<?x?xf64>
        %x = affine.load %A[%k, %i] : memref<?x?xf64>
        %y = affine.load %B[%k, %j] : memref<?x?xf64>
        %p = arith.mulf %x, %y : f64
        %f = affine.load %s[] : memref<f64>
        %q = arith.mulf %f, %p : f64
        %w = arith.addf %o, %q : f64
        affine.store %w, %C[%i, %j] : memref<?x?xf64>
      }
    }
  }
  return
}
