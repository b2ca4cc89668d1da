"""The parts by name: each proposes mentions of a text, the arbiter settles between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from isaextract.pipes import (
    cells,
    citations,
    counts,
    doses,
    drugs,
    endpoints,
    events,
    grades,
    hearing,
    percents,
    phases,
    populations,
    ratios,
    regimens,
    times,
    trials,
)
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.view import View

Match = Callable[[View], Iterator[Candidate]]

PARTS: Mapping[str, Match] = {
    "isa_trial_id": trials.match_ids,
    "isa_trial_name": trials.match_names,
    "isa_phase": phases.match,
    "isa_drug": drugs.match,
    "isa_regimen": regimens.match,
    "isa_endpoint": endpoints.match,
    "isa_event": events.match,
    "isa_grade": grades.match,
    "isa_population": populations.match,
    "isa_percent": percents.match,
    "isa_time": times.match,
    "isa_count": counts.match,
    "isa_dose": doses.match,
    "isa_statistics": ratios.match,
    "isa_citation": citations.match,
    "isa_ner": hearing.match,
}


def proposals(view: View, grid: cells.Grid | None = None) -> Iterator[Candidate]:
    """What all parts say of a text; those that read cells speak where it is a table's."""
    for match in PARTS.values():
        yield from match(view)
    if grid is not None:
        yield from cells.match(view, grid)
