"""The Game of Life on a board in lists."""


def alive(board: list, i: int, j: int) -> int:
    return (
        board[i - 1][j - 1]
        + board[i - 1][j]
        + board[i - 1][j + 1]
        + board[i][j - 1]
        + board[i][j + 1]
        + (board[i + 1][j - 1] + board[i + 1][j] + board[i + 1][j + 1])
    )


def list_life(board: list, after: list, generations: int):
    rows = len(board)
    columns = len(board[0])
    for _ in range(generations):
        for i in range(1, rows - 1):
            for j in range(1, columns - 1):
                count = alive(board, i, j)
                if count == 3 or (count == 2 and board[i][j] == 1):
                    after[i][j] = 1
                else:
                    after[i][j] = 0
        for i in range(1, rows - 1):
            for j in range(1, columns - 1):
                board[i][j] = after[i][j]
