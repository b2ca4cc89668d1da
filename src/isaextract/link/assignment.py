"""Which arm each number of a run belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from isaextract.lexicon import Lexicon
from isaextract.link.context import Context
from isaextract.link.figures import differ
from isaextract.link.groups import Group
from isaextract.link.leads import ADVERSE, End, Lead
from isaextract.link.pointers import Pointers
from isaextract.link.tokens import Kind, Token
from isaextract.link.values import Value

_HARMS = ("PD", "AE_discontinuation", "AE_dose_reduction", "AE_death", "DLT", "mortality", "CRS", "ICANS")
_WORSE_WHEN_MORE = frozenset((*ADVERSE, *_HARMS))
_UNKNOWN = -1
_COMPARATIVES = ("more", "less", "better", "worse", "favours")


@dataclass(frozen=True, slots=True)
class Claim:
    """What the text says of two values: this arm's is the greater (or the smaller) one."""

    arm: int
    greater: bool


class Assigner:
    """Settles arms for runs of numbers within one study and sentence."""

    def __init__(self, text: str, lexicon: Lexicon, context: Context, pointers: Pointers) -> None:
        self._text, self._lexicon, self._context = text, lexicon, context
        self._pointers = pointers

    def values_of(self, group: Group) -> list[float | None]:
        """The numbers of a run; "not reached" counts as greater than any."""
        return [_number(value) for value in group.values]

    # ------------------------------------------------------------ runs

    def assign(
        self,
        group: Group,
        lead: Lead,
        end: End | None,
        lists: int,
        fixed: Sequence[int],
        hint: tuple[str, float] | None = None,
    ) -> list[list[int]]:
        """The arms of each number of a run.

        Parameters
        ----------
        group, lead
            The run and the words before it.
        end
            Its endpoint (the last one, where several are listed).
        lists
            How many endpoints, times or subgroups the words before list side by side.
        fixed
            For each number the arm that stands right at it, ``-1`` where none does.
        hint
            The kind and value of a ratio that compares the run's two numbers.
        """
        size = len(group.values)
        if all(arm >= 0 for arm in fixed):
            return [[arm] for arm in fixed]
        if group.part:
            from_to = self._from_to(list(self._context.order), [], lead)
            return [[from_to[group.part - 1] if len(from_to) > 1 else _UNKNOWN]] * size
        named = self._pointers.named(lead)
        subjects = [arm for n, arms in enumerate(named) for arm in arms if n not in lead.relative]
        everyone = list(dict.fromkeys([*subjects, *(arm for arms in named for arm in arms)]))
        if size == 1:
            return [self._one(group, lead, end, named, fixed[0])]
        if lists == size and len(set(subjects)) <= 1:
            behind = fixed[-1] if fixed[-1] >= 0 else self._running()
            return [[subjects[0] if subjects else behind]] * size
        order = self._order(group, lead, end, subjects, everyone)
        open_order = size == 2 and not everyone and not self._context.firm
        if open_order and not self._is_claimed(group, lead, end, order):
            if hint is not None:
                order = self._by_ratio(group, end, order[:2], hint)
            else:
                order = self._by_said(group, end, order[:2])
        if any(arm >= 0 for arm in fixed):
            order = self._complete(fixed, order)
        if self._context.arms.partial and any(link.name == "versus" for link in group.links):
            return [[arm] for arm in (order + [_UNKNOWN] * size)[:size]]
        if len(order) < size:
            return [[arm] for arm in (order + [order[-1] if order else _UNKNOWN] * size)[:size]]
        return [[arm] for arm in order[:size]]

    def _one(
        self, group: Group, lead: Lead, end: End | None, named: Sequence[list[int]], fixed: int
    ) -> list[int]:
        if fixed >= 0:
            return [fixed]
        if lead.arms:
            last = next((n for n in range(len(named) - 1, -1, -1) if named[n]), len(named) - 1)
            several = named[last]
            if len(several) > 1:
                return several
            if self._is_of_all(lead, group):
                return list(dict.fromkeys(arm for arms in named for arm in arms))
            if last in lead.relative and self._apart(lead.arms[last], group.values[0]):
                rest = [arm for n, arms in enumerate(named) for arm in arms if n not in lead.relative]
                return rest[-1:] or self._other(several)
            if several:
                return several
        running = self._running()
        if end is not None and end.code == "DOR" and self._without_response(running):
            return self._other([running])
        return [running]

    def _without_response(self, arm: int) -> bool:
        """Whether the sentence said that no one of an arm responded: then no response of it lasted."""
        rates = [
            value
            for run in self._context.said
            if run.ends and run.ends[-1].code == "ORR" and arm in run.arms
            for value in run.values
        ]
        return rates == [0]

    def _is_of_all(self, lead: Lead, group: Group) -> bool:
        """Whether one number is said of all the arms before it ("A、B 两组均为 7.6 个月")."""
        if len(lead.arms) < 2:
            return False
        gap = self._text[lead.arms[-1].end : group.start]
        return self._lexicon.cue("of_all").search(gap) is not None

    def _apart(self, token: Token, value: Value) -> bool:
        """Whether the compared arm stands too far from the number to be its own."""
        gap = self._text[token.end : value.begin if value.begin >= 0 else value.start]
        if gap.lstrip()[:1] in ("(", "（", "[", "［"):
            return False
        return any(c in gap for c in ",，；;") or len(gap.strip()) > 16

    def _other(self, arms: Sequence[int]) -> list[int]:
        others = [arm for arm in self._context.order if arm not in arms]
        return others[:1]

    def _running(self) -> int:
        context = self._context
        if context.single >= 0:
            return context.single
        return context.order[0] if context.order else _UNKNOWN

    def _complete(self, fixed: Sequence[int], order: Sequence[int]) -> list[int]:
        free = [arm for arm in order if arm not in fixed]
        return [arm if arm >= 0 else (free.pop(0) if free else _UNKNOWN) for arm in fixed]

    # ------------------------------------------------------------ order

    def _order(
        self, group: Group, lead: Lead, end: End | None, subjects: Sequence[int], everyone: Sequence[int]
    ) -> list[int]:
        size = len(group.values)
        named = list(everyone)
        if len(named) == size:
            order = named
        elif len(named) > size:
            order = named[-size:]
        else:
            order = list(self._context.order)
            if size == len(order):
                order = self._pointers.introduced()  # one number for each arm
            if size == 2 and len(order) > 2 and (named or self._context.pair):
                order = self._partnered(named[-1]) if named else list(self._context.pair)
        if size != 2 or len(order) < 2:
            return order
        return self._checked(group, lead, end, order[:2], subjects, everyone)

    def _partnered(self, arm: int) -> list[int]:
        """An arm with the one it is compared with: named beside it before, else the most alike."""
        pair = self._context.pair
        if arm in pair:
            return list(pair)
        drafts = self._context.arms.drafts
        others = [n for n in self._context.order if n != arm]
        alike = max(others, key=lambda n: (len(set(drafts[n].drugs) & set(drafts[arm].drugs)), -n))
        return [n for n in self._context.order if n in (arm, alike)]

    def _checked(
        self,
        group: Group,
        lead: Lead,
        end: End | None,
        order: list[int],
        subjects: Sequence[int],
        everyone: Sequence[int],
    ) -> list[int]:
        """Where the text says which is the greater one, the numbers must agree with that."""
        rising = lead.rising or any(link.name in ("from", "rise") for link in group.links)
        start = lead.start_cue.end if lead.start_cue else group.start
        apart = all(token.end <= start for token in lead.arms)
        if rising and (len(everyone) < 2 or apart):
            risen = self._from_to(order, subjects, lead)
            back = any(link.name == "from" for link in group.links)  # "to 61% from 40%"
            return risen[::-1] if back else risen
        claim = self._claim(group, lead, end, order)
        first, second = self.values_of(group)
        if claim is None or first == second or claim.arm not in order:
            return order
        first_greater = first is None or (second is not None and first > second)
        claimed_first = first_greater == claim.greater
        other = next((arm for arm in order if arm != claim.arm), claim.arm)
        return [claim.arm, other] if claimed_first else [other, claim.arm]

    def _is_claimed(self, group: Group, lead: Lead, end: End | None, order: Sequence[int]) -> bool:
        rising = lead.rising or any(link.name in ("from", "rise") for link in group.links)
        return rising or self._claim(group, lead, end, order) is not None

    def _by_ratio(
        self, group: Group, end: End | None, order: list[int], hint: tuple[str, float]
    ) -> list[int]:
        """The order in which the ratio of the experimental arm to the other agrees with the numbers."""
        measure, ratio = hint
        experimental = next((arm for arm in self._context.rank if arm in order), -1)
        first, second = self.values_of(group)
        if experimental < 0 or len(order) < 2 or first == second or 0.95 < ratio < 1.05:
            return order
        if group.kind is Kind.TIME and not differ(first, second):
            return order
        survival = measure == "hazard_ratio" and end is not None and end.code not in _WORSE_WHEN_MORE
        greater = (ratio < 1) == survival
        first_greater = first is None or (second is not None and first > second)
        other = next(arm for arm in order if arm != experimental)
        return [experimental, other] if first_greater == greater else [other, experimental]

    def _by_said(self, group: Group, end: End | None, order: list[int]) -> list[int]:
        """The order in which the arm that did better in this sentence, number by number, does so again."""
        first, second = self.values_of(group)
        if end is None or len(order) < 2 or first == second or first is None or second is None:
            return order
        usual = [arm for arm in self._context.rank if arm in order]
        if end.code in _WORSE_WHEN_MORE or usual == order:
            return order
        known: dict[int, float] = {}
        for run in self._context.said:
            alone = len(run.arms) == 1 == len(run.values) and run.ends
            if alone and run.values[0] is not None and run.ends[-1].code not in _WORSE_WHEN_MORE:
                known[run.arms[0]] = run.values[0]
        if not set(order) <= set(known) or known[order[0]] == known[order[1]]:
            return order
        better = max(order, key=lambda arm: known[arm])
        other = next(arm for arm in order if arm != better)
        return [better, other] if first > second else [other, better]

    def _from_to(self, order: list[int], subjects: Sequence[int], lead: Lead) -> list[int]:
        """From a to b: the control comes first, the arm that the sentence is about second."""
        start = lead.start_cue
        if start is not None and subjects and lead.arms[-1].start >= start.end:
            others = [arm for arm in order if arm != subjects[-1]]
            return [subjects[-1], *others[:1]]
        experimental = self._context.experimental
        unnamed = experimental if experimental in order else self._default_subject(order)
        target = subjects[-1] if subjects else unnamed
        others = [arm for arm in order if arm != target]
        return [*others[-1:], target]

    def _claim(self, group: Group, lead: Lead, end: End | None, order: Sequence[int]) -> Claim | None:
        behind = (t for t in lead.comparatives if end is None or t.start > end.token.start)
        if (cue := next(behind, None)) is not None:
            return None if cue.name == "similar" else self._claimed(cue, lead.tokens, end, order)
        named_after = any(end is None or token.start > end.token.start for token in lead.arms)
        if self._context.better is not None and not named_after:
            arm, well = self._context.better
            worse_when_more = end is not None and end.code in _WORSE_WHEN_MORE
            return Claim(arm, well != worse_when_more) if arm in order else None
        if group.shared is not None:
            return self._claimed(group.shared, lead.tokens, end, order)
        after = group.tail[:6]
        cue = self._comparative_behind(group, after)
        return self._claimed(cue, [*lead.tokens, *after], end, order) if cue is not None else None

    def _comparative_behind(self, group: Group, after: Sequence[Token]) -> Token | None:
        """The first comparison close behind a run, before the next endpoint."""
        for token in after:
            if token.kind in (Kind.STOP, Kind.ENDPOINT, Kind.EVENT):
                return None
            comparative = token.kind is Kind.CUE and token.name in _COMPARATIVES
            if comparative and token.start - group.end <= 24:
                return token
        return None

    def _claimed(
        self, cue: Token, tokens: Sequence[Token], end: End | None, order: Sequence[int]
    ) -> Claim | None:
        arm = self._subject(cue, tokens, order)
        if arm < 0:
            return None
        if cue.name in ("more", "less"):
            return Claim(arm, cue.name == "more")
        worse_when_more = end is not None and end.code in _WORSE_WHEN_MORE
        return Claim(arm, (cue.name in ("better", "favours")) != worse_when_more)

    def _subject(self, cue: Token, tokens: Sequence[Token], order: Sequence[int]) -> int:
        """The arm that a comparison is about: the nearest before it that is not compared with."""
        behind = next((t for t in tokens if t.kind in (Kind.ARM, Kind.ROLE) and t.start >= cue.end), None)
        if cue.name == "favours":
            named = self._pointers.resolve(behind) if behind is not None else []
            return named[0] if named else -1
        if behind is not None and self._lexicon.cue("post_arm").fullmatch(self._text[cue.end : behind.start]):
            named = self._pointers.resolve(behind)
            if len(named) == 1:
                return named[0]
        before = [t for t in tokens if t.kind in (Kind.ARM, Kind.ROLE) and t.end <= cue.start]
        compared = {t for t in before if self._compared(t, tokens)}
        for token in reversed(before):
            named = self._pointers.resolve(token)
            if token not in compared and len(named) == 1 and named[0] in order:
                return named[0]
        partners = [arm for token in compared for arm in self._pointers.resolve(token)]
        after = [t for t in tokens if t.kind in (Kind.ARM, Kind.ROLE) and cue.end <= t.start <= cue.end + 4]
        partners += [arm for token in after for arm in self._pointers.resolve(token)]
        if len(partners) == 1 and len(order) == 2:
            return next((arm for arm in order if arm != partners[0]), -1)
        return self._default_subject(order)

    def _default_subject(self, order: Sequence[int]) -> int:
        """The arm that the sentence spoke of last, else the experimental one."""
        context = self._context
        candidates = (context.subject, context.experimental, *order)
        return next((arm for arm in candidates if arm in order), -1)

    def _compared(self, token: Token, tokens: Sequence[Token]) -> bool:
        before = [t for t in tokens if t.end <= token.start and t.kind is Kind.CUE]
        cue = before[-1] if before else None
        return (
            cue is not None and cue.name == "relative" and len(self._text[cue.end : token.start].strip()) <= 4
        )


def _number(value: Value) -> float | None:
    return value.quantity.low if value.quantity else None
