"""Where tables stand: rules on a page to frames, the frames to their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from isaextract.pdf.glyphs import Glyph, Rule
from isaextract.pdf.lines import baselines, main_size, segments

TOUCH = 2.5  # points by which rules that meet may miss one another
NARROWEST = 60.0  # points: a shorter rule frames no table
CELL_GAP = 0.6  # white, in sizes, that parts two cells
PROSE = 0.6  # share of a table's width beyond which a stretch of a line is prose
LARGER = 1.15  # times a table's print: what is larger may be another text
FAR = 3.0  # white, in sizes, that ends a table without a closing rule


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal rule; ``joints`` are the places inside where its pieces meet."""

    y: float
    x0: float
    x1: float
    joints: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Upright:
    """A vertical rule."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A table's place, its rules, and the inner borders of its columns where rules tell them."""

    x0: float
    top: float
    x1: float
    bottom: float
    bars: tuple[Bar, ...]
    uprights: tuple[Upright, ...]
    borders: tuple[float, ...]
    open_top: bool = False
    open_bottom: bool = False

    def holds(self, glyph: Glyph) -> bool:
        """Whether a glyph stands inside."""
        middle = (glyph.box.top + glyph.box.bottom) / 2
        return self.x0 - TOUCH <= glyph.middle <= self.x1 + TOUCH and self.top <= middle <= self.bottom

    def own(self, glyphs: Sequence[Glyph]) -> list[Glyph]:
        """The table's glyphs: all inside but larger print that only runs through the frame.

        A table that sticks out of its column may lie under the text of the next one.
        """
        inside = [glyph for glyph in glyphs if self.holds(glyph)]
        if not inside:
            return []
        largest = LARGER * main_size(inside)
        foreign = {id(glyph) for glyph in _running_out([g for g in glyphs if g.size > largest], self)}
        return [glyph for glyph in inside if id(glyph) not in foreign]


def _running_out(glyphs: Sequence[Glyph], frame: Frame) -> list[Glyph]:
    """Glyphs of lines that begin or end outside of the frame."""
    found: list[Glyph] = []
    for group in baselines(g for g in glyphs if not g.blank):
        for part in segments(group):
            if part[0].x0 < frame.x0 - TOUCH or part[-1].x1 > frame.x1 + TOUCH:
                found.extend(part)
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of text within the reach of a rule."""

    top: float
    bottom: float
    size: float
    extents: tuple[tuple[float, float], ...]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def widest(self) -> float:
        """Length of the longest stretch without the white of a cell border."""
        return max(x1 - x0 for x0, x1 in self.extents)

    def cellular(self, borders: Sequence[float]) -> bool:
        """Whether the line keeps to the columns, or has cells where none are known."""
        if borders:
            return not any(x0 < b - TOUCH and x1 > b + TOUCH for x0, x1 in self.extents for b in borders)
        return len(self.extents) > 1


def find_frames(rules: Iterable[Rule], glyphs: Sequence[Glyph]) -> list[Frame]:
    """The tables of a page that have rules, from the top."""
    every = list(rules)
    bars = _bars(rule for rule in every if rule.horizontal)
    uprights = [
        Upright((r.x0 + r.x1) / 2, r.top, r.bottom)
        for r in every
        if not r.horizontal and r.bottom - r.top > 4
    ]
    frames = [frame for stack in _stacks(bars) for frame in _frames(stack, bars, uprights, glyphs)]
    return sorted(_outermost(frames), key=lambda f: (f.top, f.x0))


def _outermost(frames: Iterable[Frame]) -> list[Frame]:
    """The frames that lie in no larger one; a rule inside a table frames no table of its own."""
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda f: (f.x0 - f.x1) * (f.bottom - f.top)):
        if not any(_overlap(frame, other) for other in kept):
            kept.append(frame)
    return kept


def _overlap(frame: Frame, other: Frame) -> bool:
    across = min(frame.x1, other.x1) - max(frame.x0, other.x0)
    return across > TOUCH and min(frame.bottom, other.bottom) - max(frame.top, other.top) > TOUCH


def _bars(rules: Iterable[Rule]) -> list[Bar]:
    bars: list[Bar] = []
    for rule in sorted(rules, key=lambda r: (round((r.top + r.bottom) / 2), r.x0)):
        y = (rule.top + rule.bottom) / 2
        last = bars[-1] if bars else None
        if last and abs(last.y - y) <= 1 and rule.x0 - last.x1 <= TOUCH:
            joints = last.joints if rule.x0 <= last.x1 - TOUCH else (*last.joints, rule.x0)
            bars[-1] = Bar(last.y, last.x0, max(last.x1, rule.x1), joints)
        else:
            bars.append(Bar(y, rule.x0, rule.x1))
    return [bar for bar in bars if bar.x1 - bar.x0 > 4]


def _stacks(bars: Sequence[Bar]) -> list[list[Bar]]:
    """Bars of one left and right edge, from the top."""
    stacks: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda b: b.y):
        for stack in stacks:
            if abs(stack[0].x0 - bar.x0) <= TOUCH and abs(stack[0].x1 - bar.x1) <= TOUCH:
                stack.append(bar)
                break
        else:
            stacks.append([bar])
    return [stack for stack in stacks if stack[0].x1 - stack[0].x0 >= NARROWEST]


def _frames(
    stack: list[Bar], bars: Sequence[Bar], uprights: Sequence[Upright], glyphs: Sequence[Glyph]
) -> list[Frame]:
    x0, x1 = stack[0].x0, stack[0].x1
    rows = _rows([g for g in glyphs if x0 - TOUCH <= g.middle <= x1 + TOUCH])
    made: list[Frame] = []
    for run in _runs(stack, uprights, rows):
        ceiling = made[-1].bottom if made else 0.0
        frame = _frame(run, bars, uprights, rows, ceiling)
        if frame is not None:
            made.append(frame)
    return made


def _rows(glyphs: Sequence[Glyph]) -> list[_Row]:
    found = []
    for group in baselines(glyphs):
        seen = [g for g in group if not g.char.isspace()]
        if seen:
            extents = tuple((part[0].x0, part[-1].x1) for part in segments(seen, CELL_GAP))
            top, bottom = min(g.box.top for g in seen), max(g.box.bottom for g in seen)
            found.append(_Row(top, bottom, main_size(seen), extents))
    return found


def _runs(stack: list[Bar], uprights: Sequence[Upright], rows: Sequence[_Row]) -> list[list[Bar]]:
    """Cut a stack of bars where prose stands between two of them."""
    runs = [[stack[0]]]
    for above, below in pairwise(stack):
        if _joined(above, below, uprights, rows):
            runs[-1].append(below)
        else:
            runs.append([below])
    return runs


def _joined(above: Bar, below: Bar, uprights: Sequence[Upright], rows: Sequence[_Row]) -> bool:
    between = [row for row in rows if above.y < row.middle < below.y]
    if not between:
        return below.y - above.y < 2 * TOUCH
    middle = (above.y + below.y) / 2
    if any(u.top < middle < u.bottom and above.x0 - TOUCH <= u.x <= above.x1 + TOUCH for u in uprights):
        return True
    borders = above.joints or below.joints
    if borders:
        return sum(row.cellular(borders) for row in between) > 0.6 * len(between)
    prose = sum(row.widest > PROSE * (above.x1 - above.x0) for row in between)
    return any(row.cellular(()) for row in between) and prose <= 0.2 * len(between)


def _frame(
    run: list[Bar], bars: Sequence[Bar], uprights: Sequence[Upright], rows: Sequence[_Row], ceiling: float
) -> Frame | None:
    top, bottom, x0, x1 = run[0].y, run[-1].y, run[0].x0, run[0].x1
    inner = tuple(
        u for u in uprights if x0 - TOUCH <= u.x <= x1 + TOUCH and u.top < bottom and u.bottom > top
    )
    borders = _borders(run, inner)
    open_top = len(run) == 1 and bool(borders)
    open_bottom = len(run) == 2 and not inner
    if open_top:
        top = _reach([r for r in reversed(rows) if ceiling < r.middle < top], borders, top, up=True)
    if open_bottom:
        bottom = _reach([r for r in rows if r.middle > bottom], borders, bottom, up=False)
    if not any(top < row.middle < bottom for row in rows) or (len(run) == 1 and not open_top):
        return None
    own = tuple(b for b in bars if x0 - TOUCH <= b.x0 and b.x1 <= x1 + TOUCH and top - 1 <= b.y <= bottom + 1)
    return Frame(x0, top, x1, bottom, own, inner, borders, open_top, open_bottom)


def _borders(run: Sequence[Bar], inner: Sequence[Upright]) -> tuple[float, ...]:
    x0, x1 = run[0].x0, run[0].x1
    places = sorted([joint for bar in run for joint in bar.joints] + [u.x for u in inner])
    borders: list[float] = []
    for place in places:
        if x0 + TOUCH < place < x1 - TOUCH and (not borders or place - borders[-1] > TOUCH):
            borders.append(place)
    return tuple(borders)


def _reach(rows: Iterable[_Row], borders: Sequence[float], edge: float, *, up: bool) -> float:
    """How far cells go on beyond the last rule."""
    size: float | None = None
    for row in rows:
        white = edge - row.bottom if up else row.top - edge
        if not row.cellular(borders) or white > FAR * row.size or size not in (None, row.size):
            break
        size, edge = row.size, row.top - 0.1 if up else row.bottom + 0.1
    return edge
