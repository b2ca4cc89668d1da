"""Endpoints carried on: a run without one of its own takes those of a run before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from isaextract.link.context import Said
from isaextract.link.figures import TIMED
from isaextract.link.groups import Group
from isaextract.link.leads import End, Lead
from isaextract.link.scene import Scene
from isaextract.link.tails import TailReader
from isaextract.link.tokens import Kind

_CLAUSE = regex.compile(r"[,，;；。]|\.\s")
_PRONOUN = 32  # characters before a number that may say "it was"
_VERB = 120  # characters behind a number that may say what its patients did
_BASELINE = 16  # characters before a number that may say it is a value at baseline


class CarriedEnds:
    """Finds the endpoints that a run of numbers goes on with."""

    def __init__(self, scene: Scene, tails: TailReader, last: Sequence[Said], beside: Sequence[Said]) -> None:
        self._scene, self._tails, self._context = scene, tails, scene.context
        self._last = last  # the runs of the study before
        self._beside = beside  # those of another study in this sentence
        self._queue: list[End] = []  # endpoints that the next runs take one after the other

    def of(self, group: Group, lead: Lead) -> list[End]:
        """The endpoints of an earlier run of this sentence, or of the one before it."""
        context = self._context
        if self._waits(group):
            return []
        said = _alike(context.said, group) or ([] if group.kind is Kind.TIME else context.said)
        if not said and (medians := self._medians(lead)):
            return medians
        if not context.said and (parallel := self._parallel(group, lead) or self._again(group, lead)):
            return parallel
        if self._queue and not lead.arms and not lead.populations:
            return [self._queue.pop(0)]
        if lead.corresponding and not said:
            return self._one_by_one(_alike(context.before or self._last, group), group, lead)
        if not self._goes_on(group, lead) or not said or self._is_baseline(group, lead):
            return []
        if lead.corresponding and len(context.said) > 1:
            return self._one_by_one(said, group, lead)
        return self._one_each(said, group, lead) or self._headed(said, lead) or list(said[-1].ends)

    def leave(self, ends: Sequence[End]) -> None:
        """Keep endpoints that the next runs without one take, one after the other."""
        self._queue = list(ends)

    def _medians(self, lead: Lead) -> list[End]:
        """ "... PFS was 33% and 12%, with medians of 7.8 and 5.6 months": the endpoint said last."""
        said = self._context.said or self._context.before
        last = said[-1].ends[-1:] if said else []
        median = self._scene.cue("median")
        named = any(t.name == "median" or (t.kind is Kind.CUE and median.search(t.text)) for t in lead.tokens)
        return [replace(end, timepoint="") for end in last if named and end.code in TIMED]

    def _parallel(self, group: Group, lead: Lead) -> list[End]:
        """ "The former study ...: OS was 25 and 17 months, the latter 24 and 17 months"."""
        runs = _alike(self._beside, group)
        if not runs or lead.ends or lead.corresponding:
            return []
        same = [run for run in runs if _keys(run) == _keys(runs[-1])]
        size = len(group.values)
        told = list(dict.fromkeys(replace(end, timepoint="") for run in runs for end in run.ends[:1]))
        if len(told) > 1 and len(group.beyond) == size * (len(told) - 1):  # a pair for each, in turn
            self._queue = told[1:]
            return told[:1]
        if size not in (len(runs[-1].values), sum(len(run.values) for run in same)):
            return []
        return [replace(end, timepoint="") for end in runs[-1].ends]

    def _again(self, group: Group, lead: Lead) -> list[End]:
        """ "The Chinese patients did even better: 24.0 v 11.4 months": the medians of the sentence before."""
        runs = [run for run in self._context.before if run.kind is Kind.TIME and run.ends]
        against = any(link.name == "versus" for link in group.links)
        spoken = lead.populations and lead.comparatives and not lead.ends
        if not runs or group.kind is not Kind.TIME or not (against and spoken):
            return []
        return [replace(end, timepoint="") for end in runs[-1].ends[-1:] if end.code in TIMED]

    def _waits(self, group: Group) -> bool:
        """Whether a verb further on in the clause says what a share is of ("10% of X ... stopped")."""
        clause = _CLAUSE.split(self._scene.text[group.end : group.end + _VERB])[0]
        return group.kind is Kind.PERCENT and self._scene.cue("verb_head").search(clause) is not None

    def _goes_on(self, group: Group, lead: Lead) -> bool:
        """Whether the words give the numbers a place: an arm, a subgroup, a grade, a joining word."""
        said = (
            lead.arms
            or lead.populations
            or lead.grade
            or lead.corresponding
            or lead.doses
            or lead.rising
            or lead.any_grade
            or lead.gain
            or lead.stage
            or lead.overall
            or any(token.name == "subgroup_word" for token in lead.tokens)
            or self._scene.cue("gain_behind").match(self._scene.text, group.end)
        )
        before = self._scene.text[max(0, group.start - _PRONOUN) : group.start]
        same = self._scene.cue("same_endpoint").search(before)
        return bool(said or same) or self._is_joined(group, lead)

    def _is_joined(self, group: Group, lead: Lead) -> bool:
        """Whether a run goes on with the one before: "... v 6.5 months in the X group"."""
        marks = (Kind.OPEN, Kind.CLOSE, Kind.COMMA)
        first = next((t for t in lead.tokens if t.kind not in marks), None)
        joined = first is not None and first.kind is Kind.CUE and first.name in ("versus", "and")
        behind = self._tails.dose(group) is not None or bool(self._tails.populations(group))
        behind = behind or self._tails.is_overall(group)
        return joined or behind or any(self._tails.arm(value, group) >= 0 for value in group.values)

    def _is_baseline(self, group: Group, lead: Lead) -> bool:
        before = self._scene.text[max(0, group.start - _BASELINE) : group.start]
        bare = not lead.arms and not lead.populations
        return bare and self._scene.cue("baseline").search(before) is not None

    def _headed(self, said: Sequence[Said], lead: Lead) -> list[End]:
        """The figure that a breakdown by grade began with, where the next clause gives another arm's.

        "ILD occurred in 15%: grade 1 in 4%, grade 2 in 10%; in the control arm, 3% had it".
        """
        last = said[-1].ends[-1]
        same = [run for run in said if (run.ends[-1].code, run.ends[-1].event) == (last.code, last.event)]
        graded = [run for run in same if run.ends[-1].grade]
        broken = len({run.ends[-1].grade for run in graded}) > 1 and not same[0].ends[-1].grade
        if not (broken and lead.stopped and lead.arms) or lead.grade:
            return []
        return list(same[0].ends)

    def _one_each(self, said: Sequence[Said], group: Group, lead: Lead) -> list[End]:
        """The endpoints of as many runs before as there are numbers now, all of one arm."""
        size = len(group.values)
        runs = said[-size:]
        keys = {(run.ends[-1].code, run.ends[-1].event) for run in runs}
        single = all(len(run.ends) == 1 and len(run.values) == 1 for run in runs)
        if size > 1 and len(runs) == len(keys) == size and single and len(self._arms(group, lead)) == 1:
            return [run.ends[-1] for run in runs]
        return []

    def _arms(self, group: Group, lead: Lead) -> set[int]:
        """The arms that a run's words name before it or right behind it."""
        before = {arm for token in lead.arms for arm in self._scene.pointers.resolve(token)}
        behind = self._tails.arm(group.values[-1], group)
        return before | ({behind} if behind >= 0 else set())

    def _one_by_one(self, said: Sequence[Said], group: Group, lead: Lead) -> list[End]:
        """ "The corresponding figures were ...": the endpoints of before, one after the other."""
        by_key = {(e.code, e.event, e.grade, e.timepoint): e for run in said for e in run.ends}
        queue = list(by_key.values())
        one_arm = group.part or len(lead.arms) == 1 or len(self._context.order) != len(group.values)
        if len(queue) == len(group.values) and one_arm:
            return queue
        if queue:
            self._queue = queue[1:]
        return queue[:1]


def _keys(run: Said) -> list[tuple[str, str, str]]:
    """What a run gives the numbers of, times aside."""
    return [(end.code, end.event, end.grade) for end in run.ends]


def _alike(said: Sequence[Said], group: Group) -> list[Said]:
    """The runs before whose numbers are of the same kind ("not reached" is of any)."""
    return [run for run in said if run.kind is group.kind or Kind.MISSING in (run.kind, group.kind)]
