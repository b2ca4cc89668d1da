"""What the parts that read numbers share: the list that a later unit governs, and words around a number."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.lexicon import compiled
from isaextract.pipes.view import View

_WINDOW = 160
_BRACKET = r"(?:\s*\([^()]*\)|\s*\[[^\[\]]*\])?"
_LINKED = r"(?r)(?P<number>«number»)" + _BRACKET + r"\s*(?:«also»)\s*$"
_LISTED = r"(?r)(?P<number>«number»)" + _BRACKET + r"\s*,\s*$"


def shared_before(view: View, start: int) -> Iterator[tuple[int, int]]:
    """Bare numbers to the left that share the unit of the number at ``start`` (``4.9 and 10.2 months``)."""
    linked = False
    while True:
        match = _left(view, _LINKED, start) or (_left(view, _LISTED, start) if linked else None)
        if match is None:
            return
        linked = True
        start = match.start("number")
        yield match.span("number")


def _left(view: View, template: str, end: int) -> regex.Match[str] | None:
    return view.words.pattern(template).search(view.flat, max(0, end - _WINDOW), end)


def before(view: View, template: str, start: int, reach: int = 40) -> bool:
    """Whether a pattern stands directly before ``start``."""
    return (
        view.words.pattern(rf"(?r)(?:{template})\s*$").search(view.flat, max(0, start - reach), start)
        is not None
    )


def after(view: View, template: str, end: int) -> bool:
    """Whether a pattern stands directly behind ``end``."""
    return view.words.pattern(template).match(view.flat, end) is not None


def sentence_start(view: View, place: int) -> int:
    """Where the sentence around ``place`` begins, roughly: behind the last full stop."""
    places = ((view.flat.rfind(mark, 0, place), len(mark)) for mark in ("。", ". ", "\n"))
    return max((found + length for found, length in places if found >= 0), default=0)


def value(text: str) -> float:
    """The number that a matched ``«number»`` says."""
    return float(compiled(r"[, ]").sub("", text).replace("·", "."))
