"""One PDF, two backends, one document: pdfium against the reference, pdfplumber.

The corpus and every tiny PDF. Boxes are compared outside of the lines where pdfminer, which pdfplumber
stands on, moves glyphs by the word spacing (operator Tw) for a two-byte code that happens to be 32; the
standard (ISO 32000, 9.3.3) wants it for the single-byte code only.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import apply_matrix_pt, mult_matrix

from isaextract.pdf import PdfiumReader, PdfplumberReader, pdfium, plumber
from isaextract.schema import Box, Document
from unit.pdf.tiny_pdf import TINY

CORPUS = {
    path.stem: path.read_bytes() for path in sorted((Path(__file__).parents[2] / "corpus").glob("*.pdf"))
}
FILES = CORPUS | TINY
NEAR = 1.0  # points
BLANK = 32

every_file = pytest.mark.parametrize("name", FILES)


@cache
def by_pdfium(name: str) -> Document:
    return PdfiumReader().read(FILES[name], name)


@cache
def by_pdfplumber(name: str) -> Document:
    return PdfplumberReader().read(FILES[name], name)


class _Spacing(PDFDevice):
    """Takes down the heights of the lines that pdfminer spaces out where it should not."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.heights: set[float] = set()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        font = textstate.font
        shown = [code for part in seq if isinstance(part, bytes) for code in font.decode(part)]
        if textstate.wordspace and font.is_multibyte() and BLANK in shown:
            matrix = mult_matrix(textstate.matrix, self.ctm)
            self.heights.add(apply_matrix_pt(matrix, textstate.linematrix)[1])


@cache
def spaced_lines(name: str) -> dict[int, list[float]]:
    """The baselines, from the top, of such lines by page."""
    resources = PDFResourceManager()
    found = {}
    for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(FILES[name])))), 1):
        device = _Spacing(resources)
        PDFPageInterpreter(resources, device).process_page(page)
        found[number] = [page.mediabox[3] - height for height in device.heights]
    return found


def boxes(name: str) -> Iterator[tuple[Box, Box]]:
    """The boxes of both documents, those on lines spaced out left out."""
    spaced = spaced_lines(name)
    for one, other in zip(by_pdfium(name).glyphs, by_pdfplumber(name).glyphs, strict=True):
        assert (one is None) == (other is None)
        if one is None or other is None:
            continue
        if not any(other.top < height < other.bottom + 1 for height in spaced.get(other.page, ())):
            yield one, other


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
    for one, other in boxes(name):
        assert one.page == other.page
        for side in ("x0", "top", "x1", "bottom"):
            assert abs(getattr(one, side) - getattr(other, side)) <= NEAR, (one, other)


def test_most_boxes_are_compared() -> None:
    compared = sum(1 for name in CORPUS for _ in boxes(name))
    assert compared > 0.8 * sum(box is not None for name in CORPUS for box in by_pdfium(name).glyphs)


@pytest.mark.parametrize("name", TINY)
def test_pages_rules_and_images_are_the_same(name: str) -> None:
    for one, other in zip(pdfium.extract(TINY[name], name), plumber.extract(TINY[name], name), strict=True):
        assert (one.number, one.width, one.height, one.images) == (
            other.number, other.width, other.height, other.images,
        )  # fmt: skip
        assert [_sides(rule) for rule in one.rules] == pytest.approx([_sides(rule) for rule in other.rules])
        assert sorted(map(_seen, one.glyphs)) == sorted(map(_seen, other.glyphs))


def _sides(rule: Any) -> float:
    return rule.x0 + 1e3 * rule.top + 1e6 * rule.x1 + 1e9 * rule.bottom


def _seen(glyph: Any) -> tuple[object, ...]:
    places = (glyph.baseline, glyph.box.x0, glyph.box.top, glyph.box.x1, glyph.box.bottom, glyph.size)
    return (*(round(place, 1) for place in places), glyph.char, glyph.turn)
