"""b[i+k] for any k."""

ARGUMENTS = "n k a:n b:n"


def kernel(n: int, k: int, a: list, b: list):
    for i in range(n-k):
        a[i] = b[i+k] * 2.0
