# RUN: automphc-translate --import-python %s | automphc-opt --pass-pipeline='builtin.module(py-infer-types,convert-py-to-nparray)' | sed 's/^module attributes.*/module {/' | FileCheck %s
# RUN: automphc-translate --import-python %s | automphc-opt --pass-pipeline='builtin.module(py-infer-types,convert-py-to-nparray)' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
# What is not modelled stays as text, with the names that it reads; or there is no version.
import numpy as np

# The reasons, in order.
# REMARK-DAG: remark: stays as it is: the product of two variables is not affine
# REMARK-DAG: remark: stays as it is: a subscript by an array or by an unknown value
# REMARK-DAG: remark: stays as it is: 'notify' is not in the knowledge base
# REMARK-DAG: remark: stays as it is: an attribute of 'self' may have changed
# REMARK-DAG: remark: early stays as it is: no statement on arrays is modelled
# REMARK-DAG: remark: lists stays as it is: 'notify' is not in the knowledge base


# CHECK-LABEL: func.func private @text$version0
def text(a: np.ndarray, n: int):
    # CHECK: py.opaque "for i in range(n):{{.*}}" reads ["a", "n"] writes ["i", "j"]
    for i in range(n):
        for j in range(n):
            a[n * i + j, 0] = 1.0
    # The names that are read as text are bound as text, the others are not.
    # CHECK-NOT: m = n + 1
    m = n + 1
    # CHECK: py.opaque "upper = np.triu_indices(n, 1)" reads ["n"] writes ["upper"]
    upper = np.triu_indices(n, 1)
    # CHECK: py.opaque "b = a * 2.0" reads ["a"] writes ["b"]
    b = a * 2.0
    # CHECK: py.opaque "a[upper] = b[upper] + 1.0" reads ["a", "b", "upper"] writes []
    a[upper] = b[upper] + 1.0
    # CHECK: nparray.view
    # CHECK: nparray.store
    a[m, 0] = 3.0


class Kernel:
    # CHECK-LABEL: func.func private @Kernel.run$version0
    def run(self, a: np.ndarray):
        # CHECK: affine.for
        for i in range(self.n):
            a[i] = 1.0
        # CHECK: py.opaque "x = notify(self)"
        x = notify(self)
        # What is called may have set self.n.
        # CHECK: py.opaque "for i in range(self.n):
        for i in range(self.n):
            a[i] = 2.0


# CHECK-NOT: @early$version0
def early(a: np.ndarray, n: int):
    if n > 3:
        return None
    else:
        a += 1.0


# CHECK-NOT: @lists$version0
def lists(a: list, n: int):
    for i in range(n):
        a[i] = 1.0
    notify(a)
