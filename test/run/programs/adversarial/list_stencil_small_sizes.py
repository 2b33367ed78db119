"""A three-point stencil does nothing for sizes 0, 1 and 2."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    for i in range(1, n-1):
        b[i] = 0.33333 * (a[i-1] + a[i] + a[i+1])
