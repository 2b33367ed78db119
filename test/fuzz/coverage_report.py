"""What a run of the fuzzer has exercised, and what it has not."""

from __future__ import annotations

import re

import library
from batch import Report
from guard_kinds import KINDS

# Guards that no argument can make fail here, or that depend on the version of NumPy.
NEVER_FAIL = {"names", "error state", "NumPy 2", "helper or constant", "profitable"}


def count_functions(text: str, report: Report) -> None:
    """Counts which entries of the knowledge base a program spells out."""
    for name in set(re.findall(r"np\.((?:\w+\.)?\w+)\(", text)) | set(re.findall(r"\)?\.(\w+)\(", text)):
        report.remarks[f"called numpy.{name}"] += 1
    for name in set(re.findall(r"math\.(\w+)\(", text)):
        report.remarks[f"called math.{name}"] += 1


def used_by_class(report: Report) -> dict[str, int]:
    """For each file of the knowledge base, how often one of its entries was called or raised to."""
    counts: dict[str, int] = {}
    for entry in library.entries():
        kinds = ("called numpy.", "called numpy.", "numpy.", "called math.") if entry.file != "math" else ("called math.",)
        counts.setdefault(entry.file, 0)
        for kind in set(kinds):
            counts[entry.file] += report.remarks[kind + entry.name.removeprefix("ndarray.")]
    return counts


def text(report: Report, seconds: float) -> str:
    """The whole report."""
    totals = report.totals
    names = [
        "programs", "programs optimized", "programs in which an optimized version ran", "calls", "optimized calls",
        "calls beyond comparing", "ill-conditioned calls", "failures",
    ]  # fmt: skip
    rate = totals["programs"] / max(seconds, 1e-9)
    lines = [", ".join(f"{totals[name]} {name}" for name in names) + f" in {seconds:.0f} s ({rate:.1f} programs/s)"]
    lines.append("\npass                            changed unchanged removed  added")
    for name, counts in report.passes.items():
        numbers = " ".join(f"{counts[kind]:8}" for kind in ("changed", "unchanged", "removed", "added"))
        lines.append(f"{name:30} {numbers}")
    lines.append("\nguard                   passed   failed")
    for kind in sorted(set(report.passed) | set(report.failed)):
        lines.append(f"{kind:20} {report.passed[kind]:9} {report.failed[kind]:8}")
    lines.append("\nknowledge base           called or raised to")
    lines += [f"{name:20} {count:9}" for name, count in sorted(used_by_class(report).items())]
    return "\n".join(lines)


def missing(report: Report) -> list[str]:
    """What a long run should have exercised and has not."""
    found = []
    if 2 * report.totals["programs in which an optimized version ran"] < report.totals["programs"]:
        found.append("an optimized version in half of the programs")
    for name, counts in report.passes.items():
        if not counts["changed"] and not counts["added"]:
            found.append(f"pass {name} that changes something")
        if not counts["unchanged"] and not counts["removed"] and name not in ("py-infer-types", "nparray-estimate-cost"):
            found.append(f"pass {name} that declines")
    for kind in set(KINDS.values()) | {"bounds"}:
        if kind == "NumPy 2":
            continue
        if not report.passed[kind]:
            found.append(f"guard '{kind}' that holds")
        if not report.failed[kind] and kind not in NEVER_FAIL:
            found.append(f"guard '{kind}' that fails")
    found += [f"entries of {name}.py" for name, count in used_by_class(report).items() if not count]
    return found
