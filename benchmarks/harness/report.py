"""The table, the plot and the raw numbers of a run of the benchmarks."""

from __future__ import annotations

import importlib.util
import json
import math
from dataclasses import dataclass, field
from pathlib import Path

from measure import Entry, duration

# What a kernel may lose to its guards: a fraction of its time, and microseconds of a call.
FRACTION = 0.97
GUARDS = 5e-6

# For programs on lists: the emitted code of the same kernel on arrays, and the conversions around it.
CONVERTED = "arrays + conversion"


@dataclass
class Row:
    """A program at a size, and what was measured of it."""

    suite: str
    kernel: str
    style: str
    form: str
    size: str
    version: str
    entries: dict[str, Entry]
    notes: list[str] = field(default_factory=list)

    def seconds(self, name: str) -> float | None:
        """The median of a contender, None where it has none."""
        return self.entries[name].median if name in self.entries else None

    def ratio(self, name: str, base: str = "ours") -> float | None:
        """How many times longer a contender takes than another."""
        seconds, against = self.seconds(name), self.seconds(base)
        return seconds / against if seconds and against else None

    def gain(self, name: str) -> tuple[float | None, bool]:
        """How many times faster than the original, and whether that is only what it is at least."""
        original, seconds = self.entries["original"], self.seconds(name)
        before = original.median or original.cut_off
        return (before / seconds if before and seconds else None), original.median is None

    @property
    def loses(self) -> bool:
        """Whether ours is slower than the original by more than guards may cost, in its best call too.

        The medians of the same code differ by more than that on a busy machine.
        """
        original, ours = self.entries["original"], self.entries["ours"]
        if original.median is None or ours.median is None:
            return False
        pairs = ((original.median, ours.median), (min(original.times), min(ours.times)))
        return all(after > before / FRACTION + GUARDS for before, after in pairs)

    @property
    def wrong(self) -> bool:
        """Whether ours computed something else, or nothing."""
        return bool(self.entries["ours"].problem) and not self.entries["ours"].problem.startswith(">")


def header(peers: list[str]) -> list[str]:
    """The first two lines of the table."""
    columns = ["program", "size", "original", "ours", "gain", "by hand", "hand / ours", CONVERTED, *peers]
    columns += ["difference", "version", "compiled"]
    return [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]


def line(row: Row, peers: list[str]) -> str:
    """A row of the table."""
    ours = row.entries["ours"]
    (gain, least), hand = row.gain("ours"), row.ratio("hand")
    cells = [
        f"{row.kernel}, {row.style}",
        row.size,
        cell(row.entries.get("original")),
        cell(ours),
        f"{'> ' * least}{gain:.2f}{' (slower)' * row.loses}" if gain else "",
        cell(row.entries.get("hand")),
        f"{hand:.2f}" if hand else "",
        cell(row.entries.get(CONVERTED)),
        *(cell(row.entries.get(peer), compiled=True) for peer in peers),
        "" if ours.difference is None else f"{ours.difference:.0e}",
        ", ".join([row.version, *row.notes]),
        duration(ours.compile_seconds) if ours.compile_seconds else "",
    ]
    return f"| {' | '.join(cells)} |"


def cell(entry: Entry | None, compiled: bool = False) -> str:
    """A time, or why there is none; with the time to compile where that is asked for."""
    if entry is None:
        return ""
    if entry.median is None:
        return entry.problem
    compilation = f" (+{duration(entry.compile_seconds)})" if compiled and entry.compile_seconds else ""
    return duration(entry.median) + compilation


def summary(rows: list[Row]) -> list[str]:
    """The gains of each suite and style in a line."""
    lines = []
    for suite, style in dict.fromkeys((row.suite, row.style) for row in rows):
        group = [row for row in rows if (row.suite, row.style) == (suite, style)]
        gains = [gain for row in group if (gain := row.gain("ours")[0])]
        text = f"{suite}, {style}: {len(group)} programs, {sum(row.version == 'optimized' for row in group)} optimized"
        if gains:
            mean = math.exp(sum(map(math.log, gains)) / len(gains))
            text += f", geometric mean of the gains {mean:.2f}, {sum(gain >= 1.5 for gain in gains)} at 1.5 or more"
        losing = [row.kernel for row in group if row.loses]
        wrong = [row.kernel for row in group if row.wrong]
        text += f", slower than 0.97: {' '.join(losing) or 'none'}" + (f", WRONG: {' '.join(wrong)}" if wrong else "")
        lines.append(text)
    return lines


def write(folder: Path, rows: list[Row], text: str) -> list[Path]:
    """Writes the table, the raw numbers and, where matplotlib is there, the plot."""
    folder.mkdir(parents=True, exist_ok=True)
    table, numbers, picture = (folder / f"bench.{kind}" for kind in ("md", "json", "png"))
    table.write_text(text, encoding="utf-8")
    raw = [
        {**{name: getattr(row, name) for name in ("suite", "kernel", "style", "form", "size", "version", "notes")}}
        | {"entries": {name: vars(entry) for name, entry in row.entries.items()}}
        for row in rows
    ]
    numbers.write_text(json.dumps(raw, indent=1), encoding="utf-8")
    return [table, numbers, *([picture] if plot(rows, picture) else [])]


def plot(rows: list[Row], path: Path) -> bool:
    """Gains over the original as bars, a panel for each suite and style; False without matplotlib."""
    if not importlib.util.find_spec("matplotlib"):
        return False
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    panels = list(dict.fromkeys((row.suite, row.style) for row in rows))
    widest = max(sum((row.suite, row.style) == panel for row in rows) for panel in panels)
    figure, axes = plt.subplots(
        len(panels), 1, figsize=(max(6.0, 0.45 * widest + 2.0), 3.4 * len(panels)), squeeze=False, layout="constrained"
    )
    for axis, panel in zip(axes[:, 0], panels):
        group = [row for row in rows if (row.suite, row.style) == panel]
        names = [name for name in dict.fromkeys(n for row in group for n in row.entries) if name != "original"]
        width = 0.8 / max(1, len(names))
        for position, name in enumerate(names):
            gains = [(row.gain(name)[0] or math.nan) for row in group]
            places = [place + (position - (len(names) - 1) / 2) * width for place in range(len(group))]
            axis.bar(places, gains, width, label=name)
        axis.axhline(1.0, color="black", linewidth=0.8)
        axis.set_yscale("log")
        axis.set_ylabel("gain over the original")
        axis.set_title(f"{panel[0]}, {panel[1]}, {', '.join(dict.fromkeys(row.size for row in group))}")
        axis.set_xticks(range(len(group)), [row.kernel for row in group], rotation=60, ha="right", fontsize=8)
        axis.legend(fontsize=8)
    figure.savefig(path, dpi=130)
    plt.close(figure)
    return True
