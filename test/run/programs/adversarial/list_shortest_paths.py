"""Row and column k change themselves on the way: at k where the diagonal is negative, rows after it see that."""

ARGUMENTS = "n d:n,n"


def kernel(n: int, d: list[list[float]]):
    for mid in range(n):
        for a in range(n):
            for b in range(n):
                if d[a][mid] + d[mid][b] < d[a][b]:
                    d[a][b] = d[a][mid] + d[mid][b]
