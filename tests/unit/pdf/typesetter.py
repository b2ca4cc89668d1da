"""Sets glyphs on pages by hand, so that layout is tested without a PDF library."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from isaextract.pdf.glyphs import Glyph, Page, Rule
from isaextract.pdf.layout import lay_out
from isaextract.schema import Box, Document

SIZE = 10.0


def width(char: str, size: float) -> float:
    return size if unicodedata.east_asian_width(char) in "WF" else size / 2


def typeset(
    text: str,
    x: float,
    y: float,
    *,
    size: float = SIZE,
    font: str = "Serif",
    page: int = 1,
    blank: float = 0.5,
) -> list[Glyph]:
    """Glyphs of a line that begins at ``x`` on the baseline ``y``; a blank is ``blank`` sizes wide."""
    glyphs = []
    for char in text:
        wide = blank * size if char == " " else width(char, size)
        box = Box(page, x, y - 0.8 * size, x + wide, y + 0.2 * size)
        glyphs.append(Glyph(char, box, y, size, font, hang=0.2 * size))
        x += wide
    return glyphs


def column(
    lines: Iterable[str],
    x: float = 50.0,
    y: float = 100.0,
    *,
    pitch: float = 14.0,
    page: int = 1,
    indent: float = 20.0,
) -> list[Glyph]:
    """Lines under one another; one that begins with ``>`` is set in like a paragraph's first.

    Its blanks are narrowed so that it ends where it would have ended otherwise.
    """
    glyphs = []
    for i, line in enumerate(lines):
        text, inset = line.removeprefix(">"), indent if line.startswith(">") else 0.0
        blank = 0.5 - inset / SIZE / max(1, text.count(" "))
        glyphs += typeset(text, x + inset, y + i * pitch, page=page, blank=blank)
    return glyphs


def end(glyphs: list[Glyph]) -> float:
    return max(glyph.x1 for glyph in glyphs)


def page(glyphs: Iterable[Glyph], *, rules: Iterable[Rule] = (), number: int = 1) -> Page:
    return Page(number, 600.0, 800.0, tuple(glyphs), tuple(rules))


def bar(y: float, *places: float) -> list[Rule]:
    """A horizontal rule drawn in pieces that meet at the places."""
    return [Rule(x0, y, x1, y) for x0, x1 in pairwise(places)]


def read(*pages: Page) -> Document:
    document = lay_out(pages, "made")
    assert len(document.glyphs) == len(document.text)
    return document


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def table_rows(document: Document, number: int = 0) -> list[list[str]]:
    return [[cell.span.of(document.text) for cell in row] for row in document.tables[number].rows]
