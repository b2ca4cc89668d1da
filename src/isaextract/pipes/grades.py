"""GRADE: severity grades of adverse events."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import before
from isaextract.pipes.view import View
from isaextract.schema import Label

_ONE = r"(?:(?<![A-Za-z0-9.])«grade_number»)"
_CHINESE = rf"«grade_lead»?{_ONE}\s*«level»?(?:«grade_join»{_ONE})?\s*«level»(?:«grade_tail»)?"
_ENGLISH = (
    r"(?:[≥>]=?\s*)?«grade_word»\s*(?:[≥>]=?\s*)?«grade_number»(?![A-Za-z0-9.%])"
    r"(?:(?:\s*(?:/|~|-|,?\s*\bor\b|\bto\b|\band\b|,)\s*)«grade_number»(?![A-Za-z0-9.%])){0,2}(?:«grade_en_tail»)?"
)


def match(view: View) -> Iterator[Candidate]:
    """``3 级及以上``, ``1/2 级``, ``grade 3 or higher``; a tumour's grade is none."""
    for template, source in ((_CHINESE, "grade.level"), (_ENGLISH, "grade.word")):
        for found in view.finditer(template):
            if not before(view, "«not_grade_before»", found.start()):
                yield Candidate(*found.span(), Label.GRADE, source, confidence=0.95)
