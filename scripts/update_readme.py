"""Writes the README's example anew: a function of an example before, and as `automphc` emits it.

    update_readme.py           rewrites README.md
    update_readme.py --check   exit status 1 where README.md is not what would be written

A line `<!-- before: PATH FUNCTION -->` or `<!-- after: PATH FUNCTION -->` stands above each block of code.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
COMPILER = ROOT / "target" / "release" / "automphc"
BLOCK = re.compile(r"(<!-- (before|after): (\S+) (\w+) -->\n```python\n)(.*?)(```\n)", re.DOTALL)


def function_source(module: str, name: str) -> str:
    """The text of a function, its decorators included."""
    for node in ast.walk(ast.parse(module)):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            return "".join(module.splitlines(keepends=True)[first - 1 : node.end_lineno]).rstrip("\n") + "\n"
    raise SystemExit(f"no function {name}")


def compiled(path: Path) -> str:
    """The module that the compiler makes of a file."""
    command = [str(COMPILER), str(path), "-o", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def render(text: str) -> str:
    """The README with every marked block written anew."""

    def block(match: re.Match) -> str:
        opening, kind, path, function, _, closing = match.groups()
        source = ROOT / path
        module = source.read_text(encoding="utf-8") if kind == "before" else compiled(source)
        return opening + function_source(module, function) + closing

    return BLOCK.sub(block, text)


def main() -> int:
    """Rewrites the README, or says whether it is up to date."""
    text = README.read_text(encoding="utf-8")
    rendered = render(text)
    if "--check" in sys.argv[1:]:
        return int(rendered != text)
    README.write_text(rendered, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
