# RUN: automphc %s -o - | FileCheck %s
# RUN: automphc %s --emit=nparray | FileCheck %s --check-prefix=IR
# A statement that is no array computation leaves the contraction beside it one call.
import numpy as np


# IR-LABEL: func.func private @progress$version0
# IR: py.opaque "print(i)" reads ["i"] writes [] because {{.*}}(%{{.*}}, %[[I:.*]] : {{.*}}, index) {access = ["order", {{.*}}"bind"], bound = ["i"{{.*}}], {{.*}}total}
# CHECK-LABEL: def progress(
# CHECK: for i in range(n):
# CHECK-NEXT: print(i)
# CHECK: c[:n, :n] += np.dot(a[:n, :n], b[:n, :n])
# CHECK-NEXT: return
def progress(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        print(i)
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]


# What is read after the loop is the program's own variable.
# CHECK-LABEL: def counted(
# CHECK: and type(seen) is dict
# CHECK: for i in range(n):
# CHECK-NEXT: seen[i] = a[i, 0]
# CHECK-NEXT: if a[i, 0] > 0.5:
# CHECK-NEXT: count += 1
# CHECK: c[:n, :n] += np.dot(a[:n, :n], b[:n, :n])
# CHECK: return count
# CHECK-NEXT: # The original statements.
def counted(a: np.ndarray, b: np.ndarray, c: np.ndarray, seen: dict, n: int):
    count = 0
    for i in range(n):
        seen[i] = a[i, 0]
        if a[i, 0] > 0.5:
            count += 1
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
    return count


# It reads the result of its own iteration.
# CHECK-LABEL: def after(
# CHECK: c[:n, :n] += np.dot(a[:n, :n], b[:n, :n])
# CHECK: for i in range(n):
# CHECK-NEXT: print(f"{i}", c[i, 0])
def after(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i, j] += a[i, k] * b[k, j]
        print(f"{i}", c[i, 0])


# A loop that counts down gives the text its variable.
# CHECK-LABEL: def downwards(
# CHECK: for [[R:i.*]] in range(n):
# CHECK-NEXT: i = n - [[R]] - 1
# CHECK-NEXT: print(i)
def downwards(a: np.ndarray, n: int):
    for i in range(n - 1, -1, -1):
        print(i)
        a[i] *= 2.0
