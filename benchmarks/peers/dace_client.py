"""The side of the harness of a DaCe process: arrays go over pipes, times come back."""

from __future__ import annotations

import os
import pickle
import subprocess
import time
from pathlib import Path
from typing import Any

import contend
import numpy as np
from measure import Contender


class Worker:
    """One process for one kernel, started and compiled at once."""

    def __init__(self, python: Path, name: str, source: str, sizes: list[str], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.sizes = sizes
        self.process = subprocess.Popen(
            [str(python), str(Path(__file__).with_name("dace_worker.py"))],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # DaCe looks for cmake on the path; it is in the environment.
            env={**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"},
        )
        start = time.perf_counter()
        self.ask((name, source))
        self.seconds = time.perf_counter() - start

    def ask(self, message: Any) -> Any:
        """Sends a message and waits for the answer."""
        pickle.dump(message, self.process.stdin, protocol=4)
        self.process.stdin.flush()
        answer = pickle.load(self.process.stdout)  # noqa: S301 (our own process)
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return answer

    def contender(self, column: str, parameters: tuple[str, ...], skipped: tuple[str, ...]) -> Contender:
        """The contender that this process is."""

        def prepare(values: dict[str, Any]) -> dict[str, Any]:
            return {name: packed(values[name]) for name in parameters}

        def call(arguments: dict[str, Any]) -> dict[str, Any]:
            return self.ask(arguments)

        def results(arguments: dict[str, Any], returned: dict[str, Any]) -> list[np.ndarray]:
            merged = arguments | returned["arrays"]
            return contend.arrays_in(tuple(unpacked(merged[name]) for name in parameters if name not in skipped))

        return Contender(
            column,
            prepare,
            call,
            results,
            self.seconds,
            own_clock=lambda returned: returned["seconds"],
            close=self.process.kill,
        )


def packed(value: Any) -> Any:
    """An array as what every version of NumPy understands."""
    return (str(value.dtype), value.shape, value.tobytes()) if isinstance(value, np.ndarray) else value


def unpacked(value: Any) -> Any:
    """The array again."""
    return np.frombuffer(value[2], dtype=value[0]).reshape(value[1]) if isinstance(value, tuple) else value
