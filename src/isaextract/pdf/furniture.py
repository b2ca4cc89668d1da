"""Running heads, foot lines and page numbers: told from the text by repetition and place.

A line is furniture when it stands outermost on its page and a line that differs from it
only in its digits stands at the same height of another page. The heights so learned
hold for every page, so that a head of one page only (a first page's own) goes with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from isaextract.pdf.glyphs import Glyph, Page
from isaextract.pdf.lines import baselines

SAME_HEIGHT = 3.0  # points
DEPTH = 4  # lines at either edge that may be furniture
_NUMBER = re.compile(
    r"[-–—·\s]*(?:page|p\.)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?[-–—·\s]*|第\s*\d+\s*页.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line across the whole page."""

    glyphs: tuple[Glyph, ...]
    height: float
    text: str

    @property
    def pattern(self) -> str:
        """The text with its numbers left open."""
        return re.sub(r"\d+", "#", self.text)


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without heads, foot lines and page numbers."""
    rows = [_rows(page) for page in pages]
    drop: list[set[int]] = [set() for _ in pages]
    for edge in (_from_top, _from_bottom):
        _mark([edge(page_rows) for page_rows in rows], drop)
    bare = [
        replace(page, glyphs=tuple(g for g in page.glyphs if id(g) not in gone)) if gone else page
        for page, gone in zip(pages, drop, strict=True)
    ]
    return bare if any(page.glyphs for page in bare) else list(pages)


def _rows(page: Page) -> list[_Row]:
    found = []
    for group in baselines(page.glyphs):
        text = "".join(g.char for g in group if not g.blank)
        if text:
            found.append(_Row(tuple(group), group[0].baseline, text))
    return sorted(found, key=lambda row: row.height)


def _from_top(rows: list[_Row]) -> list[_Row]:
    return rows[:DEPTH]


def _from_bottom(rows: list[_Row]) -> list[_Row]:
    return rows[: -DEPTH - 1 : -1]


def _mark(edges: list[list[_Row]], drop: list[set[int]]) -> None:
    learned = _learned(edges)
    for rows, gone in zip(edges, drop, strict=True):
        for row in _outermost(rows, lambda row: _at(row, learned)):
            gone.update(map(id, row.glyphs))


def _learned(edges: list[list[_Row]]) -> set[float]:
    """The heights at which lines repeat, or a page number stands alone on one page."""
    heights: set[float] = set()
    for here, rows in enumerate(edges):
        others = [row for there, other in enumerate(edges) if there != here for row in other]
        for row in _outermost(rows, lambda row, others=others: _repeated(row, others)):  # type: ignore[misc]
            heights.add(row.height)
        if rows and _NUMBER.fullmatch(rows[0].text):
            heights.add(rows[0].height)
    return heights


def _outermost(rows: list[_Row], test: Callable[[_Row], bool]) -> list[_Row]:
    """The rows from the edge on for which the test holds."""
    for count, row in enumerate(rows):
        if not test(row):
            return rows[:count]
    return rows


def _repeated(row: _Row, others: Sequence[_Row]) -> bool:
    return any(abs(o.height - row.height) <= SAME_HEIGHT and o.pattern == row.pattern for o in others)


def _at(row: _Row, heights: set[float]) -> bool:
    return any(abs(row.height - height) <= SAME_HEIGHT for height in heights)
