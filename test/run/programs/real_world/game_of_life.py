"""Game of Life on a torus and on lists."""

import functools

import numpy as np

ALIVE, DEAD = 1, 0


def counted(function):
    """Counts the calls of a function."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@counted
def step(grid: np.ndarray) -> np.ndarray:
    rows, columns = grid.shape
    new = np.zeros_like(grid)
    for i in range(rows):
        for j in range(columns):
            neighbours = 0
            for di in (-1, 0, 1):
                for dj in (-1, 0, 1):
                    if di == 0 and dj == 0:
                        continue
                    neighbours += grid[(i + di) % rows, (j + dj) % columns]
            if grid[i, j] == ALIVE and neighbours in (2, 3):
                new[i, j] = ALIVE
            elif grid[i, j] == DEAD and neighbours == 3:
                new[i, j] = ALIVE
    return new


def run(grid: np.ndarray, steps: int = 3):
    for _ in range(steps):
        grid = step(grid)
    return grid, step.calls


def population(grid: list[list[int]]) -> int:
    return sum(1 for row in grid for cell in row if cell == ALIVE)


def render(grid: np.ndarray) -> str:
    return "\n".join("".join("#" if cell else "." for cell in row) for row in grid)
