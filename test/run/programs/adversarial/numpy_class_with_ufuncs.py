"""A class of arrays says itself what its arithmetic means."""

import numpy as np

ARGUMENTS = "n a:n"


class Shifted(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **keywords):
        inputs = [np.asarray(x) + 1.0 if isinstance(x, Shifted) else x for x in inputs]
        result = getattr(ufunc, method)(*inputs, **keywords)
        if out:
            np.asarray(out[0])[...] = result
            return out[0]
        return result


def work(x: np.ndarray, y: np.ndarray):
    x += y * 2.0
    return x * y


def kernel(n: int, a: np.ndarray):
    return work(a.view(Shifted), a), work(a, a)
