from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from isaextract import runner
from isaextract.cli import app
from isaextract.errors import DocumentError, LexiconError
from isaextract.runner import Tools
from isaextract.schema import Document, Extraction, Mention


@pytest.fixture
def tools(extraction_of: Callable[..., Extraction]) -> Tools:
    def read(path: Path) -> Document:
        text = path.read_text(encoding="utf-8")
        if "broken" in path.name:
            raise DocumentError(f"{path.name}: encrypted; unlock it first")
        return extraction_of(path.stem, text).document

    return Tools(
        read,
        lambda document: extraction_of(document.name, document.text).mentions,
        lambda document, mentions: extraction_of(document.name, document.text),
        "abc",
    )


@pytest.fixture
def invoke(tools: Tools, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runner, "standard_tools", lambda *given: tools)
    return lambda *args: CliRunner().invoke(app, ["run", *map(str, args)])


def test_all_well(invoke: Callable[..., Any], corpus: Path, tmp_path: Path) -> None:
    result = invoke(corpus)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "rows.csv").exists()
    assert "3 read, 0 failed" in result.stdout
    assert "ICARIA-MM" in result.stdout
    assert "60.4%" in result.stdout
    assert "[2/3] beta.txt" in result.stderr


def test_a_failed_document_is_told_with_its_remedy(invoke: Callable[..., Any], corpus: Path) -> None:
    (corpus / "broken [red].txt").write_text("x")
    result = invoke(corpus)
    assert result.exit_code == 1
    assert "3 read, 1 failed" in result.stdout
    assert "error: broken [red].txt: encrypted; unlock it first" in result.stderr


def test_a_missing_path_beside_good_ones(invoke: Callable[..., Any], corpus: Path, tmp_path: Path) -> None:
    result = invoke(corpus, "nope.pdf")
    assert result.exit_code == 1
    assert "error: nope.pdf: no such file or folder; check the path" in result.stderr
    assert (tmp_path / "out" / "rows.csv").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nope"], "nope: no such file or folder; check the path"),
        (["empty"], "empty: the folder is empty; put documents (.pdf, .txt, .md) in it"),
        (["nope", "empty"], "empty: the folder is empty"),
        (["corpus/data.xlsx"], "this kind of file cannot be read"),
        (["corpus", "--out", "corpus/alpha.txt"], "choose another --out"),
        (["corpus", "--wrong"], "--wrong"),
    ],
)
def test_wrong_usage(
    invoke: Callable[..., Any], corpus: Path, tmp_path: Path, args: list[str], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    result = invoke(*args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_no_arguments_shows_help() -> None:
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 2
    assert "Examples:" in result.output


def test_a_database_that_refuses(invoke: Callable[..., Any], corpus: Path) -> None:
    result = invoke(corpus, "--db", "nonsense://x")
    assert result.exit_code == 1
    assert "error: not a database URL" in result.stderr


def test_a_lexicon_at_fault(
    invoke: Callable[..., Any], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(folders: tuple[Path, ...], *other: object) -> Tools:
        raise LexiconError(f"{folders[0]}/drugs.tsv:3: no key; give one")

    monkeypatch.setattr(runner, "standard_tools", broken)
    result = invoke(corpus, "--lexicon", "mine")
    assert result.exit_code == 1
    assert "error: mine/drugs.tsv:3: no key; give one" in result.stderr


def test_interrupted(
    invoke: Callable[..., Any], corpus: Path, tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert invoke(corpus).exit_code == 0
    before = (tmp_path / "out" / "rows.jsonl").read_bytes()

    def stop(document: Document, mentions: tuple[Mention, ...]) -> Extraction:
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "standard_tools", lambda *given: replace(tools, assemble=stop))
    result = invoke(corpus)
    assert result.exit_code == 130
    assert "interrupted: nothing was written" in result.stderr
    assert (tmp_path / "out" / "rows.jsonl").read_bytes() == before


SLOW = """
import sys, time
from isaextract import runner
from isaextract.cli import main

def read(path):
    print("reading", flush=True)
    time.sleep(60)

runner.standard_tools = lambda *given: runner.Tools(read, None, None, "")
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_nothing_behind(corpus: Path, tmp_path: Path, number: int, code: int) -> None:
    command = [sys.executable, "-c", SLOW, "run", str(corpus), "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    time.sleep(0.05)
    process.send_signal(number)
    _, told = process.communicate(timeout=20)
    assert process.returncode == code, told
    assert "Traceback" not in told
    assert not (tmp_path / "out").exists()


def test_many_rows_of_one_document_do_not_crowd_out_the_others(
    corpus: Path, tmp_path: Path, invoke: Callable[..., Any], tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(document: Document, mentions: tuple[Mention, ...]) -> Extraction:
        made = tools.assemble(document, mentions)
        return replace(made, rows=made.rows * 20)

    monkeypatch.setattr(runner, "standard_tools", lambda *given: replace(tools, assemble=many))
    told = invoke(corpus).stdout
    sample = told[told.index("Some of the rows") :]
    assert [sample.count(name) for name in ("alpha", "beta", "gamma")] == [4, 4, 4]
