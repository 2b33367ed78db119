"""Two matrices that swap roles each time step."""

ARGUMENTS = "t n A:n,n B:n,n"


def kernel(t: int, n: int, A: list, B: list):
    for t_ in range(0, t):
        for i in range(1, n-1):
            for j in range(1, n-1):
                B[i][j] = 0.2 * (A[i][j] + A[i][j-1] + A[i][1+j] + A[1+i][j] + A[i-1][j])
        for i in range(1, n-1):
            for j in range(1, n-1):
                A[i][j] = 0.2 * (B[i][j] + B[i][j-1] + B[i][1+j] + B[1+i][j] + B[i-1][j])
