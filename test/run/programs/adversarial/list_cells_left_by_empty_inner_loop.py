"""No inner iteration at i = 0: b[0] keeps what it holds."""

ARGUMENTS = "m a:m b:m"


def kernel(m: int, a: list, b: list):
    for i in range(m - 1, -1, -1):
        for j in range(i):
            b[i] = 0.5 * a[j]
