"""Glyphs to lines: what stands on one baseline, raised and lowered marks included."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from isaextract.pdf.glyphs import Glyph, is_bold
from isaextract.pdf.runs import Run
from isaextract.schema.spans import Box

SAME_BASELINE = 0.15  # of the glyph's size
SMALL = 0.82  # a raised or lowered mark is smaller than the text it stands beside
REACH = 0.75  # how far, in sizes of the text, such a mark may be off the baseline
BESIDE = 1.0  # how near, in sizes of the text, such a mark stands
MARK_GAP = 3.0  # white, in their own sizes, between two such marks in a justified line
WORD_GAP = 0.18  # white that is a blank although no blank was drawn
SEGMENT_GAP = 1.1  # white that no justified line has between two words

_RAISED = str.maketrans("0123456789-–+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its glyphs from left to right.

    ``size`` and ``bold`` are those of most of its glyphs; ``open_end`` tells that the
    producer drew the blank after its last word.
    """

    run: Run
    glyphs: tuple[Glyph, ...]
    baseline: float
    size: float
    bold: bool
    open_end: bool

    @property
    def text(self) -> str:
        """The characters, single blanks between words, none at the ends."""
        return self.run.text

    @property
    def x0(self) -> float:
        """Left edge of what is seen."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Right edge of what is seen."""
        return self.glyphs[-1].x1

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(glyph.box.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(glyph.box.bottom for glyph in self.glyphs)


@lru_cache(maxsize=65536)
def wide(char: str) -> bool:
    """Whether a character is set in a full square, so that no blank stands beside it."""
    return unicodedata.east_asian_width(char) in "WF"


def baselines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped by baseline, raised and lowered marks with the text beside them.

    Returns
    -------
    list of list of Glyph
        From the top of the page; each group from left to right.
    """
    found = list(glyphs)
    groups: list[list[Glyph]] = []
    before = 0.0
    for baseline, _, at in sorted((g.baseline, g.box.x0, at) for at, g in enumerate(found)):
        glyph = found[at]
        if groups and baseline - before <= SAME_BASELINE * glyph.size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
        before = baseline
    return [_from_left(group) for group in _with_marks(groups)]


def _from_left(group: Sequence[Glyph]) -> list[Glyph]:
    order = sorted((g.box.x0, g.box.x1, at) for at, g in enumerate(group))  # tuples sort fastest
    return [group[at] for _, _, at in order]


def _with_marks(groups: list[list[Glyph]]) -> list[list[Glyph]]:
    """Move each run of small glyphs to the neighbouring baseline it is a mark on."""
    sizes = [main_size(group) for group in groups]
    kept: list[list[Glyph]] = [[] for _ in groups]
    for i, group in enumerate(groups):
        if not any(_near(group, groups[there], sizes[there]) for there in _around(i, groups)):
            kept[i].extend(group)
            continue
        for piece in segments(group, MARK_GAP):
            kept[_host(piece, i, groups, sizes)].extend(piece)
    return [group for group in kept if group]


def _host(piece: Sequence[Glyph], at: int, groups: list[list[Glyph]], sizes: list[float]) -> int:
    for there in _around(at, groups):
        if _marks(piece, groups[there], sizes[there]):
            return there
    return at


def _around(at: int, groups: Sequence[object]) -> list[int]:
    """The places of the lines that one may stand on as a mark, the likeliest first."""
    return [there for there in (at + 1, at - 1, at + 2, at - 2) if 0 <= there < len(groups)]


def _near(group: Sequence[Glyph], text: Sequence[Glyph], size: float) -> bool:
    """Whether any glyph of a group, sorted from the top, is as near to a line as a mark on it."""
    height, reach = text[0].baseline, REACH * size
    return group[0].baseline - height <= reach and height - group[-1].baseline <= reach


def _marks(piece: Sequence[Glyph], text: Sequence[Glyph], size: float) -> bool:
    near = abs(piece[0].baseline - text[0].baseline) <= REACH * size
    if not near or max(g.size for g in piece) > SMALL * size:
        return False
    x0, x1 = piece[0].x0 - BESIDE * size, piece[-1].x1 + BESIDE * size
    return any(g.x1 > x0 and g.x0 < x1 and not g.blank for g in text)


def main_size(glyphs: Iterable[Glyph]) -> float:
    """The size that most of the glyphs have."""
    counts = _rounded([glyph.size for glyph in glyphs])
    return max(counts, key=lambda size: (counts[size], size))


def _rounded(numbers: Iterable[float]) -> Counter[float]:
    """How often each number is there, to one place; few differ, so that few are rounded."""
    counts: Counter[float] = Counter()
    for number, count in Counter(numbers).items():
        counts[round(number, 1)] += count
    return counts


def segments(glyphs: Sequence[Glyph], gap: float = SEGMENT_GAP) -> list[list[Glyph]]:
    """Cut glyphs of one baseline, from left to right, where more than ``gap`` sizes are white."""
    pieces: list[list[Glyph]] = []
    edge = 0.0
    for x0, at in sorted((glyph.box.x0, at) for at, glyph in enumerate(glyphs)):
        glyph = glyphs[at]
        x1 = glyph.box.x1
        if pieces and x0 - edge <= gap * glyph.size:
            pieces[-1].append(glyph)
            edge = x1 if x1 > edge else edge
        else:
            pieces.append([glyph])
            edge = x1
    return pieces


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that the glyphs of one column or cell stand on, from the top."""
    return [line for group in baselines(glyphs) if (line := _line(group)) is not None]


def _line(group: list[Glyph]) -> Line | None:
    seen = [glyph for glyph in group if not glyph.char.isspace()]
    if not seen:
        return None
    text = _without_marks(seen)
    size = main_size(text)
    baseline = _rounded([g.baseline for g in text if g.size > SMALL * size]).most_common(1)[0][0]
    return Line(
        run=_run(group, size, baseline).strip(),
        glyphs=tuple(seen),
        baseline=baseline,
        size=size,
        bold=sum(is_bold(g.font) for g in seen) > len(seen) / 2,
        open_end=group[-1].blank,
    )


def _without_marks(seen: list[Glyph]) -> list[Glyph]:
    """The glyphs of full size, where all smaller ones stand off their baseline."""
    largest = max(seen, key=lambda g: g.size)
    small = [g for g in seen if g.size <= SMALL * largest.size]
    if any(abs(g.baseline - largest.baseline) <= 0.1 * largest.size for g in small):
        return seen
    return [g for g in seen if g.size > SMALL * largest.size]


def _run(group: list[Glyph], size: float, baseline: float) -> Run:
    """The glyphs' characters, blanks single and added where the white is a blank."""
    chars: list[str] = []
    boxes: list[Box | None] = []
    last: Glyph | None = None
    was_blank = inside = mark = False
    for glyph in group:
        char, blank = glyph.char, glyph.char.isspace()
        raised = _raised(glyph, size, baseline) and not blank
        mark = raised and (mark if inside else char.isdigit() and _number_ends(last))
        inside = raised or (inside and blank)
        if last is not None and not blank and not was_blank and _gap_is_blank(last, glyph, size):
            chars.append(" ")
            boxes.append(None)
        if not blank or not was_blank:
            chars.append(" " if blank else char.translate(_RAISED) if mark else char)
            boxes.append(glyph.box)
        last, was_blank = glyph, blank
    return Run("".join(chars), tuple(boxes))


def _raised(glyph: Glyph, size: float, baseline: float) -> bool:
    return glyph.size <= SMALL * size and baseline - glyph.baseline > 0.1 * size


def _number_ends(before: Glyph | None) -> bool:
    """Whether a raised digit after this glyph would read as part of a number."""
    return before is not None and (before.char.isdigit() or before.char in "%)].,;:")


def _gap_is_blank(left: Glyph, right: Glyph, size: float) -> bool:
    white = right.box.x0 - left.box.x1 > WORD_GAP * size
    return white and not wide(left.char) and not wide(right.char)
