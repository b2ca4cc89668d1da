"""One page, one difficulty: a folder holds a page and the mentions and rows on it, written by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pdf import read_document
from isaextract.pipeline import extract
from isaextract.schema import CONTRACT_FIELDS, Extraction

HERE = Path(__file__).parent
CASES = sorted(path.name for path in HERE.iterdir() if (path / "rows.jsonl").is_file())


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module", params=CASES)
def page(request: pytest.FixtureRequest, lexicon: Lexicon) -> tuple[Path, Extraction]:
    folder = HERE / str(request.param)
    (path,) = folder.glob("page.*")
    return folder, extract(read_document(path), lexicon)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_mentions(page: tuple[Path, Extraction]) -> None:
    folder, extraction = page
    found = [
        {"label": str(m.label), "text": m.text, "start": m.span.start, "end": m.span.end}
        for m in extraction.mentions
    ]
    assert found == records(folder / "mentions.jsonl")


def test_rows(page: tuple[Path, Extraction]) -> None:
    folder, extraction = page
    found = [{name: row.record()[name] for name in CONTRACT_FIELDS} for row in extraction.rows]
    expected = records(folder / "rows.jsonl")
    quotes = [(row.pop("quote"), wanted.pop("quote")) for row, wanted in zip(found, expected, strict=True)]
    assert [row | {"doc": folder.name} for row in found] == expected
    assert all(wanted in quote for quote, wanted in quotes)


def test_rows_have_their_place_on_the_page(page: tuple[Path, Extraction]) -> None:
    folder, extraction = page
    on_pages = (folder / "page.pdf").is_file()
    for row in extraction.rows:
        assert row.ground is not None
        assert row.ground.span.of(extraction.document.text) == row.quote
        assert bool(row.ground.boxes) is on_pages
        assert all(box.page == 1 for box in row.ground.boxes)
