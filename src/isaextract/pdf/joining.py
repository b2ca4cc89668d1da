"""Lines to running text: which blank or hyphen a line's end stands for.

Nothing here knows a language. Whether a blank belongs between an ideograph and a Latin
letter, or before a bracket, is read off the lines themselves (the paragraph's own first,
then the document's), as is whether the typesetter breaks words, and with which character.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from isaextract.pdf.lines import Line, wide
from isaextract.pdf.runs import Run, concat, plain

HARD, SOFT, TYPESET = "-", "\u00ad", "\u2010"
ENOUGH = 2  # examples of one side more than of the other that make a habit
DRAWN = 0.4  # sizes of room at a line's end in which a blank would have been drawn
DRAWING = 0.03  # share of lines that end in a blank where blanks at line ends are drawn
MANY = 4  # lines ending in a hyphen that show nothing yet
OFTEN = 0.06  # share of lines ending in a hyphen beyond what compounds account for

_DASHES = "-‐‑–—/~\u00ad"
_OPENING, _CLOSING = "([{“‘", ")]}”’,.;:!?"
_SIGNS = set("([<>=+≥≤±×")
_NARROW, _WIDE = "narrow", "wide"
_WORD = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_HEAD = re.compile(r"[^\W_]+$")
_TAIL = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/|\b10\.\d{4,}/)\S*$")

Habit = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Joiner:
    """How this document's lines are put together again.

    Attributes
    ----------
    blanks
        For a pair of character kinds: how often they stand with a blank between them,
        less how often without; for lines with full-width characters and for those without.
    words
        The words that stand whole inside a line, lower case, with their hyphens.
    open_ends
        Whether the producer draws the blank at a line's end where it has room.
    breaks_words
        Whether a plain hyphen at a line's end may be the typesetter's.
    typeset_hyphens
        Whether a hyphen of the typographic kind is the typesetter's.
    """

    blanks: dict[bool, Habit] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    open_ends: bool = False
    breaks_words: bool = False
    typeset_hyphens: bool = False

    def join(self, lines: Iterable[tuple[Line, float]], *, narrow: bool = False) -> Run:
        """The text of lines that follow one another in one paragraph or cell.

        Parameters
        ----------
        lines
            Each line with the right edge that it could have reached to.
        narrow
            Whether the lines are so short (a cell's) that a code may be cut between
            its letters and digits.
        """
        parts = list(lines)
        habits = [count_blanks(line.text for line, _ in parts)] if len(parts) > 1 else []
        habits.append(self.blanks.get(any(_has_wide(line.text) for line, _ in parts), Habit()))
        text = plain("")
        drawn: bool | None = None
        for line, right in parts:
            text = self._add(text, line.run, habits, drawn, narrow)
            drawn = self._drawn(line, right)
        return text

    def _drawn(self, line: Line, right: float) -> bool | None:
        """Whether a blank ends a line, ``None`` where the page does not tell."""
        if line.open_end and self.open_ends:
            return True
        return False if self.open_ends and right - line.x1 > DRAWN * line.size else None

    def _add(self, left: Run, right: Run, habits: Sequence[Habit], drawn: bool | None, narrow: bool) -> Run:
        if not left or not right:
            return concat((left, right))
        if self._typeset_hyphen(left.text, right.text):
            return concat((left.cut(0, -1), right))
        if left.text[-1] == TYPESET and left.text[-2:-1].isalpha():
            left = concat((left.cut(0, -1), Run(HARD, left.boxes[-1:])))
        if not drawn and self._cuts_word(left.text, right.text, narrow):
            return concat((left, right))
        blank = self._blank(left.text, right.text, habits) if drawn is None else drawn
        return concat((left, plain(" "), right) if blank else (left, right))

    def _typeset_hyphen(self, left: str, right: str) -> bool:
        """Whether the hyphen at the end of ``left`` was put there by the typesetter."""
        if left[-1] == SOFT:
            return True
        parts = _cut_word(left[:-1], right)
        if left[-1] not in (HARD, TYPESET) or parts is None or not right[0].islower() or _code(left[:-1]):
            return False
        if _ADDRESS.search(left):  # a DOI's own hyphen
            return False
        first, second = parts
        if f"{first}{HARD}{second}" in self.words:
            return False
        if left[-1] == TYPESET and self.typeset_hyphens:
            return True
        whole = first + second in self.words
        return whole or (self.breaks_words and not {first, second} <= self.words)

    def _cuts_word(self, left: str, right: str, narrow: bool) -> bool:
        """Whether a line's end cuts a word that stands whole elsewhere, without a hyphen."""
        parts = _cut_word(left, right)
        if parts is None or parts[0] in self.words or "".join(parts) not in self.words:
            return False
        return narrow or "".join(parts).isalpha()

    def _blank(self, left: str, right: str, habits: Sequence[Habit]) -> bool:
        if left[-1] in _DASHES:
            return left[-2:-1] == " "
        if _ADDRESS.search(left) and left[-1] in "/.-_=&?#:":
            return False
        pair = (_kind(left[-1]), _kind(right[0]))
        for habit in habits if _learned(pair) else ():
            if abs(habit[pair]) >= ENOUGH:
                return habit[pair] > 0
        square = wide(left[-1]) or wide(right[0])
        return not square and left[-1] not in _OPENING and right[0] not in _CLOSING


def _cut_word(left: str, right: str) -> tuple[str, str] | None:
    """The parts of a word that a line's end may have cut, lower case."""
    head, tail = _HEAD.search(left), _TAIL.match(right)
    if head is None or tail is None or wide(left[-1]) or wide(right[0]):
        return None
    return head.group().lower(), tail.group().lower()


def _code(text: str) -> bool:
    """Whether a text ends in an abbreviation or a code, which no typesetter breaks."""
    head = _HEAD.search(text)
    return head is not None and (not head.group().isalpha() or not head.group()[1:].islower())


def _has_wide(text: str) -> bool:
    return any(wide(char) for char in text)


@lru_cache(maxsize=65536)
def _kind(char: str) -> str:
    """Characters that behave alike beside a blank; most signs are a kind of their own."""
    if wide(char):
        return _WIDE if char.isalnum() else _WIDE + " sign"
    if unicodedata.category(char) == "Nl":
        return "numeral"
    if char in ",;:":
        return ","
    return _NARROW if char.isalnum() or char == "%" else char


def _learned(pair: tuple[str, str]) -> bool:
    """Whether the inside of a line tells anything: a full stop inside a number does not."""
    left, right = pair
    if left.startswith(_WIDE) or right.startswith(_WIDE):
        return True
    if left == _NARROW:
        return right in _SIGNS
    return right != _NARROW or left in _SIGNS


def learn(lines: Sequence[Line], cells: Sequence[Line] = ()) -> Joiner:
    """Read a document's habits off its lines of prose, which stand in reading order.

    The lines of its tables' cells add their words.
    """
    texts = [line.text for line in lines]
    words = frozenset(word for line in (*lines, *cells) for word in _inner_words(line.text))
    typeset = any(text.endswith((TYPESET, SOFT)) for text in texts)
    return Joiner(
        blanks={kind: count_blanks(t for t in texts if _has_wide(t) == kind) for kind in (True, False)},
        words=words,
        open_ends=_draws_blanks(lines),
        breaks_words=not typeset and _breaks_words(texts, words),
        typeset_hyphens=typeset and not any(TYPESET in text[:-1] for text in texts),
    )


def _inner_words(text: str) -> list[str]:
    found = [m.group() for m in _WORD.finditer(text) if m.start() > 0 and m.end() < len(text)]
    whole = [word.replace(TYPESET, HARD).lower() for word in found if not _has_wide(word)]
    return [*whole, *(part for word in whole if HARD in word for part in word.split(HARD))]


def _draws_blanks(lines: Sequence[Line]) -> bool:
    """Whether some lines end in a blank; a producer that never draws it leaves none."""
    return sum(line.open_end for line in lines) > DRAWING * len(lines)


def count_blanks(texts: Iterable[str]) -> Habit:
    """How often pairs of kinds stand with a blank between them, less how often without."""
    triples: Counter[tuple[str, str, str]] = Counter()
    for text in texts:
        kinds = [" " if char == " " else _kind(char) for char in text]
        triples.update(zip(kinds, kinds[1:], [*kinds[2:], " "], strict=False))
    counts = Habit()
    for (left, right, after), count in triples.items():
        if right == " " and after != " " and left != " ":
            counts[left, after] += count
        elif " " not in (left, right):
            counts[left, right] -= count
    return counts


def _breaks_words(texts: Sequence[str], words: frozenset[str]) -> bool:
    """Whether hyphens at line ends are often the typesetter's.

    They are where some word stands cut at a line's end and whole inside a line, or where
    more lines end in a hyphen than compounds alone account for.
    """
    cut = [
        parts
        for above, below in pairwise(texts)
        if above.endswith(HARD) and below[0].islower() and (parts := _cut_word(above[:-1], below)) is not None
    ]
    proven = any("".join(parts) in words and HARD.join(parts) not in words for parts in cut)
    return proven or len(cut) > max(MANY, OFTEN * len(texts))
