"""Alignment, most likely paths, forward probabilities, knapsack."""

from typing import Dict, List, Sequence, Tuple

import numpy as np

GAP = 1
Matrix = List[List[float]]


def edit_distance(a: str, b: str) -> int:
    n, m = len(a), len(b)
    table = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        table[i][0] = i * GAP
    for j in range(m + 1):
        table[0][j] = j * GAP
    for i, x in enumerate(a, start=1):
        for j, y in enumerate(b, 1):
            cost = 0 if x == y else 1
            table[i][j] = min(table[i - 1][j] + GAP, table[i][j - 1] + GAP, table[i - 1][j - 1] + cost)
    return table[n][m]


def viterbi(
    observations: np.ndarray, start: np.ndarray, transition: np.ndarray, emission: np.ndarray
) -> Tuple[List[int], float]:
    """The most likely path of states and its logarithmic probability."""
    t_max, n = observations.shape[0], start.shape[0]
    score = np.zeros((t_max, n))
    back = np.zeros((t_max, n), dtype=int)
    for s in range(n):
        score[0, s] = start[s] + emission[s, observations[0]]
    for t in range(1, t_max):
        for s in range(n):
            best, arg = -np.inf, 0
            for p in range(n):
                candidate = score[t - 1, p] + transition[p, s]
                if candidate > best:
                    best, arg = candidate, p
            score[t, s] = best + emission[s, observations[t]]
            back[t, s] = arg
    last = int(np.argmax(score[-1]))
    path = [last]
    for t in reversed(range(1, t_max)):
        path.append(int(back[t, path[-1]]))
    path.reverse()
    return path, score[t_max - 1, last]


def forward(start: np.ndarray, transition: np.ndarray, likelihood: np.ndarray) -> np.ndarray:
    """Probabilities of states, scaled at each step."""
    alpha = np.zeros_like(likelihood)
    alpha[0, :] = start * likelihood[0, :]
    for t in range(1, likelihood.shape[0]):
        for j in range(start.shape[0]):
            for i in range(start.shape[0]):
                alpha[t, j] += alpha[t - 1, i] * transition[i, j]
            alpha[t, j] *= likelihood[t, j]
        alpha[t, :] /= alpha[t, :].sum()
    return alpha


def knapsack(weights: Sequence[int], values: Sequence[float], capacity: int) -> float:
    best = [0.0] * (capacity + 1)
    for w, v in zip(weights, values):
        for c in reversed(range(w, capacity + 1)):
            if best[c - w] + v > best[c]:
                best[c] = best[c - w] + v
    return max(best)


def floyd_warshall(distance: Matrix) -> Matrix:
    n = len(distance)
    d = [row[:] for row in distance]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                d[i][j] = min(d[i][j], d[i][k] + d[k][j])
    return d


def count_words(words: List[str]) -> Dict[str, int]:
    counts: Dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return {key: counts[key] for key in sorted(counts)}
