"""durbin on nested lists. Durbin's recursion for a Toeplitz system of Yule and Walker."""


class Durbin:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, r: list, y: list):
        z = [0.0] * self.N
        y[0] = -r[0]
        beta = 1.0
        alpha = -r[0]
        for k in range(1, self.N):
            beta = (1.0 - alpha * alpha) * beta
            total = 0.0
            for i in range(k):
                total += r[k - i - 1] * y[i]
            alpha = -(r[k] + total) / beta
            for i in range(k):
                z[i] = y[i] + alpha * y[k - i - 1]
            for i in range(k):
                y[i] = z[i]
            y[k] = alpha


def kernel_durbin(n: int, r: list[float], y: list[float]):
    z = [0.0] * n
    y[0] = -r[0]
    beta = 1.0
    alpha = -r[0]
    for k in range(1, n):
        beta = (1.0 - alpha * alpha) * beta
        total = 0.0
        for i in range(k):
            total += r[k - i - 1] * y[i]
        alpha = -(r[k] + total) / beta
        for i in range(k):
            z[i] = y[i] + alpha * y[k - i - 1]
        for i in range(k):
            y[i] = z[i]
        y[k] = alpha
