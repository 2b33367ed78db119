"""Parameters shadow builtins that the checks use."""

ARGUMENTS = "n len:n type:n"


def kernel(n: int, len: list, type: list):
    for i in range(n):
        len[i] = type[i] + 1.0
