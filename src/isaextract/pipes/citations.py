"""CITATION: markers that point into the reference list."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.view import View
from isaextract.schema import Label

_RAISED = "[⁰¹²³⁴⁵⁶⁷⁸⁹]"
_NO_POWER = (  # m², cm², χ², ×10⁹/L; a name may end in digits (KEYNOTE-426⁴)
    r"(?<!(?<![A-Za-z])(?:[A-Za-zµμχ]|cm|mm|dm|km|nm|kg|ft|in))"
    r"(?<!(?<![\d-])10)"
)
_NO_ISOTOPE = rf"(?!{_RAISED}|[A-Za-z⁺])"  # ¹⁷⁷Lu, Ca²⁺
_SUPERSCRIPT = regex.compile(
    rf"(?<!{_RAISED}){_NO_POWER}{_RAISED}{{1,3}}(?:\s?[,⁻–-]\s?{_RAISED}{{1,3}})*{_NO_ISOTOPE}"
)
_MARKER = r"\[\s*\d{1,3}(?:\s*[-~,、;]\s*\d{1,3})*\s*\]"


def match(view: View) -> Iterator[Candidate]:
    """Bracketed numbers: ``[3-5]``, ``［2］``, ``[3, 5]``; each bracket is a mention of its own."""
    for found in view.finditer(_MARKER):
        yield Candidate(*found.span(), Label.CITATION, "citation.bracket", 5)
    for found in _SUPERSCRIPT.finditer(view.text):
        yield Candidate(*found.span(), Label.CITATION, "citation.raised", 5)
