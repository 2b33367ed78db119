"""deriche on nested lists. Deriche's recursive edge filter on an image, along both axes and in both directions."""

from math import exp


class Deriche:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, w: int, h: int):
        self.W = w
        self.H = h

    def kernel(self, alpha: float, imgIn: list, imgOut: list, y1: list, y2: list):
        k = (1.0 - exp(-alpha)) * (1.0 - exp(-alpha)) / (1.0 + 2.0 * alpha * exp(-alpha) - exp(2.0 * alpha))
        a1 = a5 = k
        a2 = a6 = k * exp(-alpha) * (alpha - 1.0)
        a3 = a7 = k * exp(-alpha) * (alpha + 1.0)
        a4 = a8 = -k * exp(-2.0 * alpha)
        b1 = 2.0 ** (-alpha)
        b2 = -exp(-2.0 * alpha)
        c1 = c2 = 1.0
        for i in range(self.W):
            ym1 = 0.0
            ym2 = 0.0
            xm1 = 0.0
            for j in range(self.H):
                y1[i][j] = a1 * imgIn[i][j] + a2 * xm1 + b1 * ym1 + b2 * ym2
                xm1 = imgIn[i][j]
                ym2 = ym1
                ym1 = y1[i][j]
        for i in range(self.W):
            yp1 = 0.0
            yp2 = 0.0
            xp1 = 0.0
            xp2 = 0.0
            for j in range(self.H - 1, -1, -1):
                y2[i][j] = a3 * xp1 + a4 * xp2 + b1 * yp1 + b2 * yp2
                xp2 = xp1
                xp1 = imgIn[i][j]
                yp2 = yp1
                yp1 = y2[i][j]
        for i in range(self.W):
            for j in range(self.H):
                imgOut[i][j] = c1 * (y1[i][j] + y2[i][j])
        for j in range(self.H):
            tm1 = 0.0
            ym1 = 0.0
            ym2 = 0.0
            for i in range(self.W):
                y1[i][j] = a5 * imgOut[i][j] + a6 * tm1 + b1 * ym1 + b2 * ym2
                tm1 = imgOut[i][j]
                ym2 = ym1
                ym1 = y1[i][j]
        for j in range(self.H):
            tp1 = 0.0
            tp2 = 0.0
            yp1 = 0.0
            yp2 = 0.0
            for i in range(self.W - 1, -1, -1):
                y2[i][j] = a7 * tp1 + a8 * tp2 + b1 * yp1 + b2 * yp2
                tp2 = tp1
                tp1 = imgOut[i][j]
                yp2 = yp1
                yp1 = y2[i][j]
        for i in range(self.W):
            for j in range(self.H):
                imgOut[i][j] = c2 * (y1[i][j] + y2[i][j])


def kernel_deriche(
    w: int,
    h: int,
    alpha: float,
    imgIn: list[list[float]],
    imgOut: list[list[float]],
    y1: list[list[float]],
    y2: list[list[float]],
):
    k = (1.0 - exp(-alpha)) * (1.0 - exp(-alpha)) / (1.0 + 2.0 * alpha * exp(-alpha) - exp(2.0 * alpha))
    a1 = a5 = k
    a2 = a6 = k * exp(-alpha) * (alpha - 1.0)
    a3 = a7 = k * exp(-alpha) * (alpha + 1.0)
    a4 = a8 = -k * exp(-2.0 * alpha)
    b1 = 2.0 ** (-alpha)
    b2 = -exp(-2.0 * alpha)
    c1 = c2 = 1.0
    for i in range(w):
        ym1 = 0.0
        ym2 = 0.0
        xm1 = 0.0
        for j in range(h):
            y1[i][j] = a1 * imgIn[i][j] + a2 * xm1 + b1 * ym1 + b2 * ym2
            xm1 = imgIn[i][j]
            ym2 = ym1
            ym1 = y1[i][j]
    for i in range(w):
        yp1 = 0.0
        yp2 = 0.0
        xp1 = 0.0
        xp2 = 0.0
        for j in range(h - 1, -1, -1):
            y2[i][j] = a3 * xp1 + a4 * xp2 + b1 * yp1 + b2 * yp2
            xp2 = xp1
            xp1 = imgIn[i][j]
            yp2 = yp1
            yp1 = y2[i][j]
    for i in range(w):
        for j in range(h):
            imgOut[i][j] = c1 * (y1[i][j] + y2[i][j])
    for j in range(h):
        tm1 = 0.0
        ym1 = 0.0
        ym2 = 0.0
        for i in range(w):
            y1[i][j] = a5 * imgOut[i][j] + a6 * tm1 + b1 * ym1 + b2 * ym2
            tm1 = imgOut[i][j]
            ym2 = ym1
            ym1 = y1[i][j]
    for j in range(h):
        tp1 = 0.0
        tp2 = 0.0
        yp1 = 0.0
        yp2 = 0.0
        for i in range(w - 1, -1, -1):
            y2[i][j] = a7 * tp1 + a8 * tp2 + b1 * yp1 + b2 * yp2
            tp2 = tp1
            tp1 = imgOut[i][j]
            yp2 = yp1
            yp1 = y2[i][j]
    for i in range(w):
        for j in range(h):
            imgOut[i][j] = c2 * (y1[i][j] + y2[i][j])
