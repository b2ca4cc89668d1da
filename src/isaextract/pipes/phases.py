"""PHASE: the phase of a study; the stage of a disease is none."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import after, before
from isaextract.pipes.view import View
from isaextract.schema import Label

_ONE = r"(?:(?<![A-Za-z0-9.])«phase_number»\s?(?-i:[abc](?![A-Za-z]))?)"
_JOINED = rf"{_ONE}(?:\s*[/~-]\s*«phase_number»(?-i:[abc](?![A-Za-z]))?)?"
_CHINESE = rf"{_JOINED}\s*«period»"
_ENGLISH = rf"\bphases?\s*{_JOINED}(?![A-Za-z0-9.])"


def match(view: View) -> Iterator[Candidate]:
    """``Ⅲ期``, ``Ib/II 期``, ``phase 2``, where no scale of stages stands before and no disease behind."""
    for found in view.finditer(_CHINESE):
        if before(view, "«stage_before»", found.start()) or _is_stage(view, found.end()):
            continue
        yield Candidate(*found.span(), Label.PHASE, "phase.period", confidence=0.95)
    for found in view.finditer(_ENGLISH):
        yield Candidate(*found.span(), Label.PHASE, "phase.word")


def _is_stage(view: View, end: int) -> bool:
    if after(view, r"\s*«stage_patients»", end):
        return True
    behind = {hit.start for hit in view.of("disease")}
    return end in behind or (view.flat[end : end + 1] == " " and end + 1 in behind)
