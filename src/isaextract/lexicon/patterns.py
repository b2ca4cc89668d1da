"""Patterns put together while reading, each compiled once."""

from __future__ import annotations

from functools import lru_cache

import regex

_AT_MOST = 4096  # patterns kept; regex itself keeps 500, and is slow to find them


@lru_cache(maxsize=_AT_MOST)
def compiled(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """The compiled pattern; made once."""
    return regex.compile(pattern, flags)
