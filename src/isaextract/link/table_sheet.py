"""A table as read: its rows, its numbers, and what belongs to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from isaextract.lexicon import Lexicon
from isaextract.link.table_cells import Reading, read_cell
from isaextract.link.table_grid import Grid
from isaextract.link.table_heads import Facet
from isaextract.link.table_notes import Notes
from isaextract.schema import Cell, Document, Span, Table


@dataclass(slots=True)
class Line:
    """A row of the body: what its labels say, and where it is said.

    ``study`` is the cell that names the row's study (on an earlier row, if this one leaves it out);
    ``start`` is where the row's quotation begins.
    """

    row: int
    facet: Facet
    study: Cell | None
    start: int
    marks: tuple[str, ...] = ()
    totals: tuple[int, ...] = ()


@dataclass(slots=True)
class Item:
    """One number of the table with its context; ``side`` counts the sides of a "vs"."""

    line: Line
    column: int
    side: int
    sides: int
    context: Facet
    reading: Reading
    ratio: str = ""
    p: str = ""
    p_span: Span | None = None
    marks: tuple[str, ...] = ()
    events: int | None = None


@dataclass(slots=True)
class Sheet:
    """A table as read.

    ``citing`` is what paragraphs say up to the places where they cite the table by its number;
    ``totals`` are the patients of columns that have them in a row.
    """

    document: Document
    table: Table
    grid: Grid
    notes: Notes
    caption: Facet
    citing: Sequence[Span] = ()
    lines: list[Line] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    totals: dict[int, tuple[int, ...]] = field(default_factory=dict)


def totals_in(sheet: Sheet, cell: Cell, lexicon: Lexicon) -> tuple[int, ...]:
    """The numbers of patients in a cell, one for each side of a "vs"."""
    readings = read_cell(sheet.document.text, cell.span, lexicon, sheet.notes.marks, paired=True)
    whole = [reading.value for reading in readings]
    return tuple(int(value) for value in whole if value is not None) if None not in whole else ()


def follow_up_in(grid: Grid, cell: Cell, lexicon: Lexicon, head: Facet) -> str:
    """The follow-up that a cell gives; its unit may stand in the head."""
    for reading in read_cell(grid.document.text, cell.span, lexicon)[:1]:
        if reading.value is not None:
            from_unit = reading.unit or head.unit or "month"
            value = reading.value * 12 if from_unit == "year" else reading.value
            return f"{value:g} {'month' if from_unit == 'year' else from_unit}"
    return ""
