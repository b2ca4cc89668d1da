"""Whether a run of numbers is a result at all, or history, a margin, or patients enrolled."""

from __future__ import annotations

from itertools import pairwise

import regex

from isaextract.link.figures import share_fits
from isaextract.link.groups import Group
from isaextract.link.leads import Lead
from isaextract.link.scene import Scene
from isaextract.link.tokens import Kind, Token
from isaextract.link.values import Value

_ADVERSE = ("AE", "SAE", "TEAE", "TRAE", "AE_death", "AE_discontinuation", "DLT", "mortality")
_COUNTED = frozenset((*_ADVERSE, "PD", "CR", "ORR"))  # endpoints that a text may give in patients only
_CLAUSE = regex.compile(r"[，,；;。]")


class Admission:
    """Sorts the runs of one sentence; remembers the patients that percentages were counted over."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._text = scene, scene.text
        self._total: Token | None = None

    def counts(self, group: Group, lead: Lead) -> bool:
        """Whether counts are results: behind a safety endpoint, not of patients enrolled."""
        value = group.values[0]
        after = self._text[value.end : value.end + 8].strip()
        if self._scene.cue("with_patients").match(after):
            self._total = value.token
            return False
        if not lead.listed and self._opens_counted(group):
            return True
        if lead.listed:
            last = lead.listed[-1]
            behind = [token for token in lead.tokens if token.start >= last.token.end]
            parted = any(token.kind is Kind.POPULATION for token in behind)
            gap = self._text[last.token.end : value.start]
            near = len(gap) < 20 and not any(comma in gap for comma in ",，")
            return last.code in _COUNTED and near and not parted
        said = self._scene.context.said
        before = said[-1].ends[-1] if said and said[-1].ends else None
        if before is None:
            return False
        return bool((lead.grade and before.event) or (lead.arms and before.code in _COUNTED))

    def _opens_counted(self, group: Group) -> bool:
        head = group.tail[0] if group.tail else None
        if head is None or head.kind is not Kind.ENDPOINT or head.name not in _COUNTED:
            return False
        return not self._text[group.end : head.start].strip()

    def count_in(self, group: Group, lead: Lead) -> None:
        """The patients counted that were named before hold for the percentages up to the clause's end."""
        if lead.stopped:
            self._total = None
        counted = [t for t in lead.tokens if t.kind is Kind.COUNT]
        self._total = _among(lead) or self._total or self._of_before(group, lead)
        total = counted[-1] if lead.subset and counted and lead.populations else self._total
        several = len(self._scene.context.arms) > 1
        if several and total is not None and any(token.start >= total.end for token in lead.arms):
            return  # an arm's share of its own patients
        for value in group.values:
            if value.kind is Kind.PERCENT and value.total is None and total is not None:
                value.total = total

    def _of_before(self, group: Group, lead: Lead) -> Token | None:
        """The patients counted in the sentence before, where "of these" opens shares that they compute to."""
        counted = self._scene.context.counted
        total = counted.quantity.low if counted is not None and counted.quantity is not None else None
        if not lead.subset or total is None or any(t.kind is Kind.COUNT for t in lead.tokens):
            return None
        return counted if all(_computes(value, total) for value in group.values) else None

    def is_result(self, group: Group) -> bool:
        """Whether the numbers are exact, and no history, margin of a design or patients who crossed over."""
        if any(value.quantity is not None and value.quantity.high is not None for value in group.values):
            return False
        start = group.lead[0].start if group.lead else group.start
        clause = _CLAUSE.split(self._text[max(start, group.start - 30) : group.start])[-1]
        after = self._text[group.end : group.end + 40]
        cue = self._scene.cue
        if cue("historical").search(clause) or cue("margin").search(clause):
            return False
        if cue("crossover").search(_CLAUSE.split(after)[0]):
            return False
        return cue("vague_after").match(after[:8].strip()) is None


def _computes(value: Value, total: float) -> bool:
    """Whether a share is what its patients are of so many."""
    event = value.n.quantity.low if value.n is not None and value.n.quantity is not None else None
    share = value.quantity.low if value.kind is Kind.PERCENT and value.quantity is not None else None
    return event is not None and share is not None and share_fits(share, event, total)


def _among(lead: Lead) -> Token | None:
    """The patients that "among the 101 patients" counts, which its shares are of."""
    pairs = pairwise(lead.tokens)
    return next((t for cue, t in pairs if cue.name == "subset" and t.kind is Kind.COUNT), None)
