"""Measures what Python's and NumPy's operations cost on this machine; prints `name = nanoseconds` lines.

Each number is the best of several rounds: other programs only ever add time. The sizes are those at which the
compiler's estimates matter: arrays that leave the first caches, products large enough for threads.
"""

import marshal
import sys
import time

import numpy as np

ROUNDS = 7


def best(function, count):
    """Nanoseconds per unit of work; the function does `count` units."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter_ns()
        function()
        times.append(time.perf_counter_ns() - start)
    return min(times) / count


def empty_loop():
    for _ in range(N):
        pass


def float_operations():
    x, y = 1.5, 1.000001
    for _ in range(N):
        z = x * y  # noqa: F841


def scalar_operations():
    x, y = np.float64(1.5), np.float64(1.000001)
    for _ in range(N):
        z = x * y  # noqa: F841


def list_reads():
    for i in range(N):
        x = numbers[i]  # noqa: F841


def list_writes():
    for i in range(N):
        numbers[i] = 1.5


def array_reads():
    for i in range(N):
        x = matrix[1, 1]  # noqa: F841


def array_writes():
    for i in range(N):
        matrix[1, 1] = 1.5


def calls():
    for _ in range(N):
        np.add(tiny, tiny, out=tiny)


def slices():
    for _ in range(N):
        x = matrix[1:3, 2:4]  # noqa: F841


def checked_array(rows):
    """What the emitted helper does with a list of rows."""
    record = np.dtype([("tag", "S1"), ("value", "<f8")])
    row = np.dtype([("head", "V5"), ("items", record, len(rows[0]))])
    items = np.frombuffer(marshal.dumps(rows, 2), row, offset=5)["items"]
    if not (items["tag"] == b"g").all():
        raise TypeError
    return np.ascontiguousarray(items["value"], "f8")


N = 100_000
numbers = [1.5] * N
tiny = np.zeros(2)
matrix = np.full((400, 400), 1.5)
column = np.full(400, 1.5)
target = np.empty_like(matrix)
large = np.full((2000, 2000), 1.5)
rows = matrix.tolist()


def gpu_costs():
    """What CuPy's operations cost, where there is CuPy and a GPU."""
    try:
        import cupy as cp

        cp.cuda.runtime.getDeviceCount()
        wait = cp.cuda.Stream.null.synchronize
        there, few = cp.asarray(large), cp.zeros(2)
    except Exception as problem:
        print(f"# No GPU was measured: {type(problem).__name__}: {problem}")
        return {}

    def timed(function, count):
        def whole():
            function()
            wait()

        whole()
        return best(whole, count)

    def many():
        for _ in range(100):
            cp.add(few, few, out=few)

    square = cp.zeros((4096, 4096))
    single = square.astype("f4")
    spectrum = cp.zeros((1024, 4096), "c16")
    call = timed(many, 100)
    transfer = timed(lambda: few.get(), 1)
    return {
        "gpu_call": call,
        "gpu_transfer": transfer,
        "gpu_upload": max(timed(lambda: cp.asarray(large), 1) - transfer, 0.0) / large.nbytes,
        "gpu_download": max(timed(lambda: there.get(), 1) - transfer, 0.0) / large.nbytes,
        "gpu_element": timed(lambda: cp.add(square, square), square.size),
        "gpu_product": timed(lambda: square @ square, square.size * 4096),
        "gpu_product_single": timed(lambda: single @ single, single.size * 4096),
        "gpu_fft": timed(lambda: cp.fft.fft(spectrum, axis=1), spectrum.size),
    }


def main():
    iteration = best(empty_loop, N)
    inside = lambda function: max(best(function, N) - iteration, 1.0)  # noqa: E731
    call = inside(calls)
    costs = {
        "iteration": iteration,
        "float_operation": inside(float_operations),
        "scalar_operation": inside(scalar_operations),
        "list_read": inside(list_reads),
        "list_write": inside(list_writes),
        "array_read": inside(array_reads),
        "array_write": inside(array_writes),
        "call": call,
        "slice": inside(slices),
        "element": best(lambda: large + large, large.size),
        "cached_element": best(lambda: matrix + matrix, matrix.size),
        "copy": best(lambda: np.copyto(target, matrix), matrix.size),
        "product": best(lambda: np.matmul(matrix, matrix, out=target), matrix.size * 400),
        "vector_product": best(lambda: matrix @ column, matrix.size),
        "fft": best(lambda: np.fft.fft(matrix, axis=1), matrix.size),
        "from_list": best(lambda: checked_array(rows), matrix.size),
        "to_list": best(lambda: [row.tolist() for row in matrix], matrix.size),
    }
    costs.update(gpu_costs())
    print(f"# Nanoseconds, measured with Python {sys.version.split()[0]} and NumPy {np.__version__}.")
    for name, cost in costs.items():
        print(f"{name} = {cost:.4g}")


main()
