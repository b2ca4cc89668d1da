"""DRUG: single drugs."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.forms import Hit
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
            yield from _conjugate(view, hit)


def _conjugate(view: View, hit: Hit) -> Iterator[Candidate]:
    """The conjugate that a listed antibody is only a part of (``X vedotin``, ``德曲妥珠单抗``)."""
    payload = view.words.pattern(r"\s«payload_en»(?![a-z])").match(view.flat, hit.end)
    if payload is not None and view.flat[: hit.end].endswith("mab"):
        yield Candidate(hit.start, payload.end(), Label.DRUG, "drug.conjugate", 0, 0.8)
    prefix = view.words.pattern("«payload_zh»$").search(view.flat, max(0, hit.start - 2), hit.start)
    if prefix is not None and view.flat[: hit.end].endswith("单抗"):
        yield Candidate(prefix.start(), hit.end, Label.DRUG, "drug.conjugate", 0, 0.8)
