"""Many patterns tried at each place of a text, but only those that may begin with the character there."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

import regex

from isaextract.lexicon.folding import latin_bounds
from isaextract.lexicon.patterns import compiled

Key = TypeVar("Key", bound=Hashable)

_TOGETHER = 16  # patterns asked at once

# The pieces of a pattern: an escaped character, a set, a bracket (a look behind: "(?<"), a bar, a character.
_PIECES = regex.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<[=!]|[()|]|.", regex.DOTALL)


class Scanner(Generic[Key]):
    """Finds which of many patterns matches at a place; of several the first listed.

    Parameters
    ----------
    patterns
        Pairs of a key and a pattern of ``cues.tsv`` or ``patterns.tsv``; a key may come more than once.
    """

    def __init__(self, patterns: Iterable[tuple[Key, str]]) -> None:
        parts = [(key, part) for key, pattern in patterns for part in branches(latin_bounds(pattern))]
        self._keys = [key for key, _ in parts]
        self._parts = [part for _, part in parts]
        self._openings = [_without_lookbehind(part) for part in self._parts]
        together = [
            "|".join(self._openings[low : low + _TOGETHER]) for low in range(0, len(parts), _TOGETHER)
        ]
        self._several = [compiled(some, regex.IGNORECASE) for some in together]
        self._by_first: dict[str, regex.Pattern[str] | None] = {}

    def match(self, text: str, start: int) -> tuple[Key, int] | None:
        """The key of the first pattern that matches something at ``start``, and where the match ends."""
        first = text[start]
        tried = self._by_first[first] if first in self._by_first else self._learn(first)
        if tried is None:
            return None
        found = tried.match(text, start)
        if found is None or found.end() == start:
            return None
        return self._keys[int((found.lastgroup or "g0")[1:])], found.end()

    def finditer(self, text: str) -> Iterator[tuple[Key, int, int]]:
        """All matches with their places, left to right, none over another."""
        start = 0
        while start < len(text):
            found = self.match(text, start)
            if found is None:
                start += 1
                continue
            yield found[0], start, found[1]
            start = found[1]

    def _learn(self, first: str) -> regex.Pattern[str] | None:
        groups = "|".join(f"(?P<g{place}>{self._parts[place]})" for place in self._beginning(first))
        self._by_first[first] = compiled(groups, regex.IGNORECASE) if groups else None
        return self._by_first[first]

    def _beginning(self, first: str) -> Iterator[int]:
        """Which patterns may begin with a character: where none of several may, none is asked alone."""
        for low, several in enumerate(self._several):
            if several.match(first, partial=True) is not None:
                places = range(low * _TOGETHER, min(len(self._parts), (low + 1) * _TOGETHER))
                yield from (place for place in places if self._may_open(place, first))

    def _may_open(self, place: int, first: str) -> bool:
        return compiled(self._openings[place], regex.IGNORECASE).match(first, partial=True) is not None


def branches(pattern: str) -> Iterator[str]:
    """The branches of a pattern that no bracket holds together."""
    depth, so_far = 0, ""
    for piece in _PIECES.findall(pattern):
        depth += piece.startswith("(") - (piece == ")")
        if piece == "|" and not depth:
            yield so_far
            so_far = ""
        else:
            so_far += piece
    yield so_far


def _without_lookbehind(pattern: str) -> str:
    """A pattern that matches wherever the given one does, whatever stands before."""
    kept, depth, behind = "", 0, 0  # depth of the bracket that looks behind, 0 outside
    for piece in _PIECES.findall(pattern):
        depth += piece.startswith("(")
        if not behind and piece.startswith("(?<"):
            behind = depth
        if not behind:
            kept += piece
        if piece == ")":
            behind = 0 if depth == behind else behind
            depth -= 1
    return kept
