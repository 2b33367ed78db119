"""Two threads, each with a half of the array."""

import threading

import numpy as np

ARGUMENTS = "n a:n"


def work(x: np.ndarray):
    for i in range(len(x)):
        x[i] = x[i] * 2.0 + 1.0


def kernel(n: int, a: np.ndarray):
    halves = [a[: len(a) // 2], a[len(a) // 2 :]]
    threads = [threading.Thread(target=work, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
