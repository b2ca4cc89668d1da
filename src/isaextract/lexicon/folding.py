"""Folding of characters for look-ups: width, case, dashes and white space aside."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_OTHER = {
    ord("～"): "~",
    ord("∼"): "~",
    ord("〜"): "~",
    ord("≧"): "≥",
    ord("≦"): "≤",
    ord("⩾"): "≥",
    ord("⩽"): "≤",
}


_WORD = "[A-Za-z0-9_]"
_BOUND = rf"(?:(?<!{_WORD})(?={_WORD})|(?<={_WORD})(?!{_WORD}))"


class _Folds(dict[int, str]):
    """What each character folds to, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Fold width, dashes and case one to one: the result has the length of ``text``."""
    return text.lower() if text.isascii() else text.translate(_FOLDS)


@lru_cache(maxsize=65536)
def lookup_key(text: str) -> str:
    """The key under which a written form is listed: folded, without white space."""
    return "".join(fold(unicodedata.normalize("NFKC", text)).split())


def _fold_character(character: str) -> str:
    code = ord(character)
    if code < 128:
        return character.lower()
    if code in _DASHES:
        return "-"
    if code in _OTHER:
        return _OTHER[code]
    folded = unicodedata.normalize("NFKC", character).casefold()
    return folded if len(folded) == 1 else character


def latin_bounds(pattern: str) -> str:
    r"""A pattern whose ``\b`` bounds Latin words: a Han character beside one is no part of it (``HR为``)."""
    return pattern.replace(r"\b", _BOUND)
