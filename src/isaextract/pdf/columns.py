"""Reading order: a page into bands, a band into columns.

A gutter is a strip that many lines begin behind and no line of its band crosses.
Whatever crosses it (a title, a wide table) closes the band above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from isaextract.pdf.glyphs import Glyph
from isaextract.pdf.lines import baselines, segments

ALIGNED = 1.5  # points within which lines begin at the same place
STARTS = 5  # lines that must begin behind a gutter
OVERHANG = 0.25  # share of its column by which a table may stick out of it
FILLED = 0.6  # share of its column that the usual line of running text fills


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that stands in one place: a stretch of a line, or a table (``item``)."""

    x0: float
    top: float
    x1: float
    bottom: float
    glyphs: tuple[Glyph, ...] = ()
    item: object = None


@dataclass(slots=True)
class Column:
    """A column's glyphs and tables; ``index`` among ``count`` columns of its band."""

    index: int
    count: int
    glyphs: list[Glyph] = field(default_factory=list)
    items: list[Piece] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Take a piece in."""
        self.glyphs.extend(piece.glyphs)
        if piece.item is not None:
            self.items.append(piece)


def pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """The stretches of lines, cut at white no word gap has, from the top."""
    return [_piece(part) for group in baselines(glyphs) for part in _parts(group)]


def _parts(group: Sequence[Glyph]) -> list[list[Glyph]]:
    """Stretches of a line; a blank alone in wide white goes with the stretch before it."""
    parts: list[list[Glyph]] = []
    for part in segments(group):
        if parts and all(glyph.blank for glyph in part):
            parts[-1].extend(part)
        else:
            parts.append(part)
    return [part for part in parts if not all(glyph.blank for glyph in part)]


def _piece(part: Sequence[Glyph]) -> Piece:
    seen = [glyph for glyph in part if not glyph.char.isspace()]
    top, bottom = min(g.box.top for g in seen), max(g.box.bottom for g in seen)
    return Piece(seen[0].x0, top, max(g.x1 for g in seen), bottom, tuple(part))


def columns(found: Sequence[Piece], gutters: Sequence[float]) -> list[Column]:
    """The columns of a page in reading order.

    Parameters
    ----------
    found
        All pieces of the page, tables among them.
    gutters
        Where its second and later columns begin.
    """
    return [column for band in _bands(found, gutters) for column in _split(band, gutters)]


def shared_gutters(pages: Sequence[Sequence[Piece]]) -> list[list[float]]:
    """The gutters of each page; a short page takes over those of the page before it."""
    result: list[list[float]] = []
    for found in pages:
        text = [piece for piece in found if piece.item is None]
        gutters = find_gutters(text)
        if not gutters and result:
            gutters = [gutter for gutter in result[-1] if _begins(gutter, text)]
        result.append(gutters)
    return result


def _begins(gutter: float, found: Sequence[Piece]) -> bool:
    begin = sum(abs(piece.x0 - gutter) <= ALIGNED for piece in found)
    return begin > 0 and begin >= sum(_crosses(piece, gutter) for piece in found)


def find_gutters(found: Sequence[Piece]) -> list[float]:
    """Where columns begin: the left edges of the second and later columns."""
    if not found:
        return []
    left, right = min(p.x0 for p in found), max(p.x1 for p in found)
    starts = Counter(round(p.x0) for p in found)
    gutters: list[float] = []
    for start in sorted(starts):
        begin = sum(starts[start + d] for d in (-1, 0, 1))
        far = start > (gutters[-1] if gutters else left) + 0.15 * (right - left)
        if begin >= STARTS and far and (gutter := _gutter(start, found)) is not None:
            gutters.append(gutter)
    return gutters


def _gutter(start: float, found: Sequence[Piece]) -> float | None:
    """Where the column begins that many lines begin in at ``start``, if text fills both sides."""
    after = [p for p in found if abs(p.x0 - start) <= ALIGNED]
    top, bottom = min(p.top for p in after), max(p.bottom for p in after)
    level = [p for p in found if p.bottom > top and p.top < bottom]
    before = [p for p in level if p.x1 < start and p.x0 < start - 2 * ALIGNED]
    if len(before) < STARTS or sum(_crosses(p, start) for p in level) > len(after) / 2:
        return None
    reach = max(p.x1 for p in level if p.x0 > start - ALIGNED)
    edge = sorted(p.x1 for p in before)[-1 - len(before) // 10]
    if not _filled(after, start, reach) or not _filled(before, min(p.x0 for p in before), edge):
        return None
    return min(p.x0 for p in level if p.x0 > edge)


def _filled(side: Sequence[Piece], x0: float, x1: float) -> bool:
    widths = sorted(p.x1 - p.x0 for p in side)
    return widths[len(widths) // 2] >= FILLED * (x1 - x0) and x1 - x0 > 80


def _crosses(piece: Piece, gutter: float) -> bool:
    reach = gutter - 1 if piece.item is None else gutter + OVERHANG * (gutter - piece.x0)
    return piece.x0 < gutter - 2 * ALIGNED and piece.x1 > reach


def _bands(found: Sequence[Piece], gutters: Sequence[float]) -> list[tuple[bool, list[Piece]]]:
    """Consecutive pieces that all cross a gutter, or that none do."""
    bands: list[tuple[bool, list[Piece]]] = []
    for piece in sorted(found, key=lambda p: (p.top + p.bottom, p.x0)):
        across = any(_crosses(piece, gutter) for gutter in gutters)
        if bands and bands[-1][0] == across:
            bands[-1][1].append(piece)
        else:
            bands.append((across, [piece]))
    return bands


def _split(band: tuple[bool, list[Piece]], gutters: Sequence[float]) -> list[Column]:
    across, found = band
    count = 1 if across else len(gutters) + 1
    made = [Column(index, count) for index in range(count)]
    for piece in found:
        made[0 if across else _place(piece, gutters)].add(piece)
    return [column for column in made if column.glyphs or column.items]


def _place(piece: Piece, gutters: Sequence[float]) -> int:
    return sum(piece.x0 > gutter - 2 * ALIGNED for gutter in gutters)
