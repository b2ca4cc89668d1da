"""A document as read: one text, its blocks, tables and references.

Layout of ``Document.text``, the same whatever the file was: blocks stand in reading
order with one blank line between them; a table is one line per row, cells joined by
``" | "`` (an empty cell is the empty string); the entries of the reference list stand
one per line under their heading. Running heads, foot lines and page numbers are not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from isaextract.schema.spans import Box, Ground, Span

CELL_SEPARATOR = " | "


class BlockKind(StrEnum):
    """What a block of text is for."""

    TITLE = "title"
    FRONT = "front"  # authors, affiliations, dates, licence: not labelled
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    TABLE = "table"
    NOTE = "note"  # the foot note of a table
    REFERENCES = "references"  # heading and entries of the reference list: not labelled


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that belongs together; ``section`` is the nearest heading before it."""

    kind: BlockKind
    span: Span
    section: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``row`` and ``column`` count from 0."""

    row: int
    column: int
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells row by row, its caption and its foot notes where it has them."""

    span: Span
    rows: tuple[tuple[Cell, ...], ...]
    caption: Span | None = None
    notes: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the reference list; what it does not print is ``""``.

    ``registry_ids`` are the registry numbers that the entry itself prints.
    """

    number: str
    span: Span
    authors: str = ""
    year: str = ""
    title: str = ""
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    registry_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text with its structure.

    ``glyphs`` holds, for each character of ``text``, its box on the page or ``None``
    (separators, plain-text input); it is empty where the input has no pages.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    references: tuple[Reference, ...] = ()
    glyphs: Sequence[Box | None] = field(default=(), repr=False)
    pages: int = 0

    def ground(self, span: Span) -> Ground:
        """The span with the boxes of its lines on the page (none where there are no pages)."""
        return Ground(span, line_boxes(self.glyphs[span.start : span.end]))


def line_boxes(glyphs: Sequence[Box | None]) -> tuple[Box, ...]:
    """Join the boxes of neighbouring characters into one box per line."""
    lines: list[Box] = []
    page, left, top, right, bottom = 0, 0.0, 0.0, 0.0, 0.0  # of the line so far; pages count from 1
    for glyph in glyphs:
        if glyph is None:
            continue
        x0, high, x1, low = glyph.x0, glyph.top, glyph.x1, glyph.bottom
        near = glyph.page == page and left <= x0 < right + 3 * (bottom - top)
        if near and top <= (high + low) / 2 <= bottom:
            top, bottom = min(top, high), max(bottom, low)
            right = max(right, x1)
            continue
        if page:
            lines.append(Box(page, left, top, right, bottom))
        page, left, top, right, bottom = glyph.page, x0, high, x1, low
    if page:
        lines.append(Box(page, left, top, right, bottom))
    return tuple(lines)
