"""Squared distances between all points in lists."""


def list_distances(points: list[list[float]], result: list[list[float]]):
    for i in range(len(points)):
        for j in range(len(points)):
            total = 0.0
            for k in range(len(points[0])):
                d = points[i][k] - points[j][k]
                total += d * d
            result[i][j] = total
