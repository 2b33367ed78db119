"""A function that nobody has seen gets an array that each iteration makes."""

import numpy as np

ARGUMENTS = "n a:n"


def note(x):
    x[0] = x[-1] + 1.0
    print(len(x))


def kernel(n: int, a: np.ndarray):
    for i in range(n):
        w = np.zeros(n)
        for j in range(n):
            w[j] = a[j] + i
        note(w)
        a[i] = w[0]
