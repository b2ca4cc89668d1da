"""What sentence splitting in both languages needs: where brackets are open, and how to cut."""

from __future__ import annotations

from collections.abc import Iterable

from isaextract.schema import Span

_OPENING = "([{（［｛〔【「『“"
_CLOSING = ")]}）］｝〕】」』”"
_LONGEST_BRACKET = 400  # a bracket left open longer than this was never closed


def bracket_depths(text: str) -> list[int]:
    """For each character, how many brackets are open around it; unmatched ones count for nothing."""
    changes = [0] * (len(text) + 1)
    opened: list[int] = []
    for place, character in enumerate(text):
        if character in _OPENING:
            opened.append(place)
        elif (
            character in _CLOSING and opened and _OPENING.index(text[opened[-1]]) == _CLOSING.index(character)
        ):
            start = opened.pop()
            if place - start <= _LONGEST_BRACKET:
                changes[start] += 1
                changes[place + 1] -= 1
    depth, depths = 0, []
    for change in changes[:-1]:
        depth += change
        depths.append(depth)
    return depths


def cut(text: str, ends: Iterable[int], offset: int) -> tuple[Span, ...]:
    """The stretches between cuts without the white space around them, ``offset`` added."""
    spans, start = [], 0
    for end in (*ends, len(text)):
        inner = text[start:end]
        lead = len(inner) - len(inner.lstrip())
        if stripped := inner.strip():
            spans.append(Span(offset + start + lead, offset + start + lead + len(stripped)))
        start = end
    return tuple(spans)
