"""The results of a sentence while they may still change: in order, each with the run it came in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from isaextract.link.results import Result
from isaextract.schema import Span


@dataclass(slots=True)
class Draft:
    """A result while its time and p value are still being looked for; ``run`` numbers its group."""

    result: Result
    run: int


@dataclass(slots=True)
class Drafts:
    """The results of one sentence so far."""

    found: list[Draft] = field(default_factory=list)
    _run: int = 0
    _followed: int = 0  # how many the last follow-up in brackets has settled

    def open_run(self) -> None:
        """Another run of numbers begins."""
        self._run += 1

    def add(self, result: Result) -> None:
        """Keep a result of the run at hand."""
        self.found.append(Draft(result, self._run))

    def follow(self, follow_up: str, span: Span) -> bool:
        """A follow-up in brackets governs the numbers of its clause; whether there are any."""
        governs = len(self.found) > self._followed
        for draft in self.found[self._followed :]:
            spans = {**draft.result.spans, "follow_up": span}
            draft.result = replace(draft.result, follow_up=follow_up, spans=spans)
        self._followed = len(self.found)
        return governs

    def results(self) -> list[Result]:
        """The results as they stand."""
        return [draft.result for draft in self.found]
