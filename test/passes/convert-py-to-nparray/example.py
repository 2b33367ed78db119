# RUN: automphc-translate --import-python %s | automphc-opt --pass-pipeline='builtin.module(py-infer-types,convert-py-to-nparray)' | sed 's/^module attributes.*/module {/' | FileCheck %s
# Statements on arrays become views, calls and stores; loops over ranges become affine loops.
import numpy as np


class Kernel:
    # CHECK-LABEL: func.func private @Kernel.centre$version0
    # CHECK-SAME: (%[[W:.*]]: !nparray.array<f64> {py.kind = "float", py.name = "w"},
    # CHECK-SAME: %[[A:.*]]: !nparray.array<?x?xf64> {py.kind = "array", py.name = "a"},
    # CHECK-SAME: %[[MEAN:.*]]: !nparray.array<?xf64> {py.kind = "array", py.name = "mean"},
    # CHECK-SAME: %[[N:.*]]: index {py.kind = "int", py.name = "self.n"})
    # CHECK-SAME: nparray.kernel = "Kernel.centre"
    def centre(self, w: float, a: np.ndarray, mean: np.ndarray, unused: np.ndarray):
        # CHECK-NEXT: nparray.guard "fp_state"()
        # CHECK-NEXT: nparray.guard "attributes"() {names = ["n"], object = "self"}
        # CHECK-NEXT: nparray.guard "functions"() {names = ["builtins.range"], spellings = ["range"]}
        # CHECK-NEXT: nparray.guard "type"(%[[W]]) {type = "float|numpy.float64"}
        # CHECK-NEXT: nparray.guard "type"(%[[A]]) {type = "numpy.ndarray"}
        # CHECK-NEXT: nparray.guard "array"(%[[A]])
        # CHECK: nparray.guard "type"(%[[N]]) {type = "int"} : index
        # CHECK: %[[ROWS:.*]] = nparray.dim %[[A]], 0
        """A docstring and `pass` vanish."""
        pass
        # CHECK: %[[TARGET:.*]] = nparray.view %[[MEAN]][] {axes = ["all"]}
        # CHECK: %[[SUM:.*]] = nparray.call "numpy.sum"(%[[A]]) with {axis = 0 : i64}
        # CHECK: nparray.store %[[SUM]], %[[TARGET]]
        mean[:] = a.sum(axis=0)
        # CHECK: nparray.store %[[W]], %[[MEAN]] {update = "divide"}
        mean /= w
        # CHECK: %[[MASK:.*]] = nparray.call "numpy.less_equal"(%[[MEAN]],
        # CHECK: nparray.store %{{.*}}, %[[MEAN]] where %[[MASK]]
        mean[mean <= 0.1] = 1.0
        # CHECK: affine.for %[[I:.*]] = 0 to {{.*}}(%[[N]]) {
        for i in range(self.n - 1):
            # CHECK: %[[NEXT:.*]] = affine.apply {{.*}}(%[[I]])
            # CHECK: %[[ROW:.*]] = nparray.view %[[A]][%[[I]], %[[NEXT]], %[[N]]] {axes = ["index", "slice"]}
            # CHECK: nparray.store %{{.*}}, %[[ROW]] {update = "multiply"}
            a[i, i + 1:self.n] *= 2
        # CHECK: } {name = "i"}
        # CHECK: %[[LAST:.*]] = affine.apply {{.*}}(%[[ROWS]])
        # CHECK: nparray.view %[[A]][%[[LAST]], {{.*}}] {axes = ["index", "index"]}
        a[-1][0] = 0.0
        # CHECK: return


# Scalars live in cells; a condition on data predicates the stores.
# CHECK-LABEL: func.func private @largest$version0
def largest(a: list, n: int):
    # CHECK: nparray.guard "list"(%[[A:.*]]) :
    # CHECK: %[[M:.*]] = nparray.alloc() {name = "m", observed, scalar = "python"}
    m = 0.0
    for i in range(n):
        # CHECK: %[[C:.*]] = nparray.call "numpy.greater"(
        # CHECK: %[[ITEM:.*]] = nparray.view %[[A]][
        # CHECK: %[[NEW:.*]] = nparray.call "numpy.where"(%[[C]], %[[ITEM]], %[[M]])
        # CHECK: nparray.store %[[NEW]], %[[M]]
        if a[i] > m:
            m = a[i]
        else:
            pass
    # CHECK: py.return %[[M]] : {{.*}} {scalars = ["python"]}
    return m


# A loop that counts down runs over a reversed variable; conditions on ints are affine.
# CHECK-LABEL: func.func private @control$version0
def control(a: np.ndarray, n: int):
    # CHECK: %[[TRIPS:.*]] = affine.apply {{.*}}(%{{.*}})
    # CHECK: affine.for %[[R:.*]] = 0 to {{.*}}(%[[TRIPS]]) {
    for i in range(n - 1, 0, -2):
        # CHECK: affine.for {{.*}} = max {{.*}} to min
        for j in range(max(0, i - 2), min(n, i + 3)):
            # CHECK: affine.if
            if i == j:
                a[i, j] = 1.0
            # The else branch is two conditions of its own.
            # CHECK-NOT: else
            # CHECK: affine.if
            # CHECK: nparray.index_value
            # CHECK: affine.if
            # CHECK: nparray.index_value
            else:
                a[i, j] += i * 0.5
    # CHECK: } {name = "i_step"}


# Stores through index builders become loops over the points that they name.
# CHECK-LABEL: func.func private @points$version0
def points(a: np.ndarray, n: int):
    # CHECK: affine.for %[[I:.*]] = 0 to
    # CHECK-NEXT: nparray.view %{{.*}}[%[[I]], %[[I]]]
    a[np.diag_indices(n)] = 1.0
    upper = np.triu_indices(n, 1)
    # CHECK: affine.for %[[I:.*]] = 0 to
    # CHECK-NEXT: affine.for %[[J:.*]] = #{{.*}}(%[[I]]) to
    # CHECK-NEXT: nparray.view %{{.*}}[%[[I]], %[[J]]]
    # CHECK-NEXT: nparray.store {{.*}} {update = "multiply"}
    a[upper] *= 2.0
