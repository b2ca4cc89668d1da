"""One PDF, two backends, one document: pdfium against the reference, pdfplumber, on corpus and tiny PDFs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from isaextract.pdf import PdfiumReader, PdfplumberReader, pdfium, plumber
from isaextract.pdf.glyphs import Glyph, Page, Rule
from isaextract.schema import Box, Document
from unit.pdf.tiny_pdf import BEYOND, TINY

CORPUS = {
    path.stem: path.read_bytes() for path in sorted((Path(__file__).parents[2] / "corpus").glob("*.pdf"))
}
FILES = CORPUS | TINY
NEAR = 1.0  # points
CLOSE = 0.03  # points

every_file = pytest.mark.parametrize("name", FILES)


@cache
def by_pdfium(name: str) -> Document:
    return PdfiumReader().read(FILES[name], name)


@cache
def by_pdfplumber(name: str) -> Document:
    return PdfplumberReader().read(FILES[name], name)


@every_file
def test_the_text_and_its_blocks_are_the_same(name: str) -> None:
    one, other = by_pdfium(name), by_pdfplumber(name)
    assert one.text == other.text
    assert one.blocks == other.blocks
    assert one.references == other.references
    assert one.pages == other.pages


@every_file
def test_the_tables_and_their_cells_are_the_same(name: str) -> None:
    assert by_pdfium(name).tables == by_pdfplumber(name).tables


@every_file
def test_the_boxes_are_the_same_within_a_point(name: str) -> None:
    for one, other in zip(by_pdfium(name).glyphs, by_pdfplumber(name).glyphs, strict=True):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert one.page == other.page
            assert _sides(one) == pytest.approx(_sides(other), abs=NEAR)


@pytest.mark.parametrize("name", TINY)
def test_pages_glyphs_rules_and_images_are_the_same(name: str) -> None:
    for one, other in zip(pdfium.extract(TINY[name], name), plumber.extract(TINY[name], name), strict=True):
        assert (one.number, one.width, one.height) == (other.number, other.width, other.height)
        assert one.images == other.images
        for rule, same in zip(one.rules, other.rules, strict=True):
            assert _sides(rule) == pytest.approx(_sides(same), abs=0.01)
        for glyph, like in zip(_in_place(one), _in_place(other), strict=True):
            assert (glyph.char, glyph.turn) == (like.char, like.turn)
            assert (glyph.size, glyph.baseline) == pytest.approx((like.size, like.baseline), abs=CLOSE)
            assert _sides(glyph.box) == pytest.approx(_sides(like.box), abs=CLOSE)


@pytest.mark.parametrize("name", [name for name in FILES if name not in BEYOND])
def test_pdfium_asks_the_reference_only_where_it_is_at_a_loss(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isaextract.pdf.plumber.extract", None)
    assert pdfium.extract(FILES[name], name)


def test_bold_print_is_bold_in_drawn_fonts_too() -> None:
    for reader in (pdfium, plumber):
        (page,) = reader.extract(TINY["drawn fonts"], "drawn fonts")
        bold = [glyph.baseline for glyph in page.glyphs if glyph.bold]
        assert bold == [220.0, 220.0]


def _sides(place: Box | Rule) -> tuple[float, float, float, float]:
    return place.x0, place.top, place.x1, place.bottom


def _in_place(page: Page) -> list[Glyph]:
    """The glyphs by their places, none of them twice: pdfium leaves out what is drawn twice."""
    found: list[Glyph] = []
    for glyph in sorted(page.glyphs, key=lambda g: (round(g.baseline), g.char, g.x0)):
        last = found[-1] if found else None
        if (
            last is None
            or glyph.char != last.char
            or abs(glyph.x0 - last.x0) + abs(glyph.box.top - last.box.top) > 0.5
        ):
            found.append(glyph)
    return found
