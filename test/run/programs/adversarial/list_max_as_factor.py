"""max() as a factor: the factor belongs to both of its arguments."""

ARGUMENTS = "n s=1.25 a:n b:n"


def kernel(n: int, s: float, a: list, b: list):
    for i in range(n - 2, 0, -1):
        a[n - 1 - i] = (s - 0.5) * max(b[n - 1], a[i])
