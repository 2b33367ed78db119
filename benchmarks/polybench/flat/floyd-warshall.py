"""floyd-warshall on flattened lists. Lengths of the shortest paths between all pairs of nodes."""


class FloydWarshall:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, path: list):
        for k in range(self.N):
            for i in range(self.N):
                for j in range(self.N):
                    path[self.N * i + j] = (
                        path[self.N * i + j]
                        if path[self.N * i + j] < path[self.N * i + k] + path[self.N * k + j]
                        else path[self.N * i + k] + path[self.N * k + j]
                    )


def kernel_floyd_warshall(n: int, path: list[float]):
    for k in range(n):
        for i in range(n):
            for j in range(n):
                path[n * i + j] = (
                    path[n * i + j]
                    if path[n * i + j] < path[n * i + k] + path[n * k + j]
                    else path[n * i + k] + path[n * k + j]
                )
