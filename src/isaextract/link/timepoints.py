"""Times that date a share ("24 个月 OS 率", "2-year PFS", "at 12 months"), kept until its number comes."""

from __future__ import annotations

from dataclasses import replace

import regex

from isaextract.lexicon import compiled
from isaextract.link.drafts import Drafts
from isaextract.link.figures import TIMED, time_of
from isaextract.link.groups import Group
from isaextract.link.leads import End, Lead, LeadReader
from isaextract.link.results import Result
from isaextract.link.scene import Scene
from isaextract.link.tokens import Kind, Token

_CLOSES = (Kind.STOP, Kind.COMMA)
_BEFORE = 12  # characters before a time that may hold "at"
_WEEK = 12  # characters before an endpoint that may hold the week of a study
_CLAUSE = regex.compile(r"[;；。]|\.\s")
_BEHIND = 16  # characters between a time and its endpoint


def opens_endpoint(group: Group, head: Token, scene: Scene) -> bool:
    """Whether only a joining word stands between a time and the endpoint behind it."""
    gap = scene.text[group.end : head.start].strip()
    return scene.cue("time_point_end").fullmatch(gap.lstrip("-")) is not None


class Timepoints:
    """The times in force in one sentence, and the endpoint that they stand at."""

    def __init__(self, scene: Scene, leads: LeadReader, drafts: Drafts) -> None:
        self._scene, self._leads, self._drafts = scene, leads, drafts
        self._times: list[str] = []
        self._given: list[str] = []  # of the shares before
        self._head: Token | None = None
        self._dated = False  # a time behind shares has dated them
        self._said_so = False  # the text dates the next share, whatever it is of
        self._lead: Lead | None = None

    def takes(self, group: Group, following: Group | None) -> bool:
        """Whether the times of a run date other numbers; if so they are kept for them."""
        if group.kind is not Kind.TIME:
            return False
        shares = following is not None and following.kind is Kind.PERCENT
        if (opened := self._opened(group)) is not None:
            self._keep(group, opened)
            return shares or following is None or opened.name not in TIMED
        if shares and following is not None and self._is_when(group, following):
            self._keep(group, None)
            self._said_so = True
            return True
        bounded = shares and self._is_bounded(group)
        if not (bounded or self._is_behind_at(group)):
            return False
        if not shares:
            return self._dates_before(group)
        head = next((t for t in reversed(group.lead) if t.kind is Kind.ENDPOINT), None)
        if head is None and (later := self._later(group)) is not None:
            head = later
        elif head is not None:
            if head in self._scene.taken:  # the shares before are of it too
                self._dates_before(group)
            self._lead = self._leads.read(group.lead)
        elif not (self._begins(group) or self._adjoins(group, following)):
            return False
        self._keep(group, head)
        return True

    def _is_when(self, group: Group, following: Group) -> bool:
        """Whether "when" follows a time: right before a share, or at a clause's head ("12 个月时, ...")."""
        if self._scene.cue("time_head").match(self._scene.text, group.end):
            return not any(token.kind is Kind.STOP for token in group.tail)
        first = following.values[0]
        gap = self._scene.text[group.end : first.begin if first.begin >= 0 else first.start]
        return self._scene.cue("time_when").fullmatch(gap.strip()) is not None

    def _later(self, group: Group) -> Token | None:
        """The endpoint over time that comes next in the clause ("at 7 years put survival at 67%")."""
        tokens = (t for t in group.tail if t.kind in (Kind.ENDPOINT, *_CLOSES))
        first = next(tokens, None)
        return first if first is not None and first.kind is Kind.ENDPOINT and first.name in TIMED else None

    def _begins(self, group: Group) -> bool:
        """ "At 24 months, 57% ... were alive": a time at the head of its sentence or clause."""
        before = self._scene.text[max(0, group.start - 40) : group.start]
        opening = rf"(?:^|[.;。；:]\s*|\n)(?:{self._scene.cue('at_time').pattern})$"
        comma = self._scene.text[group.end : group.end + 2].strip()[:1] in (",", "，")
        return comma and compiled(opening, regex.IGNORECASE).search(before) is not None

    def _adjoins(self, group: Group, following: Group | None) -> bool:
        """ "In the latter trial at 24 months 41% v 16%": only a blank parts a time from its share."""
        first = following.values[0] if following is not None else group.values[-1]
        return not self._scene.text[group.end : max(group.end, first.start)].strip()

    def _opened(self, group: Group) -> Token | None:
        """The endpoint that a time opens ("2-year PFS")."""
        heads = (Kind.ENDPOINT, Kind.EVENT, *_CLOSES)
        first = next((t for t in group.tail if t.kind in heads), None)
        if first is None or first.kind is not Kind.ENDPOINT or first.start - group.end > _BEHIND:
            return None
        return first if opens_endpoint(group, first, self._scene) else None

    def _keep(self, group: Group, head: Token | None) -> None:
        self._times = [time_of(value, group) for value in group.values]
        self._head = head

    def _is_bounded(self, group: Group) -> bool:
        """ "DOR ≥6 months in 69%": a bound before a time dates the share of those beyond it."""
        before = self._scene.text[max(0, group.start - _BEFORE) : group.start].rstrip()
        bound = self._scene.cue("time_bound").finditer(before)
        return any(match.end() == len(before) for match in bound)

    def _is_behind_at(self, group: Group) -> bool:
        before = self._scene.text[max(0, group.start - _BEFORE) : group.start]
        at = self._scene.cue("at_time").pattern
        return compiled(rf"(?:{at})$", regex.IGNORECASE).search(before) is not None

    def _dates_before(self, group: Group) -> bool:
        """ "57% and 49% were alive without progression (PFS) at 12 months": the time comes last."""
        last = self._drafts.found[-1].result if self._drafts.found else None
        if last is None or last.endpoint not in TIMED or last.unit != "%":
            return False
        heads = [number for number, token in enumerate(group.lead) if token.kind is Kind.ENDPOINT]
        if any(t.kind in _CLOSES for t in group.lead[heads[-1] if heads else 0 :]):
            return False
        times = [time_of(value, group) for value in group.values]
        undated = [draft for draft in self._drafts.found if _is_undated(draft.result, last)]
        if len(times) > 1 and len(undated) % len(times):
            return False
        for number, draft in enumerate(undated):
            draft.result = replace(draft.result, timepoint=times[number % len(times)])
        self._given, self._dated = times, True
        return True

    def listed(self, group: Group, lead: Lead) -> list[End]:
        """Shares set against those that a time behind them dated: the same endpoint at the same times."""
        last = self._drafts.found[-1].result if self._drafts.found and self._dated else None
        said = self._scene.context.said
        if last is None or lead.ends or group.kind is not Kind.PERCENT or not said or not said[-1].ends:
            return []
        end = said[-1].ends[-1]
        if len(group.values) != len(self._given) or end.code != last.endpoint:
            return []
        return [replace(end, timepoint=time) for time in self._given]

    def lead(self) -> Lead | None:
        """The words before a time, once: they lead on to the share that it dates."""
        if self._lead is None or not self._lead.listed:
            return None
        lead, self._lead = self._lead, None
        return lead

    def on(self, group: Group, ends: list[End]) -> list[End]:
        """The endpoints of a run with the times in force: one for all, or one for each number."""
        if not ends or group.kind is not Kind.PERCENT:
            return ends
        if not self._times:
            if week := self._week(group, ends[-1]):
                return [replace(end, timepoint=week) for end in ends]
            return self._carried(group, ends)
        known = self._head in [end.token for end in ends] or self._is_named(ends[-1])
        if not known and not (self._head is None and (ends[-1].code in TIMED or self._said_so)):
            return ends
        times, self._times, self._lead, self._said_so = self._times, [], None, False
        self._given = times
        if len(times) == 1:
            return [replace(end, timepoint=times[0]) for end in ends]
        return [replace(ends[-1], timepoint=time) for time in times]

    def _carried(self, group: Group, ends: list[End]) -> list[End]:
        """The times of the shares before, for an endpoint over time that comes next without one."""
        times = self._given
        if any(end.timepoint or end.code not in TIMED for end in ends) or not times:
            return ends
        if len(times) == 1:
            return [replace(end, timepoint=times[0]) for end in ends]
        return (
            [replace(ends[-1], timepoint=time) for time in times] if len(group.values) == len(times) else ends
        )

    def _week(self, group: Group, end: End) -> str:
        """The week of a study in the words before a share ("第 32 周 CHR 率", "the ORR at week 24")."""
        words = self._scene.text[max(self._leads.since, end.since - _WEEK) : group.start]
        clause = _CLAUSE.split(words)[-1]
        weeks = [match["week"] for match in self._scene.cue("study_week").finditer(clause)]
        return f"{weeks[-1]} week" if weeks else ""

    def _is_named(self, end: End) -> bool:
        return self._head is not None and self._head.name == end.code and not end.timepoint


def _is_undated(result: Result, last: Result) -> bool:
    """Whether a share of the same endpoint has no time of its own yet."""
    undated = not result.timepoint or result.timepoint == result.follow_up
    return undated and result.endpoint == last.endpoint and result.measure == "rate"
