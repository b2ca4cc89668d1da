"""A framed table's glyphs to cells: columns by borders or by white, rows by rules or by white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from isaextract.pdf.frames import CELL_GAP, TOUCH, Bar, Frame
from isaextract.pdf.glyphs import Glyph
from isaextract.pdf.lines import Line, baselines, lines, segments

FULLY_RULED = 4  # bars from which every row of a gridded table has its own
SLACK = 0.3  # white between rows beyond that between the lines of a cell, in sizes
TIGHT = 1.75  # a line pitch, in sizes, beyond which lines are no lines of one cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells as lines of text, row by row; every row has the same number of cells."""

    frame: Frame
    columns: tuple[float, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    glyphs: tuple[Glyph, ...] = field(default=(), repr=False)

    def right(self, column: int) -> float:
        """Where the text of a column may reach to: its border less the space on its left."""
        first = [cell[0].x0 for row in self.rows if (cell := row[column])]
        space = max(0.0, min(first, default=0.0) - self.columns[column])
        return self.columns[column + 1] - space


def read_grid(frame: Frame, glyphs: Sequence[Glyph]) -> Grid | None:
    """The cells of a table, or ``None`` where the frame holds no table of two columns."""
    inside = frame.own(glyphs)
    columns = _columns(frame, inside)
    if len(columns) < 3:
        return None
    by_column = [lines(g for g in inside if _at(columns, g.middle) == i) for i in range(len(columns) - 1)]
    edges = _row_edges(frame, by_column)
    rows = [_row(frame, columns, edges, by_column, i) for i in range(len(edges) - 1)]
    kept = tuple(row for row in rows if any(row))
    return Grid(frame, columns, kept, tuple(inside)) if kept else None


def continued(rows: Sequence[tuple[tuple[Line, ...], ...]]) -> tuple[tuple[tuple[Line, ...], ...], ...]:
    """The rows; a lone piece under a cell that a line end cut in its bracket is the cell's own rest."""
    found: list[tuple[tuple[Line, ...], ...]] = []
    for row in rows:
        filled = [column for column, cell in enumerate(row) if cell]
        above = found[-1][filled[0]] if found and len(filled) == 1 else ()
        if above and _is_cut(above):
            cells = list(found[-1])
            cells[filled[0]] = (*above, *row[filled[0]])
            found[-1] = tuple(cells)
        else:
            found.append(row)
    return tuple(found)


def _is_cut(cell: Sequence[Line]) -> bool:
    """Whether a bracket of a cell is still open at its end."""
    text = "".join(line.text for line in cell)
    return sum(text.count(c) for c in "(（[［") > sum(text.count(c) for c in ")）]］")


def _at(edges: Sequence[float], place: float) -> int:
    """The interval that a place falls in, the outermost ones open."""
    return min(max(sum(edge <= place for edge in edges) - 1, 0), len(edges) - 2)


def _columns(frame: Frame, inside: Sequence[Glyph]) -> tuple[float, ...]:
    if frame.borders:
        return (frame.x0, *frame.borders, frame.x1)
    strips: list[list[float]] = []
    for x0, x1 in sorted(_cell_extents(inside)):
        if strips and x0 <= strips[-1][1]:
            strips[-1][1] = max(strips[-1][1], x1)
        else:
            strips.append([x0, x1])
    between = [(left[1] + right[0]) / 2 for left, right in pairwise(strips)]
    return (frame.x0, *between, frame.x1)


def _cell_extents(inside: Sequence[Glyph]) -> list[tuple[float, float]]:
    """Extents of the cells; lines with few cells may be headings over several columns."""
    rows = []
    for group in baselines(inside):
        seen = [g for g in group if not g.blank]
        if seen:
            rows.append([(part[0].x0, part[-1].x1) for part in segments(seen, CELL_GAP)])
    most = max((len(row) for row in rows), default=0)
    return [extent for row in rows if len(row) > most / 2 for extent in row]


def _row_edges(frame: Frame, by_column: Sequence[Sequence[Line]]) -> list[float]:
    """Heights that part the rows, the table's upper and lower edge among them."""
    ruled = _merged([frame.top, *(bar.y for bar in frame.bars), frame.bottom])
    if frame.uprights and len(ruled) >= FULLY_RULED:
        return ruled
    every = [line for column in by_column for line in column]
    white = _white_between_rows(by_column)
    edges = [ruled[0]]
    for top, bottom in pairwise(ruled):
        band = [line for line in every if top < (line.top + line.bottom) / 2 < bottom]
        edges.extend(_gaps(band, white) or _anchors(band, by_column))
        edges.append(bottom)
    return edges


def _merged(heights: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for height in sorted(heights):
        if not kept or height - kept[-1] > TOUCH:
            kept.append(height)
    return kept


def _white_between_rows(by_column: Sequence[Sequence[Line]]) -> float:
    """The least white between two rows, from the pitch of the lines of one cell."""
    pitches = [
        (below.baseline - above.baseline, above.size)
        for column in by_column
        for above, below in pairwise(column)
    ]
    tight = [(pitch, size) for pitch, size in pitches if pitch <= TIGHT * size]
    if not tight:
        return SLACK * max((size for _, size in pitches), default=1.0)
    pitch, size = min(tight)
    return pitch - size + SLACK * size


def _gaps(band: Sequence[Line], white: float) -> list[float]:
    found: list[float] = []
    reached: float | None = None
    for line in sorted(band, key=lambda line: line.top):
        if reached is not None and line.top - reached > white:
            found.append((reached + line.top) / 2)
        reached = line.bottom if reached is None else max(reached, line.bottom)
    return found


def _anchors(band: Sequence[Line], by_column: Sequence[Sequence[Line]]) -> list[float]:
    """Rows set solid: a row begins where most of the columns have text on one baseline."""
    heights = sorted({round(line.baseline) for line in band})
    if len(heights) < 4:
        return []
    full = [h for h in heights if sum(abs(line.baseline - h) < 1.5 for line in band) > 0.6 * len(by_column)]
    tops = [min(line.top for line in band if abs(line.baseline - h) < 1.5) for h in full]
    return tops[1:]


def _row(
    frame: Frame,
    columns: Sequence[float],
    edges: Sequence[float],
    by_column: Sequence[Sequence[Line]],
    index: int,
) -> tuple[tuple[Line, ...], ...]:
    """A row's cells; a cell that spans rows stands in the first of them."""
    cells: list[tuple[Line, ...]] = []
    for i, column in enumerate(by_column):
        middle = (columns[i] + columns[i + 1]) / 2
        if index and not _parted(frame, edges[index], middle):
            cells.append(())
            continue
        last = index + 1
        while last < len(edges) - 1 and not _parted(frame, edges[last], middle):
            last += 1
        cells.append(_between(column, edges[index], edges[last]))
    return tuple(cells)


def _parted(frame: Frame, height: float, place: float) -> bool:
    """Whether a row edge holds in the column at ``place``; edges of white hold in all."""
    level = [bar for bar in frame.bars if abs(bar.y - height) <= TOUCH]
    return not level or not frame.uprights or any(_covers(bar, place) for bar in level)


def _covers(bar: Bar, place: float) -> bool:
    return bar.x0 <= place <= bar.x1


def _between(column: Sequence[Line], top: float, bottom: float) -> tuple[Line, ...]:
    return tuple(line for line in column if top <= (line.top + line.bottom) / 2 < bottom)
