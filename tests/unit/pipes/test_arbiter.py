"""Overlaps: who stays, who gives way, and why."""

from __future__ import annotations

from itertools import permutations

from isaextract.pipes import Candidate, arbitrate
from isaextract.schema import Label


def candidate(start: int, end: int, label: Label = Label.DRUG, priority: int = 0) -> Candidate:
    return Candidate(start, end, label, f"{label}.{start}", priority)


def test_the_longer_stays() -> None:
    verdict = arbitrate([candidate(4, 6), candidate(0, 6, Label.REGIMEN)])
    assert [kept.label for kept in verdict.kept] == [Label.REGIMEN]
    assert [(loss.candidate.start, loss.reason) for loss in verdict.lost] == [(4, "shorter")]


def test_priority_beats_length() -> None:
    verdict = arbitrate([candidate(0, 9, Label.PERCENT), candidate(2, 5, Label.CI, priority=1)])
    assert [kept.label for kept in verdict.kept] == [Label.CI]
    assert verdict.lost[0].reason == "lower priority"


def test_of_equals_the_left_one_then_the_preferred_label() -> None:
    assert arbitrate([candidate(2, 5), candidate(0, 3)]).kept[0].start == 0
    verdict = arbitrate([candidate(0, 3, Label.EVENT), candidate(0, 3, Label.POPULATION)])
    assert verdict.kept[0].label is Label.POPULATION
    assert verdict.lost[0].reason == "label less preferred"


def test_touching_is_no_overlap_and_nothing_is_no_candidate() -> None:
    verdict = arbitrate([candidate(0, 3), candidate(3, 6), candidate(7, 7)])
    assert [(kept.start, kept.end) for kept in verdict.kept] == [(0, 3), (3, 6)]


def test_the_order_of_proposals_does_not_matter() -> None:
    proposals = [candidate(0, 4), candidate(2, 8, Label.TIME), candidate(6, 9, priority=2), candidate(0, 2)]
    verdicts = {arbitrate(order).kept for order in permutations(proposals)}
    assert len(verdicts) == 1
