# RUN: automphc-translate --import-python %s | FileCheck %s
import numpy as np
import numpy.linalg as la
from math import sqrt
from numpy.core.multiarray import ndarray

import scipy as rebound

EPS = 0.1
rebound = None

# CHECK: module attributes {{.*}}py.imports = {la = "numpy.linalg", ndarray = "numpy.ndarray", np = "numpy", sqrt = "math.sqrt"}{{.*}}py.source_hash = "
# CHECK-NEXT: py.func @names
# CHECK-NEXT: py.ref "numpy.linalg.inv" as "np.linalg.inv" : !py.function
# CHECK: py.ref "numpy.linalg.inv" as "la.inv" : !py.function
# CHECK: py.ref "math.sqrt" as "sqrt" : !py.function
# CHECK: py.ref "numpy.ndarray" as "ndarray" : !py.function
# CHECK: py.name "rebound" {global} : !py.object
# CHECK: py.name "EPS" {constant = 1.000000e-01 : f64, global} : !py.object
# CHECK: py.name "len" : !py.object
# CHECK: py.ref "builtins.max" as "max" : !py.function
# CHECK: py.name "unknown" {global} : !py.object
def names(len):
    np.linalg.inv
    la.inv
    sqrt
    ndarray
    rebound
    EPS
    len
    max
    unknown
