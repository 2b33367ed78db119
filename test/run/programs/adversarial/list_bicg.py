"""A matrix-vector product and a transposed one in one nest."""

ARGUMENTS = "n m A:n,m s:m q:n p:m r:n"


def kernel(n: int, m: int, A: list, s: list, q: list, p: list, r: list):
    for i in range(m):
        s[i] = 0.0
    for i in range(n):
        q[i] = 0.0
        for j in range(m):
            s[j] = s[j] + r[i] * A[i][j]
            q[i] = q[i] + A[i][j] * p[j]
