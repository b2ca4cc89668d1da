"""The results of a sentence while they may still change: in order, each with the run it came in."""

from __future__ import annotations

from dataclasses import dataclass, field

from isaextract.link.results import Result


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

    def open_run(self) -> None:
        """Another run of numbers begins."""
        self._run += 1

    def add(self, result: Result) -> None:
        """Keep a result of the run at hand."""
        self.found.append(Draft(result, self._run))

    def results(self) -> list[Result]:
        """The results as they stand."""
        return [draft.result for draft in self.found]
