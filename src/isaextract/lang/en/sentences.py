"""Where English sentences and clauses end."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.lang.boundaries import bracket_depths

_ABBREVIATION = regex.compile(
    r"(?:vs|v|cf|ca|approx|al|e\.g|i\.e|eg|ie|etc|fig|figs|tab|no|nos|ref|refs|vol|ed|eds|dr|prof|mr"
    r"|mrs|ms|st|jr|sr|inc|ltd|co|dept|univ|resp|viz|jan|feb|mar|apr|jun|jul"
    r"|aug|sep|sept|oct|nov|dec)",
    regex.IGNORECASE,
)
_SENTENCE = regex.compile(
    r"[.!?]+[\"'”’)\]]*(?:\s*\[[\d\s,–-]+\]|[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*)*(?=\s+[\p{Lu}\d\[(“\"≥<>]|\s*$)|\n{2,}|\n(?=\s*\S)"
)
_CLAUSE = regex.compile(_SENTENCE.pattern + r"|;")
_BEFORE = regex.compile(r"(?:^|[\s(\[])([\w.]+)$")


def sentence_ends(text: str) -> Iterator[int]:
    """The places behind each sentence's last character; a marker ``[3]`` behind the stop belongs to it."""
    return _ends(text, _SENTENCE)


def clause_ends(text: str) -> Iterator[int]:
    """The places behind each clause's last character."""
    return _ends(text, _CLAUSE)


def _ends(text: str, pattern: regex.Pattern[str]) -> Iterator[int]:
    depths = bracket_depths(text)
    for found in pattern.finditer(text):
        inside = depths[found.start()] > 0
        if not inside and found.end() < len(text) and not _abbreviated(text, found.start(), found[0]):
            yield found.end()


def _abbreviated(text: str, place: int, mark: str) -> bool:
    """Whether the stop at ``place`` belongs to an abbreviation (``vs.``), an initial (``J.``) or ``al.``."""
    if not mark.startswith(".") or mark.startswith(".."):
        return False
    found = _BEFORE.search(text, max(0, place - 20), place)
    if found is None:
        return False
    word = found[1]
    initial = len(word) == 1 and word.isupper() and word not in "IAC"
    dotted = regex.fullmatch(r"(?:\p{L}\.)+\p{L}", word) is not None
    return initial or dotted or _ABBREVIATION.fullmatch(word) is not None
