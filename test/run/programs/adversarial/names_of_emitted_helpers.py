"""Parameters have the names that emitted code likes to use."""

ARGUMENTS = "end n_:end,end product:end,end"


def kernel(end: int, n_: list, product: list):
    for i in range(end):
        for j in range(i+1, end):
            n_[i][j] = 0.0
            for k in range(end):
                n_[i][j] += product[i][k] * product[k][j]
            n_[j][i] = n_[i][j]
