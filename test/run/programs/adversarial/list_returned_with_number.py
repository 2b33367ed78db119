"""Two lists that the kernel makes and a number are returned; one of them is filled from the other."""

ARGUMENTS = "n m a:n,m"


def kernel(n: int, m: int, a: list):
    squares = [[1.5 for _ in range(m)] for _ in range(n)]
    sums = [0.0] * n
    total = 0.0
    for i in range(n):
        for j in range(m):
            squares[i][j] = a[i][j] * a[i][j]
            sums[i] += squares[i][j]
            a[i][j] = squares[i][j] - 1.0
        total += sums[i]
    return squares, total, sums
