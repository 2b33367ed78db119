"""`make test-gpu`: the tests of versions for a GPU on CuPy itself, and the stand-in against it.

Exit status 2, and a line that says so, where there is no GPU.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def problem() -> str | None:
    """Why nothing can run here."""
    try:
        import cupy

        if cupy.cuda.runtime.getDeviceCount() == 0:
            return "CuPy finds no device"
    except Exception as error:  # Whatever a missing or broken driver raises.
        return f"{type(error).__name__}: {error}"
    return None


def main() -> int:
    """Runs pytest on the real library."""
    found = problem()
    if found is not None:
        print(f"no GPU here, nothing was tested: {found}")
        return 2
    environment = {**os.environ, "AUTOMPHC_REAL_CUPY": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-c", "test/pytest.ini", "test/gpu"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
