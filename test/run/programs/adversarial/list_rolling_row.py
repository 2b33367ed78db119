"""One row serves all steps: the element before is new, the one after old."""

ARGUMENTS = "steps n d:n c:n"


def kernel(steps: int, n: int, d: list[float], c: list[float]):
    for s in range(steps):
        for j in range(1, n - 1):
            d[j] = 0.25 * (d[j - 1] + d[j + 1]) + c[j]
