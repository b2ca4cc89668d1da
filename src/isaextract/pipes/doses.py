"""DOSE: doses, strengths and volumes given; concentrations are none."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import after, shared_before
from isaextract.pipes.view import View
from isaextract.schema import Label

_DOSE = r"«number»(?:\s*(?:[~/-]|«to»)\s*«number»)*\s*-?\s*(?:«volume_unit»|«dose_unit»(?:\s*«dose_per»)*)"
_AREA = r"(?-i:\bAUC)\s*(?:«is»\s*)?«number»(?:\s*[~-]\s*«number»)?"
_CELLS = r"«number»\s*[×x]\s*10\s*\^?\s*[\d⁰-⁹]{1,2}\s*(?:«cell_dose»(?:\s*/\s*kg)?|/\s*kg)"


def match(view: View) -> Iterator[Candidate]:
    """Numbers with a unit of dose, and bare numbers that share a later one."""
    for found in view.finditer(_DOSE):
        if after(view, "«not_dose_after»", found.end()):
            continue
        yield Candidate(*found.span(), Label.DOSE, "dose.unit", 1)
        for start, end in shared_before(view, found.start()):
            yield Candidate(start, end, Label.DOSE, "dose.shared", -1, 0.8)
    for template in (_AREA, _CELLS):
        for found in view.finditer(template):
            yield Candidate(*found.span(), Label.DOSE, "dose.other", 1, 0.8)
