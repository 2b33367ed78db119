"""Two buffers that swap roles each time step."""

ARGUMENTS = "t n a:n b:n"


def kernel(t: int, n: int, a: list, b: list):
    for t_ in range(t):
        for i in range(1, n-1):
            b[i] = 0.33333 * (a[i-1] + a[i] + a[i+1])
        for i in range(1, n-1):
            a[i] = 0.33333 * (b[i-1] + b[i] + b[i+1])
