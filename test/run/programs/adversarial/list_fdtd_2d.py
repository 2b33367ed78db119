"""Four sweeps that read each other's results each time step."""

ARGUMENTS = "t n m ex:n,m ey:n,m hz:n,m fict:t"


def kernel(t: int, n: int, m: int, ex: list, ey: list, hz: list, fict: list):
    for t_ in range(t):
        for j in range(m):
            ey[0][j] = fict[t_]
        for i in range(1, n):
            for j in range(m):
                ey[i][j] = ey[i][j] - 0.5 * (hz[i][j] - hz[i-1][j])
        for i in range(n):
            for j in range(1, m):
                ex[i][j] = ex[i][j] - 0.5 * (hz[i][j] - hz[i][j-1])
        for i in range(n-1):
            for j in range(m-1):
                hz[i][j] = hz[i][j] - 0.7 * (ex[i][j+1] - ex[i][j] + ey[i+1][j] - ey[i][j])
