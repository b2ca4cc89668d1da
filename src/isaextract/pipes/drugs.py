"""DRUG: single drugs."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import after
from isaextract.pipes.view import View
from isaextract.schema import Label

_SUFFIX = r"(?:-[a-z]{4}(?![a-z]))?"  # of biological products: -irfc
_ENGLISH = rf"(?<![A-Za-z0-9-])[A-Za-z]{{3,}}«stem_en»{_SUFFIX}(?![A-Za-z0-9])"
_CHINESE = r"(?:(?!«stem_not»)\p{Han}){2,5}«stem_zh»"


def match(view: View) -> Iterator[Candidate]:
    """Names of the lexicon, short names the document defines, and unknown names with the stem of an INN."""
    for hit in view.of("drug"):
        if after(view, "«not_drug_after»", hit.end):
            continue
        learned = hit.key.startswith("learned:")
        source, confidence = ("drug.learned", 0.85) if learned else ("drug.lexicon", 1.0)
        yield Candidate(hit.start, hit.end, Label.DRUG, source, 0, confidence)
    kinds = ("drug", "class", "endpoint", "event", "disease", "population", "regimen", "trial")
    for template, source in ((_ENGLISH, "drug.stem"), (_CHINESE, "drug.stem")):
        for found in view.finditer(template, *kinds):
            yield Candidate(*found.span(), Label.DRUG, source, -3, 0.5)
