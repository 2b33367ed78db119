"""`automphc calibrate`, and what its profile decides."""

from __future__ import annotations

import sys
import textwrap

from oracle import ORIGINAL_MARK, run_compiler

PRODUCT = textwrap.dedent(
    """
    import numpy as np

    def product(a: np.ndarray, b: np.ndarray, c: np.ndarray, n: int):
        for i in range(n):
            for j in range(n):
                c[i, j] = a[i, :n] @ b[:n, j]
    """
)


def test_calibrate_writes_a_profile_that_the_compiler_reads(tmp_path, monkeypatch):
    """Into the configuration folder, which need not exist."""
    monkeypatch.delenv("AUTOMPHC_PROFILE", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    completed = run_compiler("calibrate", "--python", sys.executable, timeout=120)
    profile = tmp_path / "config" / "automphc" / "profile.toml"
    assert completed.returncode == 0 and completed.stdout.strip() == str(profile), completed.stderr
    costs = dict(line.split(" = ") for line in profile.read_text().splitlines() if not line.startswith("#"))
    assert float(costs["call"]) > float(costs["iteration"]) > float(costs["product"]) > 0
    source = tmp_path / "product.py"
    source.write_text(PRODUCT)
    assert ORIGINAL_MARK in run_compiler(source, "-o", "-").stdout


def test_a_profile_under_which_nothing_pays(tmp_path, monkeypatch):
    """The kernel stays as it is, and a remark says why."""
    profile = tmp_path / "profile.toml"
    profile.write_text("least_gain = 1e9\n")
    monkeypatch.setenv("AUTOMPHC_PROFILE", str(profile))
    source = tmp_path / "product.py"
    source.write_text(PRODUCT)
    completed = run_compiler(source, "-o", "-", "--remarks")
    assert completed.stdout == PRODUCT
    assert "times as long as the original" in completed.stderr


def test_calibrate_without_numpy(tmp_path):
    """An interpreter that cannot measure is an error, and nothing is written."""
    output = tmp_path / "profile.toml"
    completed = run_compiler("calibrate", "--python", sys.executable + "-missing", "-o", output)
    assert completed.returncode == 1 and "cannot run" in completed.stderr
    assert not output.exists()
