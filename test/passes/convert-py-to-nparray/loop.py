# RUN: automphc %s -o - | FileCheck %s
# A loop that stays gets versions of its body: what an iteration leaves behind is in the program's variables.
import numpy as np


# CHECK-LABEL: def until(
# CHECK: while err > tol and it < most:
# CHECK-NEXT: if (
# CHECK: err = 0.0
# CHECK: err += np.einsum(
# CHECK: grid[:] = new
# CHECK: it += 1
# CHECK-NEXT: continue
# CHECK-NEXT: # The original statements.
def until(grid: np.ndarray, tol: float, most: int):
    n, m = grid.shape
    err = 1.0
    it = 0
    while err > tol and it < most:
        err = 0.0
        new = grid.copy()
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                new[i, j] = 0.25 * (grid[i - 1, j] + grid[i + 1, j] + grid[i, j - 1] + grid[i, j + 1])
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                err += (new[i, j] - grid[i, j]) ** 2
        grid[:, :] = new
        it += 1
    return it


# Arrays that change their names are copied under names of the version's own.
# CHECK-LABEL: def exchanged(
# CHECK: for _ in range(most):
# CHECK: old_x = x
# CHECK-NEXT: old_new = new
# CHECK: np.matmul(a[:n, :n], old_x[:n], out=old_new[:n])
# CHECK: x, new = new, x
# CHECK: if new[0] > 1000.0:
# CHECK-NEXT: break
# CHECK-NEXT: continue
def exchanged(a: np.ndarray, x: np.ndarray, new: np.ndarray, n: int, most: int):
    for _ in range(most):
        for i in range(n):
            new[i] = 0.0
            for j in range(n):
                new[i] += a[i, j] * x[j]
        x, new = new, x
        if new[0] > 1000.0:
            break
    return x


# The loop is text in the version of the function around it, with the branch in it.
# CHECK-LABEL: def around(
# CHECK: np.matmul(a, b, out=c)
# CHECK: while True:
# CHECK-NEXT: if (
# CHECK: np.dot(a[:n, :n], x[:n])
# CHECK: # The original statements.
# CHECK: return x
# CHECK: # The original statements.
def around(a: np.ndarray, b: np.ndarray, c: np.ndarray, x: np.ndarray):
    n = a.shape[0]
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            c[i, j] = 0.0
            for k in range(a.shape[1]):
                c[i, j] += a[i, k] * b[k, j]
    while True:
        for i in range(n):
            s = 0.0
            for j in range(n):
                s += a[i, j] * x[j]
            c[i, 0] = s
        if c[0, 0] < 1.0:
            break
    return x
