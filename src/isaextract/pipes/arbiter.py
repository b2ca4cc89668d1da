"""The one place where overlaps are settled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from isaextract.pipes.candidates import Candidate
from isaextract.schema import Label

# Of two candidates on the same characters, the label further left stays.
_PREFERENCE = (
    Label.TRIAL_ID,
    Label.CITATION,
    Label.TRIAL_NAME,
    Label.CI,
    Label.PVALUE,
    Label.RATIO,
    Label.DOSE,
    Label.TIME,
    Label.GRADE,
    Label.PHASE,
    Label.POPULATION,
    Label.PERCENT,
    Label.REGIMEN,
    Label.ENDPOINT,
    Label.EVENT,
    Label.DRUG,
    Label.COUNT,
)
_RANK = {label: rank for rank, label in enumerate(_PREFERENCE)}


@dataclass(frozen=True, slots=True)
class Loss:
    """A candidate that gave way, to which other, and why."""

    candidate: Candidate
    winner: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The candidates that stay, left to right and free of overlaps, and those that gave way."""

    kept: tuple[Candidate, ...]
    lost: tuple[Loss, ...]


def arbitrate(candidates: Iterable[Candidate]) -> Verdict:
    """Resolve overlaps: higher priority, then longer, then further left, then the preferred label.

    Parameters
    ----------
    candidates
        Proposals of all parts for one text.

    Returns
    -------
    Verdict
        Deterministic for a given set of candidates, whatever their order.
    """
    kept: list[Candidate] = []
    lost: list[Loss] = []
    starts: list[int] = []
    for candidate in sorted(set(candidates), key=_order):
        winner = _conflict(candidate, kept, starts)
        if winner is not None:
            lost.append(Loss(candidate, winner, _reason(candidate, winner)))
        elif candidate.end > candidate.start:
            place = bisect_left(starts, candidate.start)
            starts.insert(place, candidate.start)
            kept.insert(place, candidate)
    return Verdict(tuple(kept), tuple(lost))


def _order(candidate: Candidate) -> tuple[int, int, int, int, str, float]:
    length = candidate.end - candidate.start
    rank = _RANK[candidate.label]
    return (-candidate.priority, -length, candidate.start, rank, candidate.source, -candidate.confidence)


def _conflict(candidate: Candidate, kept: list[Candidate], starts: list[int]) -> Candidate | None:
    place = bisect_left(starts, candidate.start)
    for neighbour in kept[max(place - 1, 0) : place + 1]:
        if neighbour.overlaps(candidate):
            return neighbour
    return None


def _reason(candidate: Candidate, winner: Candidate) -> str:
    if (candidate.start, candidate.end, candidate.label) == (winner.start, winner.end, winner.label):
        return "said twice"
    if candidate.priority != winner.priority:
        return "lower priority"
    if candidate.end - candidate.start != winner.end - winner.start:
        return "shorter"
    return "further right" if candidate.start != winner.start else "label less preferred"
