"""A sum of products and a product; plain floats are returned."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    s = 0.0
    p = 1.0
    for i in range(n):
        s += a[i] * b[i]
        p *= a[i]
    return s, p
