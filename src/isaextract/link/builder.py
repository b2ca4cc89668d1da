"""A result put together from a number and what the readers found out about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from isaextract.link.figures import interval, patients, unit_of
from isaextract.link.groups import Group
from isaextract.link.leads import End
from isaextract.link.narrowings import Narrowings
from isaextract.link.results import Arm, Result
from isaextract.link.scene import Scene
from isaextract.link.tokens import Kind, Token
from isaextract.link.values import Value
from isaextract.schema import Span

_MEASURES = {Kind.COUNT: "count", Kind.PERCENT: "rate"}
_SURVIVAL = ("OS", "PFS", "EFS", "DFS", "RFS")  # a share of these without a time is at the follow-up


class Builder:
    """Builds the results of one study's part of a sentence."""

    def __init__(self, scene: Scene, study: int, narrowings: Narrowings) -> None:
        self._scene, self._study, self._narrowings = scene, study, narrowings

    def result(self, group: Group, value: Value, end: End, arm: int, narrowing: Sequence[Token]) -> Result:
        """The result of one number of an arm."""
        made = self._plain(group, value, end, arm, narrowing)
        timepoint = end.timepoint
        if not timepoint and value.kind is Kind.PERCENT and end.code in _SURVIVAL:
            timepoint = made.follow_up
        return replace(made, timepoint=timepoint)

    def contrast(
        self,
        group: Group,
        value: Value,
        end: End,
        sides: tuple[int, int],
        measure: str,
        narrowing: Sequence[Token],
    ) -> Result:
        """The result of one number that compares two arms."""
        made = self._plain(group, value, end, sides[0], narrowing)
        unit = ""
        timepoint = end.timepoint if measure == "difference" and value.kind is Kind.PERCENT else ""
        if measure == "risk_reduction" or (measure == "difference" and value.kind is Kind.PERCENT):
            unit = "%"
        elif measure == "difference":
            unit = unit_of(value, group.values)
        return replace(made, measure=measure, unit=unit, timepoint=timepoint, comparator=self._arm(sides[1]))

    def _plain(self, group: Group, value: Value, end: End, arm: int, narrowing: Sequence[Token]) -> Result:
        """What a number has whether or not it compares arms: all but its time and its comparator."""
        quantity, made = value.quantity, self._arm(arm)
        event, total = patients(value)
        if total is None and event is None and value.kind in (Kind.PERCENT, Kind.TIME, Kind.MISSING):
            total = self._counted(narrowing)
        low, high = interval(value)
        missing = value.kind is Kind.MISSING
        if value.kind is Kind.COUNT and quantity is not None:
            event = int(quantity.low or 0)
        return Result(
            study=self._study,
            endpoint=end.code,
            measure=_MEASURES.get(value.kind, "median"),
            value=None if missing or quantity is None else quantity.low,
            unit=_unit(value, group),
            span=value.token.span,
            quote=Span(min(end.token.start, value.start), max(end.token.end, value.end)),
            arm=made,
            status="not_reached" if missing else "reported",
            event=end.event,
            grade=self._grade(group, end),
            subgroup=self._narrowings.words(made, narrowing),
            n=event,
            total=total,
            ci_low=low,
            ci_high=high,
            follow_up=self._scene.context.follow_up_of(arm, end.code),
            raw=value.token.text,
            source="prose",
            spans=self._spans(value, end, arm, narrowing),
        )

    def _counted(self, narrowing: Sequence[Token]) -> int | None:
        """The patients of a subgroup of the only arm, where they stand behind its name ("(n=55)")."""
        if len(self._scene.context.arms) != 1 or not narrowing:
            return None
        match = self._scene.cue("subgroup_size").match(self._scene.text, narrowing[-1].end)
        return int(match["size"]) if match else None

    def _arm(self, number: int) -> Arm | None:
        drafts = self._scene.context.arms.drafts
        return Arm(drafts[number].drugs, drafts[number].tag) if 0 <= number < len(drafts) else None

    def _grade(self, group: Group, end: End) -> str:
        """A grade said behind: "32%, 均为 1 级或 2 级"."""
        if end.grade:
            return end.grade
        between = (Kind.COMMA, Kind.OPEN, Kind.CLOSE)
        token = next((t for t in group.tail if t.kind not in between), None)
        if token is None or token.kind is not Kind.GRADE:
            return ""
        gap = self._scene.text[group.end : token.start].strip(" ,，(（")
        return token.name if self._scene.cue("all_grade_same").fullmatch(gap) else ""

    def _spans(self, value: Value, end: End, arm: int, narrowing: Sequence[Token]) -> dict[str, Span]:
        """Where the text says each field."""
        context = self._scene.context
        event, total = patients(value)
        spans = {"endpoint": end.token.span}
        if value.ci is not None:
            spans["ci"] = value.ci.span
        if value.n is not None and event is not None:
            spans["n"] = value.n.span
        if value.total is not None and total is not None:
            spans["N"] = value.total.span
        if context.follow_span is not None and context.follow_up_of(arm, end.code):
            spans["follow_up"] = context.follow_span
        if narrowing:
            spans["subgroup"] = narrowing[-1].span
        return spans


def _unit(value: Value, group: Group) -> str:
    if value.kind in (Kind.MISSING, Kind.COUNT):
        return ""
    return "%" if value.kind is Kind.PERCENT else unit_of(value, group.onward(value))
