"""DRUG: single drugs."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import after
from isaextract.pipes.view import LEARNED, UNLISTED, View
from isaextract.schema import Label


def match(view: View) -> Iterator[Candidate]:
    """Names of the lexicon, short names the document defines, and unknown names with the stem of an INN."""
    for hit in view.of("drug"):
        if view.heard(hit) or after(view, "«not_drug_after»", hit.end):
            continue
        if hit.key.startswith(UNLISTED):
            yield Candidate(hit.start, hit.end, Label.DRUG, "drug.stem", -3, 0.5)
        elif hit.key.startswith(LEARNED):
            yield Candidate(hit.start, hit.end, Label.DRUG, "drug.learned", 0, 0.85)
        else:
            yield Candidate(hit.start, hit.end, Label.DRUG, "drug.lexicon")
