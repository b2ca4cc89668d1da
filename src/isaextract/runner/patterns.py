"""Compiled patterns kept between runs: to compile them all takes longer than to read ten pages with them."""

from __future__ import annotations

import platform
import sys

import regex

from isaextract.lexicon import made_patterns, take_patterns
from isaextract.runner.cache import StageCache, key_of, program_digest

_STAGE = "patterns"
_WORTH_KEEPING = 5  # patterns more than are kept


class KeptPatterns:
    """The patterns of one lexicon and program, in a cache.

    Parameters
    ----------
    cache
        Where they are kept.
    lexicon_digest
        Names the lexicon that they are made of.
    """

    def __init__(self, cache: StageCache, lexicon_digest: str) -> None:
        built = f"{regex.__version__} {sys.version} {platform.machine()}"
        self._cache, self._key = cache, key_of(program_digest(), lexicon_digest, built)
        self._count = -1  # how many are kept; -1 before any were asked for

    def recall(self) -> None:
        """Use what was kept; once."""
        if self._count < 0:
            self._count = self._take()

    def keep(self) -> None:
        """Keep what was compiled, where it is much more than before."""
        if len(made_patterns()) >= self._count + _WORTH_KEEPING:
            self._take()  # what others have kept meanwhile is kept on
            self._cache.put(_STAGE, self._key, made_patterns())
            self._count = len(made_patterns())

    def _take(self) -> int:
        kept = self._cache.get(_STAGE, self._key)
        if not isinstance(kept, dict):
            return 0
        take_patterns(kept)
        return len(kept)
