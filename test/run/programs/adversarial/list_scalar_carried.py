"""Each iteration stores what the one before has read."""

ARGUMENTS = "n a:n b:n"


def kernel(n: int, a: list, b: list):
    t = 0.0
    for i in range(n):
        b[i] = t
        t = a[i]
