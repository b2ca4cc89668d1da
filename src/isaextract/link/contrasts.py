"""Numbers that compare two arms: which kind of comparison, and which arm is set against which."""

from __future__ import annotations

from isaextract.link.figures import TIMED, differ
from isaextract.link.groups import Group
from isaextract.link.leads import End, Lead
from isaextract.link.scene import Scene
from isaextract.link.tails import TailReader
from isaextract.link.tokens import Kind
from isaextract.link.values import Value

_NEAR_ONE = (0.95, 1.05)  # a ratio so near to 1 says nothing of which arm did better
_LITTLE = (0.9, 1.1)  # nor does one beside a median that was not reached
_UNNAMED = -1  # the arm that the text sets others against without naming it
_Sides = tuple[int, int]
_Number = tuple[int, float | None, Kind]  # of which arm, how much, in months or per cent


class Contrasts:
    """Settles the two sides of the comparisons of one sentence."""

    def __init__(self, scene: Scene, tails: TailReader) -> None:
        self._scene, self._tails = scene, tails
        self._text, self._context = scene.text, scene.context
        self._settled: dict[str, _Sides] = {}  # by endpoint

    # ------------------------------------------------------------ kind

    def measure(self, group: Group, lead: Lead, ends: list[End]) -> str:
        """``risk_reduction`` or ``difference`` where a run compares arms, else ``""``."""
        if group.kind is Kind.PERCENT and (self._reduces_behind(group, ends) or self._reduces(group, lead)):
            return "risk_reduction"
        behind = self._scene.cue("gain_behind").match(self._text, group.end) is not None
        return "difference" if (lead.gain and self._gains(group)) or (behind and not lead.ends) else ""

    def _reduces_behind(self, group: Group, ends: list[End]) -> bool:
        behind = ends[-1].token.start >= group.end
        return behind and any(t.name == "risk" for t in group.tail[:4])

    def _reduces(self, group: Group, lead: Lead) -> bool:
        after = self._text[group.end : group.end + 12].strip()
        return lead.risk and (lead.reduction or self._scene.cue("reduction").match(after) is not None)

    def _gains(self, group: Group) -> bool:
        before = self._text[max(0, group.start - 30) : group.start]
        gains = self._scene.cue("gain").finditer(before + "0")
        return any(match.end() >= len(before.rstrip()) - 2 for match in gains)

    # ------------------------------------------------------------ sides

    def sides(self, value: Value, group: Group, lead: Lead, end: End, measure: str) -> _Sides | None:
        """The arm that a number is about and the one it is compared with; ``None`` in a single-arm study."""
        if len(self._context.order) < 2:
            partial = self._context.arms.partial and self._context.order
            return (self._context.order[0], _UNNAMED) if partial else None
        self._settled[end.code] = self._found(value, group, lead, end, measure)
        return self._settled[end.code]

    def _found(self, value: Value, group: Group, lead: Lead, end: End, measure: str) -> _Sides:
        context, alone = self._context, len(group.values) == 1
        if alone and (behind := self._tails.sides(group)) is not None:
            return behind
        named = [self._scene.pointers.resolve(token) for token in lead.arms]
        if _is_by_letters(lead, group) and all(len(arms) == 1 for arms in named):
            place = 2 * group.values.index(value)
            return named[place][0], named[place + 1][0]
        relative = {*lead.relative, *_set_against(lead)}
        told = (arm for n, arms in enumerate(named) for arm in arms if n not in relative)
        subjects = list(dict.fromkeys(told))
        partners = [arm for n, arms in enumerate(named) for arm in arms if n in relative]
        own = -1 if subjects else self._tails.arm(value, Group([value], tail=group.tail))
        if partners:
            context.relative = partners[0]
        if own >= 0:
            known = context.relative not in (-1, own)
            return own, context.relative if known else self._other(own)
        if partners:
            subject = self._subject(subjects or self._others(partners[0], group), group.values.index(value))
            return subject if subject not in (-1, partners[0]) else self._other(partners[0]), partners[0]
        if len(subjects) == 2 and alone:
            return subjects[0], subjects[1]
        if len(subjects) == 1 and (measure != "hazard_ratio" or lead.ratio):
            return subjects[0], self._partner(subjects[0])
        if alone and end.code in self._settled:
            return self._settled[end.code]
        return self._by_numbers(end, value, measure) or self._by_role()

    def _subject(self, subjects: list[int], place: int) -> int:
        return subjects[place % len(subjects)] if subjects else self._context.single

    def _others(self, partner: int, group: Group) -> list[int]:
        """The arms set against one, where a run has a ratio for each of several."""
        others = [arm for arm in sorted(self._context.order) if arm != partner]
        return others if len(others) == len(group.values) > 1 else []

    def _other(self, partner: int) -> int:
        return next((arm for arm in self._context.order if arm != partner), partner)

    def _by_role(self) -> _Sides:
        drafts = self._context.arms.drafts
        order = sorted(self._context.order, key=lambda n: (drafts[n].role == "control", n))
        return order[0], order[-1]

    def _partner(self, subject: int) -> int:
        """The arm beside which the text named this one, else the last one."""
        rest = [arm for arm in self._context.order if arm != subject]
        return next((arm for arm in self._context.pair if arm != subject), rest[-1])

    # ------------------------------------------------------------ direction

    def _by_numbers(self, end: End, value: Value, measure: str) -> _Sides | None:
        """The direction that agrees with the two arms' own numbers."""
        said = self._pair_said(end)
        ratio = value.quantity.low if value.quantity is not None else None
        if said is None or ratio is None:
            return None
        if measure.endswith("ratio") and _NEAR_ONE[0] < ratio < _NEAR_ONE[1]:
            return None
        (first, one, _), (second, two, kind) = said
        if None in (one, two) and _LITTLE[0] < ratio < _LITTLE[1]:
            return None
        survival = measure == "hazard_ratio" and end.code in TIMED
        if one == two or first == second or (survival and kind is not Kind.PERCENT and not differ(one, two)):
            return None
        one_greater = one is None or (two is not None and one > two)
        falling = (first, second) if one_greater else (second, first)
        if measure in ("risk_reduction", "difference"):
            return falling
        return falling if survival == (ratio < 1) else (falling[1], falling[0])

    def _pair_said(self, end: End) -> tuple[_Number, _Number] | None:
        """The numbers that two arms have on an endpoint, as the sentence gave them last."""
        found: list[_Number] = []
        for run in reversed(self._context.said):
            if len(run.values) != len(run.arms):
                continue
            one_each = len(run.ends) == len(run.arms) > 1 and len(set(run.arms)) == 1
            for number in range(len(run.arms) - 1, -1, -1):
                own = run.ends[number] if one_each else run.ends[-1]
                new = run.arms[number] not in [arm for arm, *_ in found]
                if new and (own.code, own.event) == (end.code, end.event):
                    found.insert(0, (run.arms[number], run.values[number], run.kind))
            if len(found) >= 2:
                return found[-2], found[-1]
        return None


def _is_by_letters(lead: Lead, group: Group) -> bool:
    """Whether the words set the arms of each ratio against each other by letter ("A v C and B v C")."""
    return len(lead.arms) == 2 * len(group.values) and all(token.name == "label" for token in lead.arms)


def _set_against(lead: Lead) -> list[int]:
    """The one arm of the words, where "against" opens it ("the HR against X was ...")."""
    if len(lead.arms) != 1:
        return []
    before = [token for token in lead.tokens if token.end <= lead.arms[0].start]
    return [0] if before and before[-1].kind is Kind.CUE and before[-1].name == "versus" else []
