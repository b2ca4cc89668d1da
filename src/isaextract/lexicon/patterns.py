"""Patterns put together from the lexicon's words, each compiled once; what was compiled can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import regex

Patterns = Mapping[tuple[str, int], regex.Pattern[str]]

_AT_MOST = 4096  # patterns at hand; regex itself keeps 500, and is slow to find them
_MADE: dict[tuple[str, int], regex.Pattern[str]] = {}  # by pattern and flags


@lru_cache(maxsize=_AT_MOST)
def compiled(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """The compiled pattern; made once."""
    key = pattern, int(flags)
    if key not in _MADE:
        _MADE[key] = regex.compile(pattern, flags)
    return _MADE[key]


def made_patterns() -> Patterns:
    """All patterns compiled here so far; ``regex`` pickles them as they are, compiled."""
    return dict(_MADE)


def take_patterns(patterns: Patterns) -> None:
    """Use patterns that another process compiled, by the same ``regex``."""
    _MADE.update(patterns)
