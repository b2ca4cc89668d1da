"""Where Chinese sentences and clauses end."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.lang.boundaries import bracket_depths

# A full stop of Western shape ends a sentence only between Chinese and a blank (Chinese set in half width).
_SENTENCE = regex.compile(r"[。！？!?]+[”’」』\"]?|(?<=[\p{Han})）\]］%])\.(?=\s|$)|\n{2,}|\n(?=\s*\S)")
_CLAUSE = regex.compile(_SENTENCE.pattern + r"|[；;]")


def sentence_ends(text: str) -> Iterator[int]:
    """The places behind each sentence's last character."""
    return _ends(text, _SENTENCE)


def clause_ends(text: str) -> Iterator[int]:
    """The places behind each clause's last character."""
    return _ends(text, _CLAUSE)


def _ends(text: str, pattern: regex.Pattern[str]) -> Iterator[int]:
    depths = bracket_depths(text)
    for found in pattern.finditer(text):
        if depths[found.start()] == 0 and found.end() < len(text):
            yield found.end()
