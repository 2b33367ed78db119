# RUN: automphc-translate --import-python %s | automphc-opt --pass-pipeline='builtin.module(py-infer-types)' | sed 's/^module attributes.*/module {/' | FileCheck %s
# What nobody can type stays an object.
import os


# CHECK-LABEL: py.func @unknown
# CHECK-SAME: types [!py.object, !py.object]
def unknown(path: os.PathLike, table: dict[str, int]):
    # CHECK: py.name "path" : !py.object
    # CHECK: py.assign "x" = {{.*}} : !py.object
    x = os.stat(path)
    # CHECK: py.assign "y" = {{.*}} : !py.object
    y = "text" if path else 1.5
    return x, y
