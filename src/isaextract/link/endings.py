"""Which endpoints a run of numbers is of: those before it, right behind it, or carried on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from isaextract.link.carried import CarriedEnds
from isaextract.link.figures import TIMED
from isaextract.link.groups import Group
from isaextract.link.leads import End, Lead
from isaextract.link.scene import Scene
from isaextract.link.tails import TailReader
from isaextract.link.timepoints import Timepoints
from isaextract.link.tokens import Kind


class Endings:
    """Finds the endpoints of the runs of one sentence."""

    def __init__(self, scene: Scene, tails: TailReader, times: Timepoints, carried: CarriedEnds) -> None:
        self._scene, self._context = scene, scene.context
        self._tails, self._times, self._carried = tails, times, carried

    def of(self, group: Group, lead: Lead) -> list[End]:
        """The endpoints of a run, with grade and time; empty where the text has not said them yet."""
        if group.part == 2 and self._context.said:
            return list(self._context.said[-1].ends)
        if group.kind is Kind.MISSING:
            ends = self._tails.endpoint(group) or fitting(group, lead) or self._carried.of(group, lead)
            timed = [replace(end, timepoint="") for end in ends if end.code in TIMED]
            return timed[-len(group.values) :]
        return self._times.on(group, graded(self._found(group, lead), lead))

    def _found(self, group: Group, lead: Lead) -> list[End]:
        listed = fitting(group, lead)
        if _is_pair_for_each(group, listed):
            self._carried.leave(listed[1:])
            return listed[:1]
        if len(listed) == len(group.values) > 1 and self._are_arms(group):
            return [self._spelt_first(listed)]
        if listed and _is_parted(listed[-1], lead):
            listed = self._tails.endpoint(group) or listed
        if not listed and (before := self._times.lead()) is not None:
            listed = fitting(group, before)
        return (
            listed
            or self._times.listed(group, lead)
            or self._tails.endpoint(group)
            or self._carried.of(group, lead)
        )

    def _are_arms(self, group: Group) -> bool:
        """Whether the numbers of a run are set against each other, and so are of arms, not of endpoints."""
        against = any(link.name == "versus" for link in group.links)
        return against and len(self._context.order) == len(group.values)

    def _spelt_first(self, listed: Sequence[End]) -> End:
        """A pair's endpoint: the last one named; of two that a stroke makes one ("房颤/房扑") the first."""
        gap = self._scene.text[listed[-2].token.end : listed[-1].token.start].strip()
        return listed[-2] if gap == "/" else listed[-1]

    def hosted(self, group: Group, host: Sequence[End]) -> list[End]:
        """The endpoints of the run that a bracket hangs on: all of them, if it gives as many numbers."""
        said = self._context.said
        listed = said[-1].ends if said else []
        return list(listed if len(listed) == len(group.values) > 1 else host)

    def compared(self, group: Group, lead: Lead, host: Sequence[End]) -> list[End]:
        """The endpoints of ratios: named before them, of the number they hang on, else said last."""
        if lead.listed or host:
            return list(lead.listed or host)
        recent: dict[tuple[str, str, str], End] = {}
        for run in self._context.said or self._context.before:
            for end in run.ends:
                key = (end.code, end.event, end.timepoint)
                recent.pop(key, None)
                recent[key] = end
        return list(recent.values())[-len(group.values) :]


def fitting(group: Group, lead: Lead) -> list[End]:
    """The endpoints before a run that its kind of number can be of."""
    if group.kind is Kind.TIME:
        timed = [end for end in lead.listed if end.code in TIMED]
        return timed or [end for end in lead.ends if end.code in TIMED][-1:]
    one_each = len(lead.graded) == len(group.values) > 1 and len(lead.listed) > 0
    if one_each and lead.listed[-1].token == lead.graded[-1].token:
        return list(lead.graded)
    return list(lead.listed)


def _is_pair_for_each(group: Group, listed: Sequence[End]) -> bool:
    """ "PFS and OS were a v b (HR ...) and c v d (HR ...)": each of the endpoints has a pair of its own."""
    size = len(group.values)
    against = any(link.name == "versus" for link in group.links)
    return size > 1 and against and len(listed) > 1 and len(group.beyond) == size * (len(listed) - 1)


def _is_parted(end: End, lead: Lead) -> bool:
    """Whether a comma parts the endpoint before from the number, with no arm or comparison between."""
    comma = any(t.kind is Kind.COMMA for t in lead.tokens if t.start >= end.token.end)
    return comma and not lead.arms and not lead.comparatives


def graded(ends: list[End], lead: Lead) -> list[End]:
    """The endpoints with the grade that the words name behind them, or alone."""
    alone = not lead.listed
    if lead.any_grade and alone:
        ends = [replace(end, grade="") for end in ends]
    if lead.grade is None or not ends:
        return ends
    if alone or lead.grade.start > ends[-1].token.start:
        return [replace(end, grade=lead.grade.name) for end in ends]
    return ends
