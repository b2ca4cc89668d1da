"""PERCENT: numbers with a percent sign."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import after, before, shared_before
from isaextract.pipes.view import View
from isaextract.schema import Label

_PERCENT = r"«number»\s*%?\s*[~-]\s*«number»\s*%|«number»\s*%"
_TO = r"«number»\s*%?\s*«to»\s*«number»\s*%"


def match(view: View) -> Iterator[Candidate]:
    """Percentages and ranges of them; the 95% of ``95% CI`` is none."""
    for found in view.finditer(_PERCENT):
        if after(view, "«percent_not_after»", found.end()):
            continue
        yield Candidate(*found.span(), Label.PERCENT, "percent.sign")
        for start, end in shared_before(view, found.start()):
            yield Candidate(start, end, Label.PERCENT, "percent.shared", -1, 0.8)
    for found in view.finditer(_TO):
        if before(view, r"«about»", found.start()):
            yield Candidate(*found.span(), Label.PERCENT, "percent.range", 1)
