"""No outer iteration: the cells that the inner loop would write keep what they hold."""

ARGUMENTS = "n m a:m"


def kernel(n: int, m: int, a: list):
    for i in range(1, n - 1):
        for j in range(m - 1):
            a[j] = 2.0
