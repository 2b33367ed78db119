# RUN: automphc-translate --import-python %s | FileCheck %s

# CHECK: module attributes {{.*}}py.classes = {Kernel = {attributes = ["Inner", "size"], bases = ["Base"], methods = ["run"]}, Kernel.Inner = {attributes = ["build", "run"], bases = [], methods = []}}{{.*}}py.source_hash = "
# CHECK-NEXT: py.func @Kernel.run(["self", "x"]) hints ["", "float"] attributes {class = "Kernel", default_values = {x = 1.000000e+00 : f64}, defaults = 1 : i64
# CHECK-SAME: indent = "        "
# CHECK-SAME: method_kind = "method"
# CHECK-SAME: self_name = "self"
# CHECK: py.func @Kernel.Inner.build({{.*}}method_kind = "class"
# CHECK: py.func @Kernel.Inner.run({{.*}}
# CHECK: py.func @"Kernel.Inner.run#2"({{.*}}qualname = "Kernel.Inner.run"
class Kernel(Base):
    size = 3

    def run(self, x: float = 1.0):
        """The docstring is not part of the body."""
        return self.size

    class Inner:
        @classmethod
        def build(cls):
            return cls()

        @property
        def run(self):
            return 1

        @run.setter
        def run(self, value):
            self.value = value
