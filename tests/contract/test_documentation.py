"""The documentation is executed: commands parse, examples run, links lead somewhere, markers stand."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer
from typer.testing import CliRunner

from isaextract import lexicon
from isaextract.cli import app
from support.pages import PAGES, ROOT, check, fences, run_page, runs
from unit.pdf.tiny_pdf import ENCRYPTED, tiny_pdf

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
INLINE = re.compile(r"`(isaextract [^`\n]+)`")
STOPS = ("|", ">", "<", "&&", "&")
CHOICE = re.compile(r"(--stage \w+)[\\|\w]*")  # --stage text|sentences|...


_LOADED: dict[tuple[Path, ...], lexicon.Lexicon] = {}
_LOAD = lexicon.load_lexicon


def _load_once(extra: Sequence[Path] = ()) -> lexicon.Lexicon:
    """Each lexicon once, as what is compiled from one is kept with it."""
    key = tuple(path.resolve() for path in extra)
    if key not in _LOADED:
        _LOADED[key] = _LOAD(extra)
    return _LOADED[key]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(page: Path) -> Iterator[str]:
    for fence in fences(page):
        yield from (line.strip().removeprefix("$ ") for line in fence.body.splitlines())
    yield from INLINE.findall(page.read_text(encoding="utf-8"))


def _commands() -> list[tuple[str, str]]:
    found = {(_name(page), line) for page in PAGES for line in _lines(page) if line.startswith("isaextract ")}
    return sorted((page, _filled(line)) for page, line in found)


def _filled(line: str) -> str:
    """A synopsis as a command: choices taken, brackets and dots left out."""
    plain = CHOICE.sub(r"\1", line).replace("COMMAND", "version").replace("...", "")
    return plain.replace("[", "").replace("]", "")


@pytest.mark.parametrize(("page", "line"), _commands(), ids=lambda value: str(value)[:60])
def test_a_command_of_the_documentation_parses(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    words = words[: next((i for i, word in enumerate(words) if word in STOPS), len(words))]
    group = typer.main.get_command(app)
    if words[0] in ("--help", "--version", "-h"):
        return
    assert words[0] in group.commands, f"{page}: no such command"
    if len(words) > 1 and not {"--help", "-h"} & set(words):
        group.commands[words[0]].make_context(words[0], words[1:])


@pytest.mark.parametrize("page", [page for page in PAGES if runs(page)], ids=_name)
def test_the_examples_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(lexicon, "load_lexicon", _load_once)
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


BAD = {
    "a `.pdf` that is none": b"<html>",
    "an encrypted PDF": tiny_pdf([(50, 700, "text")], trailer=ENCRYPTED),
    "a scan without text": tiny_pdf([]),
    "an empty file": b"",
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_gets_what_the_readme_says(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.pdf").write_bytes(BAD[kind])
    table = (line.split(" | ") for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    message, code = next((cells[1], cells[2]) for cells in table if cells[0] == f"| {kind}")
    told = CliRunner().invoke(app, ["run", "bad.pdf"])
    assert message.strip("`") in told.output
    assert told.exit_code == int(code.strip(" |"))


def test_every_page_is_reached_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = [_name(page) for page in PAGES if page.parent.name == "docs"]
    assert [page for page in pages if f"({page})" not in text] == []


def test_a_page_that_is_wrong_is_found() -> None:
    check("a ...\nc\n", "a b\nc\n")
    with pytest.raises(AssertionError):
        check("a\n", "b\n")
