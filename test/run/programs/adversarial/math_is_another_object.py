"""The name of a module of the library means something else."""

import numpy as np

ARGUMENTS = "n a:n"


class math:
    @staticmethod
    def sqrt(x):
        return x + 1.0


def kernel(n: int, a: np.ndarray):
    for i in range(n):
        a[i] = math.sqrt(a[i]) * 2.0
