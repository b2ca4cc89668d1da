"""Which arm each number of a run belongs to, where more than the order of the arms settles it."""

from __future__ import annotations

from collections.abc import Sequence

from isaextract.link.groups import Group, groups, stream
from isaextract.link.leads import End, Lead
from isaextract.link.scene import Scene
from isaextract.link.tails import TailReader
from isaextract.link.tokens import Kind

_ARMS = (Kind.ARM, Kind.ROLE)
_UNKNOWN = -1
_AT = 6  # characters before a time that may hold "at"


class Allotment:
    """Allots the runs of one sentence to the study's arms."""

    def __init__(self, scene: Scene, tails: TailReader) -> None:
        self._scene, self._tails, self._context = scene, tails, scene.context
        self._stage = ""  # the stage of treatment that the sentence spoke of last

    def fixed(self, group: Group) -> list[int]:
        """For each number the arm that stands right at it, ``-1`` where none does."""
        return self._tails.arms(group) or [self._tails.arm(value, group) for value in group.values]

    def arms(
        self,
        group: Group,
        lead: Lead,
        end: End,
        lists: int,
        fixed: Sequence[int],
        following: Group | None,
    ) -> list[list[int]]:
        """The arms of each number of a run.

        ``lists`` is how many endpoints or subgroups the words before list side by side; see
        ``Assigner.assign``, which settles the plain cases.
        """
        size = len(group.values)
        if everyone := self._tails.everyone(group) or self._of_both_again(group, lead):
            return [everyone]
        hint = self._ratio_hint(group, following)
        arms = self._scene.assigner.assign(group, lead, end, lists, fixed, hint)
        self._stage = lead.stage or self._stage
        dose = self._tails.dose(group)
        if size == 1 and following is not None and max(fixed) < 0 and _is_far(lead, end):
            other = self._complement(following)
            named = self._context.order if other >= 0 else []
            return [[other]] if other >= 0 and arms[0] == [n for n in named if n != other] else arms
        if fixed[-1] >= 0 > max((-1, *fixed[:-1])) and self._is_dated(size, following):
            return [[fixed[-1]]] * size
        if lead.arms or max(fixed) >= 0:
            return arms
        if (staged := self._context.arms.staged(self._stage)) >= 0:
            arms = [[staged]] * size
        if dose is not None:
            arms = [[self._context.arms.plainest()]] * size
        if size == 1 and following is not None and (other := self._complement(following)) >= 0:
            arms = [[other]]
        return arms

    def _of_both_again(self, group: Group, lead: Lead) -> list[int]:
        """ "Both arms had a median PFS of 7.6 months, and an ORR of 38%": said of all where "均" says so."""
        said = self._context.said[-1] if self._context.said else None
        if said is None or lead.arms or len(group.values) != 1 or len(said.values) != 1:
            return []
        start = lead.tokens[-1].end if lead.tokens else group.start
        of_all = self._scene.cue("of_all").search(self._scene.text, start, group.start)
        return list(said.arms) if of_all is not None and len(said.arms) > 1 else []

    def _ratio_hint(self, group: Group, following: Group | None) -> tuple[str, float] | None:
        """The ratio behind a pair, where it names no arms: its size tells which arm did better."""
        inner = (
            g for b in group.values[-1].brackets for g in groups(list(stream(b.items)), self._scene.text)
        )
        found = next(inner, following)
        if found is None or found.kind is not Kind.RATIO or len(found.values) != 1:
            return None
        if any(token.kind in (*_ARMS, Kind.ENDPOINT, Kind.STOP) for token in found.lead):
            return None
        quantity = found.values[0].quantity
        measure = next((t.name for t in reversed(found.lead) if t.name.endswith("_ratio")), "hazard_ratio")
        return (measure, quantity.low) if quantity is not None and quantity.low is not None else None

    def _is_dated(self, size: int, following: Group | None) -> bool:
        """Whether as many times come next: "46% and 21% of X patients were ... at 6 and 12 months"."""
        if size < 2 or following is None or following.kind is not Kind.TIME:
            return False
        before = self._scene.text[max(0, following.start - _AT) : following.start]
        at = self._scene.cue("at_time").finditer(before)
        return len(following.values) == size and any(match.end() == len(before) for match in at)

    def _complement(self, following: Group) -> int:
        """The other arm than the next number's, for a number without one that is set against it."""
        context = self._context
        if len(following.values) != 1 or len(context.order) != 2 or context.single >= 0:
            return _UNKNOWN
        if any(t.kind in (Kind.ENDPOINT, Kind.EVENT, Kind.STOP) for t in following.lead):
            return _UNKNOWN
        named = [a for t in following.lead if t.kind in _ARMS for a in self._scene.pointers.resolve(t)]
        if not named and (behind := self._tails.arm(following.values[-1], following)) >= 0:
            named = [behind]
        if len(named) != 1:
            return _UNKNOWN
        return next(arm for arm in context.order if arm != named[0])


def _is_far(lead: Lead, end: End) -> bool:
    """Whether a comma parts the arms named from the endpoint: they may have said what the study is."""
    if not lead.arms:
        return False
    between = (t for t in lead.tokens if lead.arms[-1].end <= t.start < end.token.start)
    return any(token.kind is Kind.COMMA for token in between)
