"""CITATION: markers that point into the reference list."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.view import View
from isaextract.schema import Label

_RAISED = "[⁰¹²³⁴⁵⁶⁷⁸⁹]"
_SUPERSCRIPT = regex.compile(rf"(?<![A-Za-zµμ]|[\d.])(?:{_RAISED}+(?:\s*[,⁻–-]\s*{_RAISED}+)*)|(?<=[a-z]{{3}}){_RAISED}+(?:[,⁻–-]{_RAISED}+)*")
_MARKER = r"\[\s*\d{1,3}(?:\s*[-~,、;]\s*\d{1,3})*\s*\]"


def match(view: View) -> Iterator[Candidate]:
    """Bracketed numbers: ``[3-5]``, ``［2］``, ``[3, 5]``; each bracket is a mention of its own."""
    for found in view.finditer(_MARKER):
        yield Candidate(*found.span(), Label.CITATION, "citation.bracket", 5)
    for found in _SUPERSCRIPT.finditer(view.text):
        yield Candidate(*found.span(), Label.CITATION, "citation.raised", 5)
