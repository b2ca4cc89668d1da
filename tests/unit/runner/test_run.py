from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from isaextract import __version__
from isaextract.errors import DocumentError, InputError, IsaextractError, LexiconError, StoreError
from isaextract.runner import Lost, Read, RunResult, Started, Tools, find_inputs, run
from isaextract.schema import Document, Extraction, Mention
from isaextract.store import SqlStore

Make = Callable[..., Extraction]
Files = dict[str, bytes]

NAMES = ["mentions.jsonl", "references.jsonl", "rows.csv", "rows.jsonl", "run.json", "studies.jsonl"]


@pytest.fixture
def tools(extraction_of: Make) -> Tools:
    """Reads text files; the extractor is a fake."""

    def read(path: Path) -> Document:
        return extraction_of(path.stem, path.read_text(encoding="utf-8")).document

    return Tools(
        read,
        lambda document: extraction_of(document.name, document.text).mentions,
        lambda document, mentions: extraction_of(document.name, document.text),
        "abc123",
    )


def _failing(tools: Tools, name: str, error: BaseException) -> Tools:
    """The same tools, but the document ``name`` raises."""

    def assemble(document: Document, mentions: tuple[Mention, ...]) -> Extraction:
        if document.name == name:
            raise error
        return tools.assemble(document, mentions)

    return replace(tools, assemble=assemble)


def _files(folder: Path) -> Files:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _run(corpus: Path, out: Path, tools: Tools, database: str = "") -> RunResult:
    return run(find_inputs([corpus]), out, tools, database=database)


def test_leaves_the_files_of_the_contract_and_nothing_else(
    corpus: Path, tmp_path: Path, tools: Tools
) -> None:
    _run(corpus, tmp_path / "deep" / "out", tools)
    texts = [f"text/{name}.txt" for name in ("alpha", "beta", "gamma")]
    assert sorted(_files(tmp_path / "deep" / "out")) == sorted(["evidence.db", *NAMES, *texts])
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]


def test_records_are_sorted_by_document(corpus: Path, tmp_path: Path, tools: Tools) -> None:
    _run(corpus, tmp_path / "out", tools)
    for name in ("rows.jsonl", "studies.jsonl", "mentions.jsonl"):
        docs = [json.loads(line)["doc"] for line in (tmp_path / "out" / name).open(encoding="utf-8")]
        assert docs == sorted(docs)
        assert set(docs) == {"alpha", "beta", "gamma"}


def test_text_is_what_offsets_count_in(corpus: Path, tmp_path: Path, tools: Tools) -> None:
    _run(corpus, tmp_path / "out", tools)
    for line in (tmp_path / "out" / "mentions.jsonl").open(encoding="utf-8"):
        record = json.loads(line)
        text = (tmp_path / "out" / "text" / f"{record['doc']}.txt").read_bytes().decode()
        assert text[record["start"] : record["end"]] == record["text"]


def test_same_input_same_bytes_wherever_it_lies(corpus: Path, tmp_path: Path, tools: Tools) -> None:
    _run(corpus, tmp_path / "one", tools)
    moved = corpus.rename(tmp_path / "moved")
    _run(moved, tmp_path / "two", tools)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    _run(moved, tmp_path / "two", tools)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_nothing_of_this_machine_is_written(corpus: Path, tmp_path: Path, tools: Tools) -> None:
    error = DocumentError(f"{corpus / 'beta.txt'}: broken near <object object at 0x7f00aa>")
    _run(corpus, tmp_path / "out", _failing(tools, "beta", error))
    for name, content in _files(tmp_path / "out").items():
        assert str(tmp_path).encode() not in content, name
        assert b"0x7f" not in content, name


def test_run_file(corpus: Path, tmp_path: Path, tools: Tools) -> None:
    result = _run(corpus, tmp_path / "out", _failing(tools, "beta", DocumentError("encrypted; unlock it")))
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["version"] == __version__
    assert record["lexicon"] == "abc123"
    assert set(record["packages"]) <= {"jieba", "pdfplumber", "pypdfium2", "spacy"}
    assert [document["doc"] for document in record["documents"]] == ["alpha", "gamma"]
    assert record["documents"][0]["sha256"] == result.summaries[0].sha256
    assert record["counts"] == {
        "documents": 2, "failures": 1, "mentions": 4, "studies": 2, "rows": 2, "open": 4,
        "references": 0,
    }  # fmt: skip
    assert record["failures"] == [{"file": "beta.txt", "reason": "beta.txt: encrypted; unlock it"}]


class TestADocumentThatFails:
    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (DocumentError("image-only; run OCR first"), "beta.txt: image-only; run OCR first"),
            (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero"),
            (RecursionError(), "failed inside isaextract (RecursionError)"),
            (PermissionError(13, "Permission denied"), "cannot be opened (Permission denied)"),
        ],
    )
    def test_does_not_stop_the_others(
        self, corpus: Path, tmp_path: Path, tools: Tools, error: Exception, said: str
    ) -> None:
        result = _run(corpus, tmp_path / "out", _failing(tools, "beta", error))
        assert [summary.doc for summary in result.summaries] == ["alpha", "gamma"]
        [failure] = result.failures
        assert failure.path == str(corpus / "beta.txt")
        assert said in failure.reason
        assert "beta" not in (tmp_path / "out" / "rows.jsonl").read_text(encoding="utf-8")

    def test_that_cannot_be_written_leaves_no_part_of_itself(
        self, corpus: Path, tmp_path: Path, tools: Tools, extraction_of: Make
    ) -> None:
        def assemble(document: Document, mentions: tuple[Mention, ...]) -> Extraction:
            good = extraction_of(document.name, document.text)
            bad = replace(good.rows[0], value=float("inf"))
            return replace(good, rows=(good.rows[0], bad)) if document.name == "beta" else good

        result = _run(corpus, tmp_path / "out", replace(tools, assemble=assemble))
        assert len(result.failures) == 1
        for name, content in _files(tmp_path / "out").items():
            assert name == "run.json" or b"beta" not in content

    def test_alone_still_leaves_whole_files(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        broken = _failing(tools, "beta", DocumentError("no"))
        run(find_inputs([corpus / "beta.txt"]), tmp_path / "out", broken)
        assert sorted(_files(tmp_path / "out")) == ["evidence.db", *NAMES]
        assert (tmp_path / "out" / "rows.csv").read_bytes().startswith(b"\xef\xbb\xbfdoc,")

    def test_a_lexicon_at_fault_stops_the_run(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        with pytest.raises(LexiconError):
            _run(corpus, tmp_path / "out", _failing(tools, "beta", LexiconError("cues.tsv:3: no")))


class TestABrokenRun:
    @pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), IsaextractError("x")])
    def test_leaves_the_output_as_it_was(
        self, corpus: Path, tmp_path: Path, tools: Tools, error: BaseException
    ) -> None:
        _run(corpus, tmp_path / "out", tools)
        before = _files(tmp_path / "out")
        (corpus / "alpha.txt").write_text("other ICARIA-MM Isa-Pd 60.4%", encoding="utf-8")
        with pytest.raises(type(error)):
            _run(corpus, tmp_path / "out", _failing(tools, "gamma", error))
        assert _files(tmp_path / "out") == before

    def test_leaves_no_folder_where_there_was_none(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        with pytest.raises(KeyboardInterrupt):
            _run(corpus, tmp_path / "new" / "out", _failing(tools, "gamma", KeyboardInterrupt()))
        assert not (tmp_path / "new").exists()

    def test_a_full_disk_is_told_and_costs_nothing(
        self, corpus: Path, tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _run(corpus, tmp_path / "out", tools)
        before = _files(tmp_path / "out")

        def full(descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(IsaextractError, match="No space left on device"):
            _run(corpus, tmp_path / "out", tools)
        assert _files(tmp_path / "out") == before


class TestOutputFolder:
    def test_that_is_a_file(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        (tmp_path / "out").write_text("mine")
        with pytest.raises(InputError, match="choose another --out"):
            _run(corpus, tmp_path / "out", tools)
        assert (tmp_path / "out").read_text() == "mine"

    def test_texts_of_the_run_before_go_others_stay(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        _run(corpus, tmp_path / "out", tools)
        mine = tmp_path / "out" / "text" / "mine.txt"
        mine.write_text("notes")
        (corpus / "beta.txt").unlink()
        _run(corpus, tmp_path / "out", tools)
        assert sorted(path.name for path in mine.parent.iterdir()) == ["alpha.txt", "gamma.txt", "mine.txt"]

    def test_a_run_file_that_is_none_does_no_harm(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "run.json").write_text('{"documents": [{"doc": "../../corpus/alpha"}, 3]}')
        _run(corpus, tmp_path / "out", tools)
        assert (corpus / "alpha.txt").exists()


class TestDatabase:
    def test_by_default_holds_this_run_alone(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        _run(corpus, tmp_path / "out", tools)
        (corpus / "beta.txt").unlink()
        result = _run(corpus, tmp_path / "out", tools)
        assert result.database == str(tmp_path / "out" / "evidence.db")
        assert SqlStore(result.database).documents() == ("alpha", "gamma")

    def test_named_keeps_what_it_held(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        url = f"sqlite:///{tmp_path / 'all.db'}"
        run(find_inputs([corpus / "alpha.txt"]), tmp_path / "out", tools, database=url)
        run(find_inputs([corpus / "beta.txt"]), tmp_path / "out", tools, database=url)
        run(find_inputs([corpus / "beta.txt"]), tmp_path / "out", tools, database=url)
        store = SqlStore(url)
        assert store.documents() == ("alpha", "beta")
        assert len(store.read_rows()) == 2
        assert not (tmp_path / "out" / "evidence.db").exists()

    def test_that_refuses_is_told_before_any_work(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        def never(path: Path) -> Document:
            raise AssertionError("read")

        with pytest.raises(StoreError):
            _run(corpus, tmp_path / "out", replace(tools, read=never), database="nonsense://x")
        assert not (tmp_path / "out").exists()

    def test_that_fails_at_the_end_leaves_the_files(self, corpus: Path, tmp_path: Path, tools: Tools) -> None:
        path = tmp_path / "all.db"
        SqlStore(path).close()
        with sqlite3.connect(path) as connection:
            connection.execute("DROP TABLE mentions")
        connection.close()
        with pytest.raises(StoreError, match="no such table"):
            _run(corpus, tmp_path / "out", tools, database=str(path))
        assert (tmp_path / "out" / "rows.jsonl").exists()
        assert SqlStore(path).documents() == ()


def test_progress_tells_each_document(corpus: Path, tmp_path: Path, tools: Tools) -> None:
    told: list[Started | Read | Lost] = []
    broken = _failing(tools, "beta", DocumentError("no"))
    run(find_inputs([corpus]), tmp_path / "out", broken, progress=told.append)
    kinds = [(type(event).__name__, event.path.stem) for event in told]
    assert kinds == [
        ("Started", "alpha"), ("Read", "alpha"),
        ("Started", "beta"), ("Lost", "beta"),
        ("Started", "gamma"), ("Read", "gamma"),
    ]  # fmt: skip


def test_a_path_that_the_reader_refuses_is_a_failure(corpus: Path, tmp_path: Path, tools: Tools) -> None:
    result = _run(corpus, tmp_path / "out", _failing(tools, "beta", InputError("unknown kind")))
    assert [failure.reason for failure in result.failures] == [f"{corpus / 'beta.txt'}: unknown kind"]
