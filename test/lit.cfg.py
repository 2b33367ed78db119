"""lit's configuration: FileCheck tests of dialects, passes, frontend, emitters and functions of the knowledge base.

A test is an .mlir or .py file with RUN lines in one of the folders of FOLDERS. The programs that are
executed (test/run) are pytest's.
"""

import os
import sys
from pathlib import Path

import lit.formats

FOLDERS = {"dialects", "kb", "frontend", "passes", "backends", "tools"}
NO_TESTS = ["inputs", "lit.local.cfg", "check_equations.py"]

root = Path(__file__).resolve().parent.parent
prefix = Path(os.environ.get("MLIR_SYS_220_PREFIX", "/usr/lib/llvm-22"))
binaries = Path(os.environ.get("AUTOMPHC_BINARIES", root / "target" / "release"))
interpreter = root / ".venv" / "bin" / "python"

config.name = "AutoMPHC"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".py"]
config.excludes = NO_TESTS + [entry for entry in os.listdir(root / "test") if entry not in FOLDERS]
config.test_source_root = str(root / "test")
config.test_exec_root = str(root / "target" / "lit")

config.environment["PATH"] = os.pathsep.join([str(binaries), str(prefix / "bin"), os.environ["PATH"]])
config.environment["RUST_BACKTRACE"] = "1"
# A condition that is switched off, see `test/legality.py`.
config.environment["AUTOMPHC_WITHOUT"] = os.environ.get("AUTOMPHC_WITHOUT", "")
# Every version is kept, so that it is tested.
config.environment["AUTOMPHC_PROFILE"] = str(root / "test" / "profile.toml")
config.substitutions.append(("%python", str(interpreter if interpreter.exists() else sys.executable)))
config.substitutions.append(("%root", str(root)))
for tool in ("automphc-opt", "automphc-translate", "automphc"):
    config.substitutions.append((rf"(?<![\w/.-]){tool}(?![\w.-])", str(binaries / tool)))
