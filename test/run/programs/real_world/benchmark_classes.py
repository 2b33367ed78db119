"""Kernels as classes that keep their sizes: in lists, in flat lists, and in arrays."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import List

import numpy
import numpy as xp


class Gemm:
    def __init__(self, ni: int, nj: int, nk: int):
        self.NI = ni
        self.NJ = nj
        self.NK = nk

    def kernel(self, alpha: float, beta: float, C: list, A: list, B: list):
        for i in range(0, self.NI):
            for j in range(0, self.NJ):
                C[i][j] *= beta
            for k in range(0, self.NK):
                for j in range(0, self.NJ):
                    C[i][j] += alpha * A[i][k] * B[k][j]


class GemmFlat:
    def __init__(self, ni, nj, nk):
        self.NI, self.NJ, self.NK = ni, nj, nk

    def kernel(self, alpha: float, beta: float, C: List[float], A: List[float], B: List[float]):
        for i in range(0, self.NI):
            for j in range(0, self.NJ):
                C[self.NJ * i + j] *= beta
            for k in range(0, self.NK):
                for j in range(0, self.NJ):
                    C[self.NJ * i + j] += alpha * A[self.NK * i + k] * B[self.NJ * k + j]


class Kernel(ABC):
    @abstractmethod
    def kernel(self, *args):
        ...

    def run(self, *args):
        return self.kernel(*args)


class Atax(Kernel):
    def __init__(self, options: dict, params: dict):
        self.M = params.get("M")
        self.N = params.get("N")

    def kernel(self, A: numpy.ndarray, x: numpy.ndarray, y: numpy.ndarray, tmp: numpy.ndarray):
        for i in range(0, self.N):
            y[i] = 0
        for i in range(0, self.M):
            tmp[i] = 0
            for j in range(0, self.N):
                tmp[i] = tmp[i] + A[i, j] * x[j]
            for j in range(0, self.N):
                y[j] = y[j] + A[i, j] * tmp[i]


@dataclass
class Mvt:
    n: int

    def kernel(self, x1: xp.ndarray, x2: xp.ndarray, y1: xp.ndarray, y2: xp.ndarray, A: xp.ndarray) -> None:
        """Two products."""
        for i in range(0, self.n):
            for j in range(0, self.n):
                x1[i] = x1[i] + A[i, j] * y1[j]
        for i in range(0, self.n):
            for j in range(0, self.n):
                x2[i] = x2[i] + A[j, i] * y2[j]


@dataclass
class Jacobi:
    n: int
    tsteps: int

    def kernel(self, A: xp.ndarray, B: xp.ndarray) -> None:
        for t in range(self.tsteps):
            for i in range(1, self.n - 1):
                for j in range(1, self.n - 1):
                    B[i, j] = 0.2 * (A[i, j] + A[i, j - 1] + A[i, 1 + j] + A[1 + i, j] + A[i - 1, j])
            for i in range(1, self.n - 1):
                for j in range(1, self.n - 1):
                    A[i, j] = 0.2 * (B[i, j] + B[i, j - 1] + B[i, 1 + j] + B[1 + i, j] + B[i - 1, j])


@dataclass(frozen=True)
class Params:
    alpha: float = 1.5
    beta: float = 1.2


class Syrk:
    def __init__(self, n: int, m: int, p: Params):
        self.n, self.m = n, m
        self.p = p
        self._cache: dict = {}

    @property
    def size(self) -> int:
        return self.n

    def kernel(self, C: numpy.ndarray, A: numpy.ndarray):
        n, m = self.n, self.m
        alpha = self.p.alpha
        beta = self.p.beta
        for i in range(n):
            for j in range(i + 1):
                C[i, j] *= beta
            for k in range(m):
                for j in range(i + 1):
                    C[i, j] += alpha * A[i, k] * A[j, k]

    def scaled(self, C: numpy.ndarray, A: numpy.ndarray):
        for i in range(self.size):
            for j in range(self.m):
                C[i, j] = A[i, j] * 2.0 + 1.0
