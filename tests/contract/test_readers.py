"""What every reader of documents promises, and how true the corpus is read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from isaextract.errors import DocumentError, InputError
from isaextract.pdf import (
    PdfplumberReader,
    Reader,
    TextReader,
    read_document,
    reader_for,
    readers,
    register,
    suffixes,
)
from isaextract.schema import CELL_SEPARATOR, BlockKind, Document
from unit.pdf.tiny_pdf import tiny_pdf

ROOT = Path(__file__).parents[2]
CORPUS = sorted((ROOT / "corpus").glob("*.pdf"))
MOST_ERRORS = 0.002
SAMPLES = {
    ".pdf": tiny_pdf([(50.0, 700.0, "A Title"), (50.0, 660.0, "Some text of the body, which ends here.")]),
    ".txt": b"A Title\n\nSome text of the body, which ends here.\n",
    ".md": b"# A Title\n\nSome text of the body, which ends here.\n",
}


@cache
def truth(name: str) -> str:
    tagged = (ROOT / "gold" / f"{name}.tagged.txt").read_text(encoding="utf-8")
    return re.sub(r"⟦[^|⟧]*\|([^⟧]*)⟧", r"\1", tagged)


@cache
def from_text(name: str) -> Document:
    return TextReader().read(truth(name).encode(), name)


READERS = [(suffix, name) for suffix in suffixes() for name in readers(suffix)]
every_reader = pytest.mark.parametrize(("suffix", "name"), READERS)
every_pdf_reader = pytest.mark.parametrize("name", readers(".pdf"))


@cache
def from_pdf(path: Path, name: str) -> Document:
    return read_document(path, name)


def bare(text: str) -> str:
    return "".join(text.split())


def cells(document: Document) -> list[list[list[str]]]:
    return [[[bare(c.span.of(document.text)) for c in row] for row in t.rows] for t in document.tables]


def well_formed(document: Document) -> None:
    """The invariants of a document, whoever read it."""
    text = document.text
    assert document.blocks
    assert "\n\n".join(b.span.of(text) for b in document.blocks) == text
    assert len(document.glyphs) == (len(text) if document.pages else 0)
    for char, box in zip(text, document.glyphs, strict=False):
        assert box is None or (1 <= box.page <= document.pages and box.x0 <= box.x1 and box.top <= box.bottom)
        assert box is not None or char in " \n|"
    for table in document.tables:
        rows = [CELL_SEPARATOR.join(cell.span.of(text) for cell in row) for row in table.rows]
        assert table.span.of(text) == "\n".join(rows)
    for reference in document.references:
        assert reference.span.of(text).count("\n") == 0


@every_reader
def test_every_reader_keeps_the_contract(suffix: str, name: str) -> None:
    reader: Reader = reader_for(Path(f"a{suffix}"), name)
    assert reader.name == name
    assert suffix in reader.suffixes
    document = reader.read(SAMPLES[suffix], "a")
    well_formed(document)
    assert document.name == "a"
    assert document.text == "A Title\n\nSome text of the body, which ends here."
    assert [b.kind for b in document.blocks] == [BlockKind.TITLE, BlockKind.PARAGRAPH]
    assert reader.read(SAMPLES[suffix], "a") == document


@every_reader
@pytest.mark.parametrize("data", [b"", b" \n", b"\x00\x01\x02 nothing", b"\x89PNG\r\n\x1a\n\x00"])
def test_every_reader_refuses_bad_input_by_name(suffix: str, name: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"bad{suffix}"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=rf"^bad\{suffix}: .+; .+"):
        read_document(path, name)


def test_a_missing_file_and_an_unknown_kind_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="absent"):
        read_document(tmp_path / "absent.pdf")
    with pytest.raises(InputError, match=r"\.pdf, \.txt"):
        read_document(tmp_path / "a.docx")


def test_another_reader_may_be_registered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("isaextract.pdf.reader._READERS", {})
    register(".note", TextReader)
    path = tmp_path / "a.note"
    path.write_text("A Title", encoding="utf-8")
    assert read_document(path).text == "A Title"
    assert PdfplumberReader.suffixes == (".pdf",)


def test_of_several_readers_one_is_asked_for_by_name() -> None:
    assert readers(".pdf") == ("pdfium", "pdfplumber")
    assert reader_for(Path("a.pdf")).name == "pdfium"
    assert reader_for(Path("a.pdf"), "pdfplumber").name == "pdfplumber"
    assert reader_for(Path("a.txt"), "pdfplumber").name == "text"
    with pytest.raises(InputError, match="'acrobat'; there are pdfium, pdfplumber, text"):
        reader_for(Path("a.pdf"), "acrobat")


@every_pdf_reader
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_pdf_is_read_as_its_true_text(path: Path, name: str) -> None:
    expected, document = truth(path.stem), from_pdf(path, name)
    well_formed(document)
    rate = Levenshtein.distance(bare(expected), bare(document.text)) / len(bare(expected))
    assert rate <= MOST_ERRORS
    assert cells(document) == cells(from_text(path.stem))


@every_pdf_reader
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_pdf_and_its_text_have_equal_blocks_and_references(path: Path, name: str) -> None:
    by_text, by_pdf = from_text(path.stem), from_pdf(path, name)
    assert _blocks(by_pdf) == _blocks(by_text)
    assert _references(by_pdf) == _references(by_text)


@every_pdf_reader
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_words_are_parted_as_in_the_true_text(path: Path, name: str) -> None:
    expected, found = (" ".join(t.split()) for t in (truth(path.stem), from_pdf(path, name).text))
    assert Levenshtein.distance(expected, found) / len(expected) <= MOST_ERRORS / 2


def _blocks(document: Document) -> list[tuple[str, str, str, int]]:
    text = document.text
    return [(b.kind.value, bare(b.span.of(text)), bare(b.section), b.level) for b in document.blocks]


def _references(document: Document) -> list[tuple[str, ...]]:
    return [
        (r.number, bare(r.authors), r.year, bare(r.title), bare(r.journal), r.doi)
        for r in document.references
    ]
