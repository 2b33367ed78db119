"""An image in lists, blurred into another."""


def list_blur(image: list[list[float]], out: list[list[float]]):
    h = len(image)
    w = len(image[0])
    for y in range(1, h - 1):
        for x in range(1, w - 1):
            total = 0.0
            for dy in (-1, 0, 1):
                for dx in (-1, 0, 1):
                    total += image[y + dy][x + dx]
            out[y][x] = total / 9.0
