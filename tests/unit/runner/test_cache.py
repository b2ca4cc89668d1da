from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from isaextract.runner import RunResult, StageCache, Tools, default_folder, find_inputs, run
from isaextract.runner.cache import key_of, program_digest
from isaextract.schema import Document, Extraction, Mention

Make = Callable[..., Extraction]


@dataclass
class Work:
    """Tools that remember what they were asked to do."""

    tools: Tools
    read: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)


@pytest.fixture
def work(extraction_of: Make, tmp_path: Path) -> Work:
    read: list[str] = []
    found: list[str] = []
    extracted: list[str] = []

    def reader(path: Path) -> Document:
        read.append(path.stem)
        return extraction_of(path.stem, path.read_text(encoding="utf-8")).document

    def find(document: Document) -> tuple[Mention, ...]:
        found.append(document.name)
        return extraction_of(document.name, document.text).mentions

    def assemble(document: Document, mentions: tuple[Mention, ...]) -> Extraction:
        extracted.append(document.name)
        return replace(extraction_of(document.name, document.text), mentions=mentions)

    cache = StageCache(tmp_path / "cache")
    return Work(Tools(reader, find, assemble, "abc123", "model 1", cache=cache), read, found, extracted)


def _run(corpus: Path, out: Path, tools: Tools) -> RunResult:
    return run(find_inputs([corpus]), out, tools)


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_an_unchanged_corpus_is_not_read_again(corpus: Path, tmp_path: Path, work: Work) -> None:
    first = _run(corpus, tmp_path / "out", work.tools)
    before = _files(tmp_path / "out")
    work.read.clear()
    second = _run(corpus, tmp_path / "out", work.tools)
    assert (first.unchanged, second.unchanged) == (False, True)
    assert second.summaries == first.summaries
    assert second.info == first.info
    assert work.read == []
    assert _files(tmp_path / "out") == before


@pytest.mark.parametrize("name", ["rows.csv", "text/beta.txt", "evidence.db", "run.json"])
def test_what_is_missing_is_made_again(corpus: Path, tmp_path: Path, work: Work, name: str) -> None:
    _run(corpus, tmp_path / "out", work.tools)
    before = _files(tmp_path / "out")
    (tmp_path / "out" / name).unlink()
    assert not _run(corpus, tmp_path / "out", work.tools).unchanged
    assert _files(tmp_path / "out") == before


def test_only_what_is_new_is_read(corpus: Path, tmp_path: Path, work: Work) -> None:
    _run(corpus, tmp_path / "out", work.tools)
    work.read.clear()
    work.extracted.clear()
    (corpus / "beta.txt").write_text(
        (corpus / "beta.txt").read_text(encoding="utf-8") + "。", encoding="utf-8"
    )
    assert not _run(corpus, tmp_path / "out", work.tools).unchanged
    assert (work.read, work.extracted) == (["beta"], ["beta"])


def test_other_words_leave_the_text(corpus: Path, tmp_path: Path, work: Work) -> None:
    _run(corpus, tmp_path / "out", work.tools)
    work.read.clear()
    work.extracted.clear()
    _run(corpus, tmp_path / "out", replace(work.tools, lexicon_digest="def456"))
    assert work.read == []
    assert sorted(work.extracted) == ["alpha", "beta", "gamma"]


def test_another_model_makes_other_mentions_and_records(corpus: Path, tmp_path: Path, work: Work) -> None:
    _run(corpus, tmp_path / "out", work.tools)
    work.found.clear()
    work.extracted.clear()
    _run(corpus, tmp_path / "out", replace(work.tools, model="model 2"))
    assert sorted(work.found) == sorted(work.extracted) == ["alpha", "beta", "gamma"]


def test_other_joining_leaves_text_and_mentions(
    corpus: Path, tmp_path: Path, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(corpus, tmp_path / "out", work.tools)
    for done in (work.read, work.found, work.extracted):
        done.clear()

    def other(stage: str = "") -> str:
        return program_digest(stage) if stage else "another program"

    for module in (run.__module__, Tools.__module__):
        monkeypatch.setattr(sys.modules[module], "program_digest", other)
    _run(corpus, tmp_path / "out", work.tools)
    assert (work.read, work.found) == ([], [])
    assert sorted(work.extracted) == ["alpha", "beta", "gamma"]


def test_another_reader_reads_anew_and_is_told(corpus: Path, tmp_path: Path, work: Work) -> None:
    _run(corpus, tmp_path / "out", replace(work.tools, reader="pdfium"))
    work.read.clear()
    again = replace(work.tools, reader="pdfplumber")
    assert not _run(corpus, tmp_path / "out", again).unchanged
    assert sorted(work.read) == ["alpha", "beta", "gamma"]
    assert json.loads((tmp_path / "out" / "run.json").read_bytes())["reader"] == "pdfplumber"
    assert _run(corpus, tmp_path / "out", again).unchanged


def test_without_a_cache_all_is_read_and_nothing_kept(corpus: Path, tmp_path: Path, work: Work) -> None:
    tools = replace(work.tools, cache=None)
    for _ in range(2):
        assert not _run(corpus, tmp_path / "out", tools).unchanged
    assert len(work.read) == 6
    assert not (tmp_path / "cache").exists()


def test_the_same_bytes_from_the_cache(corpus: Path, tmp_path: Path, work: Work) -> None:
    _run(corpus, tmp_path / "one", work.tools)
    _run(corpus, tmp_path / "two", work.tools)
    _run(corpus, tmp_path / "three", replace(work.tools, cache=None))
    assert _files(tmp_path / "one") == _files(tmp_path / "two") == _files(tmp_path / "three")


def test_a_broken_entry_is_made_again(tmp_path: Path) -> None:
    cache = StageCache(tmp_path)
    cache.put("text", "ab12", (1, 2))
    assert cache.get("text", "ab12") == (1, 2)
    (path,) = (p for p in tmp_path.rglob("*") if p.is_file())
    path.write_bytes(path.read_bytes()[:-3])
    assert cache.get("text", "ab12") is None
    assert not path.exists()


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    import os

    cache = StageCache(tmp_path, limit=0)
    for number, key in enumerate(("aa1", "bb2", "cc3")):
        cache.put("text", key, key)
        os.utime(tmp_path / "text" / key[:2] / key[2:], (number, number))
    size = (tmp_path / "text" / "aa" / "1").stat().st_size
    StageCache(tmp_path, limit=2 * size).trim()
    assert [cache.get("text", key) for key in ("aa1", "bb2", "cc3")] == [None, "bb2", "cc3"]


def test_a_folder_that_cannot_be_written_to_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = StageCache(tmp_path / "file")
    cache.put("text", "ab", 1)
    assert cache.get("text", "ab") is None


def test_where_it_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ISAEXTRACT_CACHE", str(tmp_path / "mine"))
    assert default_folder() == tmp_path / "mine"
    monkeypatch.delenv("ISAEXTRACT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "isaextract"


def test_keys_and_digests_tell_apart() -> None:
    assert key_of("a", "bc") != key_of("ab", "c")
    assert len({program_digest(stage) for stage in ("", "text", "mentions")}) == 3
