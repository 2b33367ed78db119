# RUN: automphc-translate --import-python %s | automphc-opt --pass-pipeline='builtin.module(py-infer-types)' | sed 's/^module attributes.*/module {/' | FileCheck %s
# Ranks of arrays whose hints say none: all uses together, then what the program's style speaks for.
import numpy as np


# Capitals are matrices and small letters vectors, where the product and the store allow it.
# CHECK-LABEL: py.func @gesummv
# CHECK-SAME: types [!py.float, !nparray.array<?x?xf64>, !nparray.array<?xf64>, !nparray.array<?xf64>]
# CHECK-NOT: typing_of = "gesummv"
def gesummv(alpha: float, A: np.ndarray, x: np.ndarray, y: np.ndarray):
    y[:] = alpha * np.dot(A, x)


# The sum says that the product is a matrix.
# CHECK-LABEL: py.func @gemm
# CHECK-SAME: types [!py.float, !nparray.array<?x?xf64>, !nparray.array<?x?xf64>, !nparray.array<?x?xf64>]
def gemm(alpha: float, C: np.ndarray, A: np.ndarray, B: np.ndarray):
    C[:] = alpha * np.dot(A, B) + C


# An element holds a scalar: the product is one of vectors.
# CHECK-LABEL: py.func @rows
# CHECK-SAME: types [!nparray.array<?x?xf64>, !nparray.array<?xf64>, !nparray.array<?xf64>, !py.int]
def rows(a: np.ndarray, x: np.ndarray, y: np.ndarray, n: int):
    for i in range(n):
        y[i] = np.dot(a[i], x)


# Subscripts say more than capitals.
# CHECK-LABEL: py.func @stencil
# CHECK-SAME: types [!nparray.array<?xf64>, !nparray.array<?xf64>]
def stencil(A: np.ndarray, B: np.ndarray):
    B[1:-1] = A[:-2] + A[2:]


# A row of `table`, which has two axes, is scaled; `rest` is unpacked as three.
# CHECK-LABEL: py.func @rows_of
# CHECK-SAME: types [!nparray.array<?x?xf64>, !nparray.array<?x?x?xf64>]
def rows_of(table: np.ndarray, rest: np.ndarray):
    n, m, k = rest.shape
    for row in table:
        row[0] = 1.0


# Nothing says which: one copy for each.
# CHECK-LABEL: py.func @softmax(
# CHECK-SAME: types [!nparray.array<?xf64>]
# CHECK-LABEL: py.func @softmax$types1(
# CHECK-SAME: types [!nparray.array<?x?xf64>]
# CHECK-SAME: typing_of = "softmax"
def softmax(x: np.ndarray):
    e = np.exp(x - np.max(x))
    return e / e.sum()


# Without a hint only uses make an array: `a` is multiplied with a matrix, `s` with a number.
# CHECK-LABEL: py.func @guesses(
# CHECK-SAME: types [!nparray.array<?xf64>, !py.float, !nparray.array<?x?xf64>]
def guesses(a, s, m: np.ndarray):
    m[:, :] = m * s
    m[0] += m @ a


# Rows that are subtracted from each other are two rows; what scales a row is a number.
# CHECK-LABEL: py.func @row_pairs(
# CHECK-SAME: types [!nparray.array<?x?xf64>, !nparray.array<?x?xf64>, !nparray.array<?xf64>]
def row_pairs(x: np.ndarray, y: np.ndarray, w: np.ndarray):
    total = np.zeros(x.shape[1])
    for i in range(x.shape[0]):
        total += w[i] * np.sum((x[i] - y[i]) ** 2) * x[i, :]
    return total


# What is reduced with `keepdims` is no vector; rows are added to stacks of any rank.
# CHECK-LABEL: py.func @normal(
# CHECK-SAME: types [!nparray.array<?x?xf64>, !nparray.array<?xf64>]
def normal(x: np.ndarray, gamma: np.ndarray):
    return gamma * (x - x.mean(axis=-1, keepdims=True))


# A statement that contradicts what comes before it adds nothing.
# CHECK-LABEL: py.func @contradiction(
# CHECK-SAME: types [!nparray.array<?x?xf64>]
def contradiction(a: np.ndarray):
    n, m = a.shape
    a[0, 0, 0] = 1.0
