"""Conway's Game of Life on a board with dead borders."""

import numpy as np


def game_of_life(board: np.ndarray, generations: int):
    for _ in range(generations):
        count = (
            board[:-2, :-2]
            + board[:-2, 1:-1]
            + board[:-2, 2:]
            + board[1:-1, :-2]
            + board[1:-1, 2:]
            + board[2:, :-2]
            + board[2:, 1:-1]
            + board[2:, 2:]
        )
        birth = (count == 3) & (board[1:-1, 1:-1] == 0)
        survive = ((count == 2) | (count == 3)) & (board[1:-1, 1:-1] == 1)
        board[...] = 0
        board[1:-1, 1:-1][birth | survive] = 1
