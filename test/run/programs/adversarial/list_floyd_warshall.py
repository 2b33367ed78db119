"""A minimum over paths, in place, through a conditional expression."""

ARGUMENTS = "n path:n,n"


def kernel(n: int, path: list):
    for k in range(n):
        for i in range(n):
            for j in range(n):
                path[i][j] = path[i][j] if path[i][j] < path[i][k] + path[k][j] else path[i][k] + path[k][j]
