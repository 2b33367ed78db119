"""A temporary vector reused for every row of a cube."""

ARGUMENTS = "r q p A:r,q,p C:p,p s:p"


def kernel(r: int, q: int, p: int, A: list, C: list, s: list):
    for a in range(r):
        for b in range(q):
            for i in range(p):
                s[i] = 0.0
                for j in range(p):
                    s[i] += A[a][b][j] * C[j][i]
            for i in range(p):
                A[a][b][i] = s[i]
