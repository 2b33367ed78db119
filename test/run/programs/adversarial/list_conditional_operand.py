"""A conditional expression inside a difference keeps its parentheses."""

ARGUMENTS = "n a:n b:n A:n,n B:n,n"


def kernel(n: int, a: list, b: list, A: list, B: list):
    for i in range(n - 2, 0, -1):
        for j in range(n):
            b[-1] = (a[i] + B[j][i]) - (A[i][-1] if B[j][i] <= 0.5 else 0.5)
