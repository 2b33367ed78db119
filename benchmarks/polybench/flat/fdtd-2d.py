"""fdtd-2d on flattened lists. Finite differences in the time domain: an electromagnetic wave in the plane."""


class Fdtd2d:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, tmax: int, nx: int, ny: int):
        self.TMAX = tmax
        self.NX = nx
        self.NY = ny

    def kernel(self, ex: list, ey: list, hz: list, fict: list):
        for t in range(self.TMAX):
            for j in range(self.NY):
                ey[j] = fict[t]
            for i in range(1, self.NX):
                for j in range(self.NY):
                    ey[self.NY * i + j] -= 0.5 * (hz[self.NY * i + j] - hz[self.NY * (i - 1) + j])
            for i in range(self.NX):
                for j in range(1, self.NY):
                    ex[self.NY * i + j] -= 0.5 * (hz[self.NY * i + j] - hz[self.NY * i + j - 1])
            for i in range(self.NX - 1):
                for j in range(self.NY - 1):
                    hz[self.NY * i + j] -= 0.7 * (
                        ex[self.NY * i + j + 1]
                        - ex[self.NY * i + j]
                        + ey[self.NY * (i + 1) + j]
                        - ey[self.NY * i + j]
                    )


def kernel_fdtd_2d(
    tmax: int,
    nx: int,
    ny: int,
    ex: list[float],
    ey: list[float],
    hz: list[float],
    fict: list[float],
):
    for t in range(tmax):
        for j in range(ny):
            ey[j] = fict[t]
        for i in range(1, nx):
            for j in range(ny):
                ey[ny * i + j] -= 0.5 * (hz[ny * i + j] - hz[ny * (i - 1) + j])
        for i in range(nx):
            for j in range(1, ny):
                ex[ny * i + j] -= 0.5 * (hz[ny * i + j] - hz[ny * i + j - 1])
        for i in range(nx - 1):
            for j in range(ny - 1):
                hz[ny * i + j] -= 0.7 * (
                    ex[ny * i + j + 1] - ex[ny * i + j] + ey[ny * (i + 1) + j] - ey[ny * i + j]
                )
