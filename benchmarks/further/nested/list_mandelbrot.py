"""The Mandelbrot set, point by point, with an early exit."""


def escape(cr: float, ci: float, limit: int) -> int:
    zr = 0.0
    zi = 0.0
    for step in range(limit):
        if zr * zr + zi * zi > 4.0:
            return step
        zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
    return limit


def list_mandelbrot(re: list, im: list, limit: int) -> list:
    return [[escape(cr, ci, limit) for cr in re] for ci in im]
