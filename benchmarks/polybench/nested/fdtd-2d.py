"""fdtd-2d on nested lists. Finite differences in the time domain: an electromagnetic wave in the plane."""


class Fdtd2d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tmax: int, nx: int, ny: int):
        self.TMAX = tmax
        self.NX = nx
        self.NY = ny

    def kernel(self, ex: list, ey: list, hz: list, fict: list):
        for t in range(self.TMAX):
            for j in range(self.NY):
                ey[0][j] = fict[t]
            for i in range(1, self.NX):
                for j in range(self.NY):
                    ey[i][j] -= 0.5 * (hz[i][j] - hz[i - 1][j])
            for i in range(self.NX):
                for j in range(1, self.NY):
                    ex[i][j] -= 0.5 * (hz[i][j] - hz[i][j - 1])
            for i in range(self.NX - 1):
                for j in range(self.NY - 1):
                    hz[i][j] -= 0.7 * (ex[i][j + 1] - ex[i][j] + ey[i + 1][j] - ey[i][j])


def kernel_fdtd_2d(
    tmax: int,
    nx: int,
    ny: int,
    ex: list[list[float]],
    ey: list[list[float]],
    hz: list[list[float]],
    fict: list[float],
):
    for t in range(tmax):
        for j in range(ny):
            ey[0][j] = fict[t]
        for i in range(1, nx):
            for j in range(ny):
                ey[i][j] -= 0.5 * (hz[i][j] - hz[i - 1][j])
        for i in range(nx):
            for j in range(1, ny):
                ex[i][j] -= 0.5 * (hz[i][j] - hz[i][j - 1])
        for i in range(nx - 1):
            for j in range(ny - 1):
                hz[i][j] -= 0.7 * (ex[i][j + 1] - ex[i][j] + ey[i + 1][j] - ey[i][j])
