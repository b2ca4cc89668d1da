"""Documented commands are commands: what the README and the help say can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from isaextract.cli import app

ROOT = Path(__file__).parents[2]
COMMANDS = ("run", "score", "show", "train", "lexicon suggest", "lexicon add", "version")
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _help(command: str) -> str:
    return CliRunner().invoke(app, [*command.split(), "--help"]).stdout


def _from_blocks() -> Iterator[tuple[str, str]]:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))):
        blocks = FENCE.findall(page.read_text(encoding="utf-8")) if page.exists() else []
        yield from ((page.name, line) for block in blocks for line in block.splitlines())


def _from_help() -> Iterator[tuple[str, str]]:
    yield from ((f"{command} --help", line) for command in COMMANDS for line in _help(command).splitlines())


def _documented() -> list[tuple[str, str]]:
    """Where a command stands, and the command."""
    lines = ((place, line.strip().removeprefix("$ ")) for place, line in (*_from_blocks(), *_from_help()))
    commands = ((place, re.sub(r"^(\S*/)?isaextract ", "isaextract ", line)) for place, line in lines)
    return sorted({(place, line) for place, line in commands if line.startswith("isaextract ")})


@pytest.mark.parametrize(("place", "line"), _documented(), ids=lambda value: str(value)[:60])
def test_documented_command_is_known_with_its_options(place: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    words = words[: next((i for i, word in enumerate(words) if word in ("|", ">", "&&")), len(words))]
    command = next((name for name in COMMANDS if words[: len(name.split())] == name.split()), words[0])
    known = set(
        re.findall(r"(?<![\w-])--?[a-z][a-z-]*", _help("") if command.startswith("-") else _help(command))
    )
    assert command in COMMANDS or command in {"--help", "--version"}, f"{place}: {line}"
    options = {word.split("=")[0] for word in words[1:] if word.startswith("-")}
    assert options <= known, f"{place}: {line}: unknown {sorted(options - known)}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    told = CliRunner().invoke(app, [*command.split(), "--help"])
    assert told.exit_code == 0
    assert len(told.stdout.splitlines()) > 3


def test_make_targets_named_in_the_readme_exist() -> None:
    page = ROOT / "README.md"
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(
        re.findall(r"\bmake ([a-z]+)\b(?=[`\s])", "\n".join(FENCE.findall(page.read_text(encoding="utf-8"))))
    )
    assert named <= targets
