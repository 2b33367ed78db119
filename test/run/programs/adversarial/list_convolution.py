"""a[i+j] * w[j]."""

ARGUMENTS = "n k a:n+k w:k y:n"


def kernel(n: int, k: int, a: list, w: list, y: list):
    for i in range(n):
        for j in range(k):
            y[i] += a[i+j] * w[j]
