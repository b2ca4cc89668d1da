"""From a table of the document to its sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from isaextract.lexicon import Lexicon
from isaextract.link.passages import mentions_in
from isaextract.link.regimens import Regimens
from isaextract.link.table_grid import Grid, read_grid
from isaextract.link.table_heads import Facet, LabelReader, Role
from isaextract.link.table_items import ItemReader
from isaextract.link.table_lines import LineReader
from isaextract.link.table_notes import marks_on, read_notes, used_marks
from isaextract.link.table_sheet import Sheet
from isaextract.schema import BlockKind, Document, Mention, Span, Table


def read_sheets(
    document: Document, mentions: Sequence[Mention], lexicon: Lexicon, regimens: Regimens
) -> list[Sheet]:
    """Read all tables of a document."""
    tables = [table for table in document.tables if len(table.rows) > 1]
    cited = _cited(document, lexicon) if tables else {}
    return [_read_sheet(document, table, mentions, lexicon, regimens, cited) for table in tables]


def _cited(document: Document, lexicon: Lexicon) -> Mapping[str, Sequence[Span]]:
    """What each paragraph says up to a place where it cites a table, by the table's number."""
    cue, found = lexicon.cue("table_number"), defaultdict[str, list[Span]](list)
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            for match in cue.finditer(document.text, block.span.start, block.span.end):
                found[match["number"]].append(Span(block.span.start, match.start()))
    return found


def _read_sheet(
    document: Document,
    table: Table,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    regimens: Regimens,
    cited: Mapping[str, Sequence[Span]],
) -> Sheet:
    """Read one table: its labels, its notes and its numbers."""
    marks = used_marks(document, table)
    reader = LabelReader(document.text, lexicon, regimens, marks)
    grid = read_grid(document, table, mentions, lexicon, reader)
    notes = read_notes(document, table, mentions, lexicon, reader, _ratio_marks(grid, marks))
    caption, citing = Facet(), tuple[Span, ...]()
    if table.caption is not None:
        caption = reader.facet(table.caption, mentions_in(mentions, table.caption))
        number = lexicon.cue("table_number").search(table.caption.of(document.text))
        citing = tuple(cited.get(number["number"], ())) if number else ()
    sheet = Sheet(document, table, grid, notes, caption, citing)
    sheet.lines = LineReader(sheet, lexicon).read()
    sheet.items = ItemReader(sheet, lexicon).read()
    return sheet


def _ratio_marks(grid: Grid, marks: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The marks on the heads of ratios, and those on the ratios below them."""
    columns = [c for c in range(grid.width) if grid.heads[c].role is Role.RATIO]
    heads = [grid.text(row, c) for row in range(grid.depth) for c in columns]
    cells = [grid.text(row, c) for row in grid.body() for c in columns]
    for row in grid.body():
        if grid.labels and grid.facet(row, grid.labels[0]).role is Role.RATIO:
            heads.append(grid.text(row, grid.labels[0]))
            cells += [grid.text(row, c) for c in range(grid.width) if c not in grid.labels]
    return (
        frozenset(mark for text in heads for mark in marks_on(text, marks)),
        frozenset(mark for text in cells for mark in marks_on(text, marks)),
    )
