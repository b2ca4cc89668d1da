"""Pages of glyphs and rules to a document: the sentence of this room, pure and without a PDF library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from isaextract.pdf import marks, paragraphs
from isaextract.pdf.blocks import RawBlock, RawReferences, RawTable, RawText, assemble
from isaextract.pdf.cells import Grid, continued, read_grid
from isaextract.pdf.columns import Column, Piece, columns, pieces, shared_gutters
from isaextract.pdf.folding import folded
from isaextract.pdf.footnotes import split_footnotes
from isaextract.pdf.frames import find_frames
from isaextract.pdf.furniture import without_furniture
from isaextract.pdf.gathering import Item, Paragraph, gather, heads_references
from isaextract.pdf.glyphs import Glyph, Page
from isaextract.pdf.joining import Joiner, learn
from isaextract.pdf.lines import Line, lines
from isaextract.pdf.paragraphs import Habits, Placed
from isaextract.pdf.runs import Run, concat, plain
from isaextract.pdf.turning import turn_back, upright
from isaextract.schema.document import Document

DOUBLED = 0.25  # sizes within which the same glyph drawn twice is one (a made-up bold)
SQUARE = 4.0  # points: sides of the squares in which the same glyph is looked for
_Near = dict[tuple[str, float], dict[float, Glyph]]  # the last of each square, by character, row and column
SAME_COLUMNS = 3.0  # points by which the columns of a table's parts may differ


def lay_out(pages: Sequence[Page], name: str) -> Document:
    """Read a document off its pages.

    Parameters
    ----------
    pages
        All pages, as a backend found them.
    name
        The document's name.
    """
    bare = without_furniture([_clean(upright(page)) for page in pages])
    split = [split_footnotes(page) for page in bare]
    items = list(_joined_grids(_stream([page for page, _ in split])))
    placed = [item for item in items if isinstance(item, Placed)]
    joiner = learn([item.line for item in placed], _cell_lines(items))
    habits = paragraphs.learn(placed)
    raw = [*_raw(gather(items, habits), joiner), *_notes((notes for _, notes in split), habits, joiner)]
    document = assemble(name, raw, pages=len(pages))
    return replace(document, glyphs=turn_back(document.glyphs, pages))


def _clean(page: Page) -> Page:
    """The page's glyphs, one character each, none drawn twice."""
    kept: list[Glyph] = []
    near: _Near = {}
    for glyph in folded(page.glyphs):
        if not _drawn(glyph, near):
            kept.append(glyph)
            row = near.setdefault((glyph.char, glyph.baseline // SQUARE), {})
            row[glyph.box.x0 // SQUARE] = glyph
    return replace(page, glyphs=tuple(kept))


def _drawn(glyph: Glyph, near: _Near) -> bool:
    """Whether the same glyph stands in its own square or one beside it."""
    x, y = glyph.box.x0, glyph.baseline
    reach = min(DOUBLED * glyph.size, 0.5 * max(glyph.box.x1 - x, 0.1))
    rows = (near.get((glyph.char, row)) for row in _within(y, reach))
    for row in filter(None, rows):
        for column in _within(x, reach):
            other = row.get(column)
            if other is not None and _same(glyph, other, reach):
                return True
    return False


def _within(place: float, reach: float) -> tuple[float, ...]:
    first, last = (place - reach) // SQUARE, (place + reach) // SQUARE
    if last - first <= 1:
        return (first, last) if first < last else (first,)
    own = place // SQUARE
    return own - 1, own, own + 1


def _same(glyph: Glyph, other: Glyph, reach: float) -> bool:
    level = abs(glyph.baseline - other.baseline) < reach and abs(glyph.size - other.size) <= 0.5
    return level and abs(glyph.box.x0 - other.box.x0) < reach


def _stream(pages: Sequence[Page]) -> Iterator[Item]:
    """Lines and tables of all pages in reading order."""
    found = [_page_pieces(page) for page in pages]
    for page, gutters in zip(range(len(pages)), shared_gutters(found), strict=True):
        for at, column in enumerate(columns(found[page], gutters)):
            yield from _column_items(column, page, at)


def _page_pieces(page: Page) -> list[Piece]:
    grids = [
        grid for frame in find_frames(page.rules, page.glyphs) if (grid := read_grid(frame, page.glyphs))
    ]
    taken = {id(glyph) for grid in grids for glyph in grid.glyphs}
    text = [glyph for glyph in page.glyphs if id(glyph) not in taken]
    tables = [Piece(g.frame.x0, g.frame.top, g.frame.x1, g.frame.bottom, item=g) for g in grids]
    return pieces(text) + tables


def _column_items(column: Column, page: int, at: int) -> list[Item]:
    found = lines(column.glyphs)
    left, right = paragraphs.edges(found) if found else (0.0, 0.0)
    placed: list[tuple[float, Item]] = [
        (line.baseline, Placed(line, page, at, left, right)) for line in found
    ]
    tables: list[tuple[float, Item]] = [
        (piece.bottom, piece.item) for piece in column.items if isinstance(piece.item, Grid)
    ]
    return [item for _, item in sorted(placed + tables, key=lambda pair: pair[0])]


def _joined_grids(items: Iterable[Item]) -> Iterator[Item]:
    """Put the parts of a table that goes on in the next column or page together."""
    held: Grid | None = None
    for item in items:
        if held is not None and isinstance(item, Grid) and _goes_on(held, item):
            rows = item.rows[1:] if _header(item) == _header(held) else item.rows
            held = replace(held, rows=continued(held.rows + rows))
            continue
        if held is not None:
            yield held
        held = item if isinstance(item, Grid) else None
        if held is None:
            yield item
    if held is not None:
        yield held


def _goes_on(above: Grid, below: Grid) -> bool:
    if len(above.columns) != len(below.columns):
        return False
    shift = below.columns[0] - above.columns[0]
    return all(abs(b - a - shift) <= SAME_COLUMNS for a, b in zip(above.columns, below.columns, strict=True))


def _header(grid: Grid) -> list[str]:
    return ["".join(line.text for line in cell) for cell in grid.rows[0]]


def _cell_lines(items: Iterable[Item]) -> list[Line]:
    grids = [item for item in items if isinstance(item, Grid)]
    return [line for grid in grids for row in grid.rows for cell in row for line in cell]


def _raw(parts: Sequence[Paragraph | Grid], joiner: Joiner) -> Iterator[RawBlock]:
    """Paragraphs and tables as runs; the reference list as one block."""
    entries: list[Run] = []
    heading: Run | None = None
    for part in parts:
        if isinstance(part, Paragraph) and part.listed and heading is not None:
            entries.append(_entry(joiner.join((p.line, p.right) for p in part.lines)))
            continue
        if heading is not None:
            yield RawReferences(heading, tuple(entries)) if entries else RawText(heading)
        heading, entries = None, []
        if isinstance(part, Grid):
            yield _table(part, joiner)
            continue
        run = joiner.join((p.line, p.right) for p in part.lines)
        if heads_references(part):
            heading = run
        else:
            yield RawText(run)
    if heading is not None:
        yield RawReferences(heading, tuple(entries)) if entries else RawText(heading)


def _notes(notes: Iterable[Sequence[Glyph]], habits: Habits, joiner: Joiner) -> Iterator[RawBlock]:
    """The footnotes of all pages, which stand at the end of the text."""
    for page, glyphs in enumerate(notes):
        items = _column_items(Column(0, 1, list(glyphs)), page, 0) if glyphs else []
        for part in gather(items, habits):
            if isinstance(part, Paragraph):
                yield RawText(joiner.join((p.line, p.right) for p in part.lines), note=True)


def _table(grid: Grid, joiner: Joiner) -> RawTable:
    rights = [grid.right(column) for column in range(len(grid.columns) - 1)]
    return RawTable(
        tuple(
            tuple(
                joiner.join(((line, right) for line in cell), narrow=True).strip()
                for cell, right in zip(row, rights, strict=True)
            )
            for row in grid.rows
        )
    )


def _entry(run: Run) -> Run:
    """An entry with a blank between its number and its authors."""
    match = marks.ENTRY.match(run.text)
    if match is None or run.text[match.end() : match.end() + 1] == " ":
        return run
    return concat((run.cut(0, match.end()), plain(" "), run.cut(match.end())))
