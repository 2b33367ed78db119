# RUN: automphc-translate --import-python %s | automphc-opt --pass-pipeline='builtin.module(py-infer-types)' | sed 's/^module attributes.*/module {/' | FileCheck %s
# Types come from hints, then from uses, then from the knowledge base.
import numpy as np


# Ranks: `a` has an attribute of a matrix, `row` takes a row of it, `b` is multiplied with it.
# CHECK-LABEL: py.func @ranks
# CHECK-SAME: types [!nparray.array<?x?xf64>, !nparray.array<?xf64>, !nparray.array<?x?xf64>]
def ranks(a: np.ndarray, row: np.ndarray, b: np.ndarray):
    # CHECK: py.attribute {{.*}} "T" : !nparray.array<?x?xf64> -> !nparray.array<?x?xf64>
    # CHECK: py.binary "matmul" {{.*}} -> !nparray.array<?x?xf64>
    a[:, :] = a.T @ b
    # CHECK: py.call {{.*}} keywords ["axis"] : (!py.function, !py.int) -> !nparray.array<?xf64>
    row[:] = a.sum(axis=0)


# Element types and ranks from a recorded hint; the sizes in it are examples.
# CHECK-LABEL: py.func @recorded
# CHECK-SAME: types [!nparray.array<?x?xcomplex<f64>>, !py.list<2 x i64>, !py.complex]
def recorded(a: "np.ndarray[np.complex128][32, 10000]", b: list[list[int]], s: complex):
    a *= s


# Without a hint: what is subscripted is an array, what bounds a loop is an int.
# CHECK-LABEL: py.func @guesses
# CHECK-SAME: types [!nparray.array<?x?xf64>, !py.int, !py.float, !py.object]
def guesses(a, n, alpha, options):
    for i in range(n):
        # CHECK: py.attribute {{.*}} "k" : !py.object -> !py.int
        # CHECK: py.attribute {{.*}} "scale" : !py.object -> !py.float
        a[i][options.k] *= alpha * options.scale


# A local has the type of what is assigned to it, joined over all ways to a point.
# CHECK-LABEL: py.func @locals
def locals(a: list, n: int):
    # CHECK: py.assign "s" = {{.*}} : !py.int
    s = 0
    for i in range(n):
        # CHECK: py.name "a" : !py.list<1 x f64>
        # CHECK: py.binary "add" {{.*}} : (!py.float, !py.float) -> !py.float
        s = s + a[i]
    # CHECK: py.name "s" : !py.float
    return s
