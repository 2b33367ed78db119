"""Recurrences along rows forth and back, with scalars that carry them."""

ARGUMENTS = "w h a1=0.1 a2=0.2 b1=0.3 b2=-0.1 img:w,h out:w,h y1:w,h y2:w,h"


def kernel(w: int, h: int, a1: float, a2: float, b1: float, b2: float, img: list, out: list, y1: list, y2: list):
    for i in range(w):
        ym1 = 0.0
        ym2 = 0.0
        xm1 = 0.0
        for j in range(h):
            y1[i][j] = a1 * img[i][j] + a2 * xm1 + b1 * ym1 + b2 * ym2
            xm1 = img[i][j]
            ym2 = ym1
            ym1 = y1[i][j]
    for i in range(w):
        yp1 = 0.0
        yp2 = 0.0
        xp1 = 0.0
        xp2 = 0.0
        for j in range(h - 1, -1, -1):
            y2[i][j] = a1 * xp1 + a2 * xp2 + b1 * yp1 + b2 * yp2
            xp2 = xp1
            xp1 = img[i][j]
            yp2 = yp1
            yp1 = y2[i][j]
    for i in range(w):
        for j in range(h):
            out[i][j] = y1[i][j] + y2[i][j]
