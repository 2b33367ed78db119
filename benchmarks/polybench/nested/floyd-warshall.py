"""floyd-warshall on nested lists. Lengths of the shortest paths between all pairs of nodes."""


class FloydWarshall:
    """The sizes of a problem, and the kernel as a method that reads them."""

    def __init__(self, n: int):
        self.N = n

    def kernel(self, path: list):
        for k in range(self.N):
            for i in range(self.N):
                for j in range(self.N):
                    path[i][j] = (
                        path[i][j] if path[i][j] < path[i][k] + path[k][j] else path[i][k] + path[k][j]
                    )


def kernel_floyd_warshall(n: int, path: list[list[float]]):
    for k in range(n):
        for i in range(n):
            for j in range(n):
                path[i][j] = path[i][j] if path[i][j] < path[i][k] + path[k][j] else path[i][k] + path[k][j]
