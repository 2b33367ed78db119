"""Sums of each row that start at 0.0 are never -0.0."""

import math

ARGUMENTS = "n A:n,n b:n"


def kernel(n: int, A: list, b: list):
    for i in range(n):
        b[i] = 0.0
        for j in range(n):
            b[i] += A[i][j]
    for i in range(n):
        b[i] = math.copysign(1.0, b[i])
