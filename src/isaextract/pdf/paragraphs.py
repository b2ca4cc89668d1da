"""Lines to paragraphs: over lines, columns and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from isaextract.pdf import marks
from isaextract.pdf.lines import Line, wide

INDENT = (0.8, 4.5)  # in sizes: a first line is set in by so much
LEADING = 1.1  # times the usual line pitch: more is white between paragraphs
WIDE_LEADING = 1.5  # times the usual line pitch: more is never inside a paragraph
SOLID = 1.6  # times its size: what a line pitch is at most where a size is rare
ROOM = 2.0  # sizes that must be left over beyond the next word to call a line short
COMMON = 10  # lines of a size that tell its pitch


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in its column: which page, which column, and the column's edges."""

    line: Line
    page: int
    column: int
    left: float
    right: float

    @property
    def style(self) -> tuple[int, bool]:
        """What lines of one paragraph have in common."""
        return round(self.line.size * 2), self.line.bold

    @property
    def indented(self) -> bool:
        """Whether it begins as far in as the first line of a paragraph."""
        inset = (self.line.x0 - self.left) / self.line.size
        return INDENT[0] < inset < INDENT[1]

    @property
    def place(self) -> tuple[int, int]:
        """The column it stands in, in reading order over all pages."""
        return self.page, self.column


@dataclass(frozen=True, slots=True)
class Habits:
    """A document's line pitches by size, and whether its paragraphs are set in."""

    body: float
    pitches: dict[float, float]
    indents: bool

    def pitch(self, size: float) -> float:
        """The usual distance of two baselines at a size."""
        usual = max(SOLID, self.pitches.get(self.body, 0.0) / self.body) * size
        return min(self.pitches.get(size, usual), usual)


def learn(placed: Sequence[Placed]) -> Habits:
    """Read pitches and indents off a document's lines."""
    sizes = Counter(p.line.size for p in placed)
    body = max(sizes, key=lambda size: (sizes[size], size)) if sizes else 10.0
    found: dict[float, Counter[float]] = {}
    for above, below in pairwise(placed):
        step = below.line.baseline - above.line.baseline
        if above.place == below.place and above.line.size == below.line.size and step > 0:
            found.setdefault(above.line.size, Counter())[round(step * 2) / 2] += 1
    pitches = {
        size: max(steps, key=lambda step: (steps[step], -step))
        for size, steps in found.items()
        if sum(steps.values()) >= COMMON
    }
    prose = [p for p in placed if p.line.size == body]
    indents = sum(p.indented for p in prose) >= max(1, len(prose) / 40)
    return Habits(body, pitches, indents)


def breaks(above: Placed, below: Placed, habits: Habits) -> bool:
    """Whether ``below`` begins a new paragraph."""
    if above.style[1] != below.style[1] or abs(above.style[0] - below.style[0]) > 1:
        return True
    if above.line.bold and marks.heading_level(below.line.text):
        return True
    if below.indented and not above.indented and below.line.size <= 1.2 * habits.body:
        return True
    if above.place != below.place:
        return _breaks_between_columns(above, below, habits)
    return _breaks_inside(above, below, habits)


def _breaks_between_columns(above: Placed, below: Placed, habits: Habits) -> bool:
    if below.indented or _stops_short(above, below):
        return True
    return not habits.indents and marks.ended(above.line.text)


def _breaks_inside(above: Placed, below: Placed, habits: Habits) -> bool:
    step = (below.line.baseline - above.line.baseline) / habits.pitch(below.line.size)
    if step > WIDE_LEADING or (below.indented and below.line.size <= 1.2 * habits.body):
        return True
    prose = below.line.size == habits.body and not below.line.bold
    if step > LEADING and (not prose or marks.ended(above.line.text) or _leaves_room(above, below)):
        return True
    return _stops_short(above, below)


def _stops_short(above: Placed, below: Placed) -> bool:
    """Whether a line was ended on purpose: the next word would have had room."""
    if not _leaves_room(above, below):
        return False
    middle = (above.left + above.right) / 2
    centred = abs((above.line.x0 + above.line.x1) / 2 - middle) < 2 and above.line.x0 > above.left + 2
    return not centred and (
        marks.ended(above.line.text) or above.line.x1 < above.left + 0.7 * (above.right - above.left)
    )


def _leaves_room(above: Placed, below: Placed) -> bool:
    room = above.right - above.line.x1 - ROOM * above.line.size
    return room > _first_word_width(below.line)


def _first_word_width(line: Line) -> float:
    """Width of what cannot be parted at the line's beginning."""
    x1 = line.glyphs[0].x1
    for left, right in pairwise(line.glyphs):
        parted = right.x0 - left.x1 > 0.15 * line.size
        if parted or (wide(left.char) and left.char.isalnum()) or (wide(right.char) and right.char.isalnum()):
            break
        x1 = right.x1
    return x1 - line.x0


def edges(lines: Iterable[Line]) -> tuple[float, float]:
    """The left and right edge that the lines of a column keep to."""
    found = list(lines)
    enough = max(2, len(found) // 20) if len(found) > 3 else 1
    lefts = Counter(round(line.x0) for line in found)
    left = min((x for x in lefts if sum(lefts[x + d] for d in (-1, 0, 1)) >= enough), default=min(lefts))
    rights = sorted(line.x1 for line in found)
    return left, rights[-1 - len(rights) // 50]
