"""Inline marks ``⟦LABEL|text⟧``: read into offsets, and written back."""

from __future__ import annotations

from collections.abc import Iterable

from isaextract.errors import GoldError
from isaextract.schema import Label, Mention, Span

OPENING, BAR, CLOSING = "⟦", "|", "⟧"
SOURCE = "gold"


def parse_tagged(marked: str) -> tuple[str, tuple[Mention, ...]]:
    """Take the marks out of a tagged text.

    Parameters
    ----------
    marked : str
        Text with marks ``⟦LABEL|text⟧``.

    Returns
    -------
    text : str
        The text without marks, to the letter.
    mentions : tuple of Mention
        In the order of the text; spans count code points of ``text``.

    Raises
    ------
    GoldError
        For an unknown label, an unclosed, nested, stray or empty mark; the line is named.
    """
    pieces: list[str] = []
    mentions: list[Mention] = []
    done = length = 0
    while (opening := marked.find(OPENING, done)) >= 0:
        plain = _plain(marked, done, opening)
        label, text, done = _read_mark(marked, opening)
        start = length + len(plain)
        length = start + len(text)
        pieces += (plain, text)
        mentions.append(Mention(label, Span(start, length), text, source=SOURCE))
    pieces.append(_plain(marked, done, len(marked)))
    return "".join(pieces), tuple(mentions)


def write_tagged(text: str, mentions: Iterable[Mention]) -> str:
    """Write mentions into their text as marks: the inverse of `parse_tagged`.

    Raises
    ------
    GoldError
        Where two mentions overlap, one lies outside the text or says other characters than
        the text has at its place.
    """
    pieces: list[str] = []
    done = 0
    for mention in sorted(mentions, key=lambda item: item.span):
        _check_place(text, mention, done)
        pieces += (text[done : mention.span.start], OPENING, mention.label, BAR, mention.text, CLOSING)
        done = mention.span.end
    return "".join((*pieces, text[done:]))


def _read_mark(marked: str, opening: int) -> tuple[Label, str, int]:
    """The label, the text and the end of the mark that opens at ``opening``."""
    closing = marked.find(CLOSING, opening)
    if closing < 0:
        raise _broken(marked, opening, "the mark is never closed", f"close it with {CLOSING}")
    inside = marked[opening + 1 : closing]
    if OPENING in inside:
        reason = "a mark is not closed before the next one opens"
        raise _broken(marked, opening, reason, f"add the missing {CLOSING}; marks do not nest")
    name, bar, text = inside.partition(BAR)
    if not bar:
        raise _broken(marked, opening, "the mark has no label", f"write {OPENING}LABEL{BAR}text{CLOSING}")
    if name not in Label.__members__:
        raise _broken(marked, opening, f"unknown label {name!r}", f"use one of {' '.join(Label)}")
    if not text.strip():
        raise _broken(marked, opening, "the mark holds no text", "put the mention's characters in it")
    return Label[name], text, closing + 1


def _plain(marked: str, start: int, end: int) -> str:
    stray = marked.find(CLOSING, start, end)
    if stray >= 0:
        raise _broken(marked, stray, f"{CLOSING} closes no mark", "open the mark, or take the sign out")
    return marked[start:end]


def _broken(marked: str, place: int, reason: str, remedy: str) -> GoldError:
    line = marked.count("\n", 0, place) + 1
    around = marked[place : place + 30].splitlines()[0]
    return GoldError(f"line {line}: {reason} at {around!r}: {remedy}")


def _check_place(text: str, mention: Mention, done: int) -> None:
    name = f"{mention.label} {mention.text!r} at {mention.span.start}"
    if mention.span.start < done:
        raise GoldError(f"{name} overlaps the mention before it: keep one of the two")
    if mention.span.of(text) != mention.text:
        raise GoldError(f"{name}: the text has {mention.span.of(text)!r} there: mend the span")
