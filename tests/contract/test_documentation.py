"""The documentation is executed: commands parse, examples run, links lead somewhere, markers stand."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer
from support.pages import PAGES, ROOT, check, fences, run_page, runs

from isaextract.cli import app

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
INLINE = re.compile(r"`(isaextract [^`\n]+)`")
STOPS = ("|", ">", "<", "&&", "&")
PLACEHOLDERS = re.compile(r"\b(INPUT|FILE|DIR|URL)\b|text\|sentences\S*|\.\.\.|…")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(page: Path) -> Iterator[str]:
    for fence in fences(page):
        yield from (line.strip().removeprefix("$ ") for line in fence.body.splitlines())
    yield from INLINE.findall(page.read_text(encoding="utf-8"))


def _commands() -> list[tuple[str, str]]:
    found = {(_name(page), line) for page in PAGES for line in _lines(page) if line.startswith("isaextract ")}
    return sorted((page, line) for page, line in found if not PLACEHOLDERS.search(line))


@pytest.mark.parametrize(("page", "line"), _commands(), ids=lambda value: str(value)[:60])
def test_a_command_of_the_documentation_parses(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    words = words[: next((i for i, word in enumerate(words) if word in STOPS), len(words))]
    group = typer.main.get_command(app)
    if words[0] in ("--help", "--version", "-h"):
        return
    assert words[0] in group.commands, f"{page}: no such command"
    if not {"--help", "-h"} & set(words):
        group.commands[words[0]].make_context(words[0], words[1:])


@pytest.mark.parametrize("page", [page for page in PAGES if runs(page)], ids=_name)
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_page(page)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = unquote(target).partition("#")
        path = (page.parent / place).resolve() if place else page
        assert path.exists(), f"{target}: no such file"
        if anchor:
            assert anchor in _anchors(path), f"{target}: no such heading"


def _anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get where the repository is shown."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    heads = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", ["accuracy", "rows", "speed"])
def test_the_readme_has_room_for_what_programs_write(name: str) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    between = re.findall(rf"<!-- {name}:begin -->\n(.*?)<!-- {name}:end -->", text, re.S)
    assert len(between) == 1
    assert between[0].strip().startswith("| "), "no table: run `make docs`"


def test_every_page_is_reached_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = [_name(page) for page in PAGES if page.parent.name == "docs"]
    assert [page for page in pages if f"({page})" not in text] == []


def test_a_page_that_is_wrong_is_found() -> None:
    check("a ...\nc\n", "a b\nc\n")
    with pytest.raises(AssertionError):
        check("a\n", "b\n")
