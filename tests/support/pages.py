"""The documentation's pages as things to run: files, commands, programs and queries with their outputs.

A fence counts where a comment stands right before it: ``<!-- file: NAME -->`` is written to that file,
``<!-- run -->`` (or ``<!-- run exit=1 -->``) is executed, ``<!-- output -->`` is what the one before it
prints; ``...`` in an output stands for anything.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from isaextract.cli import app

ROOT = Path(__file__).parents[2]
PAGES = (
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "corpus/README.md",
    ROOT / "gold/README.md",
)
DATABASE = Path("out/evidence.db")

_FENCE = re.compile(r"^(?:<!-- (?P<mark>[^\n]*?) -->\n+)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)
_CHECKER = doctest.OutputChecker()
_LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block with the comment before it."""

    mark: str
    kind: str
    body: str


def fences(page: Path) -> list[Fence]:
    return [
        Fence(f["mark"] or "", f["kind"], f["body"])
        for f in _FENCE.finditer(page.read_text(encoding="utf-8"))
    ]


def runs(page: Path) -> bool:
    return any(fence.mark.startswith("run") for fence in fences(page))


def run_page(page: Path) -> None:
    """Run a page from top to bottom in the working folder."""
    told = ""
    for fence in fences(page):
        word, _, rest = fence.mark.partition(" ")
        match word:
            case "file:":
                path = Path(rest)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(fence.body, encoding="utf-8")
            case "run":
                told = _RUNNERS[fence.kind](fence.body, int(rest.removeprefix("exit=") or 0))
            case "output":
                check(fence.body, told)


def check(expected: str, told: str) -> None:
    if not _CHECKER.check_output(expected, told, _LOOSE):
        raise AssertionError(f"expected:\n{expected}\nprinted:\n{told}")


def _console(body: str, code: int) -> str:
    for command, expected in _commands(body):
        told, left = _execute(command)
        assert left == code, f"{command}: exit code {left}\n{told}"
        if expected:
            check(expected, told)
    return ""


def _commands(body: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def _execute(command: str) -> tuple[str, int]:
    words = shlex.split(command, comments=True)
    if words[0] == "isaextract":
        done = CliRunner().invoke(app, words[1:])
        return done.output, done.exit_code
    other = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    return other.stdout + other.stderr, other.returncode


def _python(body: str, code: int) -> str:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(body, "page", "exec"), {"__name__": "__main__"})
    return told.getvalue()


def _sql(body: str, code: int) -> str:
    with contextlib.closing(sqlite3.connect(DATABASE)) as connection:
        return "".join("|".join(_cell(cell) for cell in row) + "\n" for row in connection.execute(body))


def _cell(value: object) -> str:
    return "" if value is None else str(value)


_RUNNERS = {"console": _console, "python": _python, "sql": _sql}
