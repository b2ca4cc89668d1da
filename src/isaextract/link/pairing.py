"""From the sentences of a study to results: each number to its endpoint, arm, subgroup and time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.assignment import Assigner
from isaextract.link.context import Context, Said
from isaextract.link.figures import TIMED, interval, patients, share_fits, time_text, unit_of
from isaextract.link.groups import Group, groups, stream
from isaextract.link.leads import End, Lead, LeadReader
from isaextract.link.results import Arm, Result
from isaextract.link.tokens import Kind, Token
from isaextract.link.values import Bracket, Value, nest
from isaextract.schema import Span

_COUNTED = frozenset("AE_death mortality SAE AE TEAE TRAE AE_discontinuation DLT PD CR ORR".split())


@dataclass(slots=True)
class Draft:
    """A result while its p value and markers are still being looked for; ``run`` numbers its group."""

    result: Result
    run: int


class SentenceReader:
    """Reads one sentence (or the part of it that is about one study)."""

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        study: int,
        context: Context,
        setting: Sequence[str] = (),
        last: Sequence[Said] = (),
    ) -> None:
        self._text, self._lexicon = text, lexicon
        self._study, self._context = study, context
        self._settings = setting
        self._last = last
        self._assigner = Assigner(text, lexicon, context)
        self._leads = LeadReader(text, lexicon)
        self._drafts: list[Draft] = []
        self._runs = 0
        self._consumed: set[Token] = set()
        self._waiting: list[tuple[Group, Lead]] = []
        self._total: Token | None = None
        self._contrasted: dict[str, tuple[int, int]] = {}

    def read(self, tokens: Sequence[Token], start: int = 0) -> list[Result]:
        """All results of the tokens, in order; ``start`` is where their sentence begins."""
        self._since = start
        aside = (Kind.PVALUE, Kind.CITATION)
        line = list(stream(nest([token for token in tokens if token.kind not in aside])))
        line = self._shares(line)
        found = groups(line, self._text)
        self._share_claims(found)
        for number, group in enumerate(found):
            self._group(group, found[number + 1] if number + 1 < len(found) else None, host=None)
        self._p_values([token for token in tokens if token.kind is Kind.PVALUE])
        return [draft.result for draft in self._drafts]

    def _share_claims(self, found: Sequence[Group]) -> None:
        """ "a vs b ... and c vs d ... were both longer": the comparison holds for both runs."""
        for place, group in enumerate(found):
            cue = next((t for t in group.tail if t.kind is Kind.CUE and t.name in ("more", "less", "better")), None)
            if cue is None or cue.start - group.end > 24:
                continue
            if self._lexicon.cue("all_together").search(self._text, group.end, cue.start) is None:
                continue
            for earlier in reversed(found[:place]):
                if any(token.kind is Kind.STOP for token in earlier.tail):
                    break
                if earlier.kind is group.kind and len(earlier.values) == len(group.values):
                    earlier.shared = cue

    # ------------------------------------------------------------ patients

    def _shares(self, line: Sequence[Token | Value]) -> list[Token | Value]:
        """Hang fractions on the percentage that they make, and "n, that is x%" on its percentage."""
        values = [item for item in line if isinstance(item, Value)]
        taken: set[int] = set()
        for value in values:
            quantity = _quantity(value)
            if value.kind is not Kind.COUNT or quantity is None:
                continue
            if quantity.total is not None:
                taken |= self._fraction(value, values)
            elif (before := self._share_of(value, values)) is not None:
                before.total, before.close = value.token, value.end
                taken.add(id(value))
            elif (owner := self._share_after(value, values)) is not None:
                owner.n = value.token
                taken.add(id(value))
        return [part for item in line for part in self._left(item, taken)]

    def _left(self, item: Token | Value, taken: set[int]) -> list[Token | Value]:
        """What is left of an item in the line: of a count put elsewhere, only its brackets."""
        if id(item) not in taken:
            return [item]
        return list(stream([bracket for bracket in item.brackets])) if isinstance(item, Value) else []

    def _fraction(self, value: Value, values: Sequence[Value]) -> set[int]:
        quantity = _quantity(value)
        if quantity is None or quantity.low is None or quantity.total is None:
            return set()
        near = [
            other
            for other in self._all(values)
            if other.kind is Kind.PERCENT and other.n is None and abs(other.start - value.start) < 80
        ]
        fitting = [o for o in near if (q := _quantity(o)) and q.low is not None and share_fits(q.low, quantity.low, quantity.total)]
        if not fitting:
            return set()
        owner = min(fitting, key=lambda other: abs(other.start - value.start))
        owner.n = owner.total = value.token
        return {id(value)}

    def _all(self, values: Sequence[Value]) -> Iterator[Value]:
        for value in values:
            yield value
            for bracket in value.brackets:
                yield from self._all([item for item in bracket.items if isinstance(item, Value)])

    def _share_of(self, value: Value, values: Sequence[Value]) -> Value | None:
        """The percentage that "of 1097 patients" counts for."""
        before = [other for other in values if other.start < value.start]
        if not before or before[-1].kind is not Kind.PERCENT or before[-1].total is not None:
            return None
        gap = self._text[max(before[-1].end, before[-1].close) : value.start]
        return before[-1] if gap.strip() == "of" else None

    def _share_after(self, value: Value, values: Sequence[Value]) -> Value | None:
        following = next((other for other in values if other.start > value.start), None)
        if following is None or following.kind is not Kind.PERCENT or following.n is not None:
            return None
        gap = self._text[value.end : following.start]
        return following if self._lexicon.cue("share_of").fullmatch(gap.strip()) else None

    # ------------------------------------------------------------ groups

    def _group(self, group: Group, following: Group | None, host: Draft | None) -> None:
        words = [token for token in (*self._held, *group.lead) if token not in self._consumed]
        lead = self._leads.between(self._since, group.start).read(words)
        self._since_end = group.start
        self._since = group.end
        self._held = []
        if lead.stopped:
            self._waiting = []
        self._note(lead)
        if self._is_follow_up(group, lead):
            self._follow(group, lead)
            self._held = self._around_follow_up(group, words, lead)
            return
        if self._is_timepoint(group, following):
            self._held = words
            return
        if group.kind is Kind.COUNT and not self._counts(group, lead):
            self._held = [*words, *(value.token for value in group.values)]
            return
        self._follows_up = False
        self._count_in(group, lead)
        if any((q := _quantity(value)) is not None and q.high is not None for value in group.values):
            return
        if self._is_no_result(group):
            return
        if self._lexicon.cue("vague_after").match(self._text[group.end : group.end + 8].strip()):
            return
        if group.kind is Kind.RATIO:
            self._ratio(group, lead, host)
            return
        ends = self._ends(group, lead, host)
        if not ends:
            if group.kind is not Kind.MISSING:
                self._waiting.append((group, lead))
            return
        if self._is_behind(group, ends):
            for waiting, its_lead in self._waiting:
                self._emit(waiting, its_lead, ends, host, None)
            self._waiting = []
        self._emit(group, lead, ends, host, following)

    _held: list[Token] = []
    _follows_up: bool = False
    _followed: bool = False  # whether this sentence gave an arm a follow-up of its own

    def _in_brackets(self, group: Group) -> bool:
        opened = 0
        for token in group.lead:
            opened += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE and opened > 0)
        return opened > 0

    def _is_no_result(self, group: Group) -> bool:
        """Figures of history, margins of a design and patients who changed arms are no results."""
        before = self._text[max(self._since_of(group), group.start - 30) : group.start]
        clause = regex.split(r"[，,；;。]", before)[-1]
        after = self._text[group.end : group.end + 40]
        cues = self._lexicon.cue
        return bool(
            cues("historical").search(clause) or cues("margin").search(clause) or cues("crossover").search(after)
        )

    def _count_in(self, group: Group, lead: Lead) -> None:
        """The patients counted that were named before hold for the percentages up to the clause's end."""
        if lead.stopped:
            self._total = None
        counted = [t for t in lead.tokens if t.kind is Kind.COUNT]
        narrowed = lead.subset and counted and lead.populations
        total = counted[-1] if narrowed else self._total
        for value in group.values:
            if value.kind is Kind.PERCENT and value.total is None and total is not None:
                value.total = total

    def _since_of(self, group: Group) -> int:
        return group.lead[0].start if group.lead else group.start

    _since: int = 0

    def _note(self, lead: Lead) -> None:
        """Keep what the lead says for the rest of the sentence: subgroup, arms side by side."""
        self._whole = lead.overall
        self._keep_claim(lead)
        if lead.overall:
            self._context.populations, self._context.subgroup = [], None
        if self._means_before(lead):
            self._context.populations = [self._context.spoken]
            self._context.subgroup = self._context.spoken
        narrowing = [token for token in lead.populations if self._narrows(token, lead)]
        if narrowing and self._context.subgroup is self._context.spoken:
            self._context.subgroup = None
        self._aside = [token for token in narrowing if self._compared(token, lead)]
        narrowing = [token for token in narrowing if token not in self._aside]
        if narrowing:
            nested = lead.subset and self._context.populations
            joined = [*self._context.populations, *narrowing] if nested else narrowing
            self._context.populations = joined
        named = self._assigner.named(lead)
        single = [arms[0] for arms in named if len(arms) == 1]
        spoken = [arms[0] for n, arms in enumerate(named) if len(arms) == 1 and n not in lead.relative]
        if spoken:
            self._context.subject = spoken[-1] if len(set(single)) == 1 else -1
        if len(set(single)) >= 2:
            partners = [arms[0] for n, arms in enumerate(named) if len(arms) == 1 and n in lead.relative]
            self._order_by(list(dict.fromkeys([*spoken, *partners])), firm=True)

    _stage: str = ""
    _aside: list[Token] = []
    _whole: bool = False

    def _compared(self, token: Token, lead: Lead) -> bool:
        """A population that only one number is compared with ("低于 A 部分的 2.5 小时")."""
        cues = [t for t in lead.tokens if t.kind is Kind.CUE and t.end <= token.start]
        near = bool(cues) and len(self._text[cues[-1].end : token.start].strip()) <= 2
        return near and cues[-1].name in ("more", "less", "relative")

    def _narrows(self, token: Token, lead: Lead) -> bool:
        """Whether a population narrows the numbers behind it, and does not only say who was enrolled."""
        kind, _, key = token.name.partition(":")
        if kind == "setting":
            return key in self._settings or token.text in self._settings
        if self._lexicon.cue("subgroup_word").search(self._text[token.end : token.end + 8]) or lead.subset:
            return True
        before = [t for t in lead.tokens if t.end <= token.start]
        counted = any(t.kind is Kind.COUNT and token.start - t.end < 25 for t in before)
        start = before[0].start if before else token.start
        return not counted and self._lexicon.cue("enrol").search(self._text, start, token.start) is None

    # ------------------------------------------------------------ times

    def _is_follow_up(self, group: Group, lead: Lead) -> bool:
        if group.kind is not Kind.TIME:
            return False
        if lead.follow_up is not None and not self._opens_endpoint(group):
            return True
        if self._follows_up and lead.arms and not lead.ends and not self._opens_endpoint(group):
            return True
        first = group.tail[0] if group.tail else None
        near = first is not None and first.name == "follow_up" and first.start - group.end <= 5
        return near and not lead.ends

    def _opens_endpoint(self, group: Group) -> bool:
        first = group.tail[0] if group.tail else None
        if first is None or first.kind is not Kind.ENDPOINT or first.start - group.end > 4:
            return False
        gap = self._text[group.end : first.start].strip()
        return self._lexicon.cue("time_point_end").fullmatch(gap.lstrip("-")) is not None

    def _follow(self, group: Group, lead: Lead) -> None:
        """Keep a follow-up: of one arm, of each arm or endpoint listed, or of all."""
        context = self._context
        named = list(dict.fromkeys(arm for token in lead.arms for arm in self._assigner.resolve(token)))
        texts = [self._time(value, group) for value in group.values]
        place = group.values[0].token.span
        if len(texts) > 1 and not named and len(lead.listed) == len(texts):
            context.by_endpoint = {end.code: text for end, text in zip(lead.listed, texts, strict=True)}
            context.follow_up = {}
        elif len(texts) > 1:
            if len(named) != len(texts):
                named = context.order[: len(texts)]
            context.follow_up = dict(zip(named, texts, strict=False))
            self._order_by(named, firm=False)
        elif (arm := self._followed_arm(group, lead, named)) >= 0 and len(context.arms) > 1:
            kept = {k: v for k, v in context.follow_up.items() if k != -1} if self._followed else {}
            self._followed = True
            context.follow_up = kept | {arm: texts[0]}
        else:
            context.follow_up = {-1: texts[0]}
        context.follow_span = place
        context.follow_ups_given += not self._follows_up
        self._follows_up = not self._in_brackets(group)

    def _around_follow_up(self, group: Group, words: Sequence[Token], lead: Lead) -> list[Token]:
        """Words that a follow-up only stands in the midst of: they lead on to the next number."""
        if self._in_brackets(group):
            return [token for token in words if token.name != "follow_up"]
        cue = lead.follow_up
        before = [token for token in words if cue is not None and token.end <= cue.start]
        heads = [t for t in before if t.kind in (Kind.ENDPOINT, Kind.EVENT) or t.name.endswith("_ratio")]
        if not heads or any(t.kind in (Kind.COMMA, Kind.STOP) and t.start > heads[-1].end for t in before):
            return []
        return before

    def _followed_arm(self, group: Group, lead: Lead, named: Sequence[int]) -> int:
        """The one arm whose follow-up this is: it stands right at the words, or behind the number."""
        behind = self._at(group.values[-1], group, lead)
        if behind >= 0:
            return behind
        if len(named) != 1:
            return -1
        if lead.follow_up is None:
            return named[0]
        gap = self._text[lead.arms[-1].end : lead.follow_up.start]
        bare = self._lexicon.cue("arm_noun").sub("", gap).strip(" (（")
        return named[0] if not bare else -1

    def _keep_claim(self, lead: Lead) -> None:
        """ "X patients did better on Y: ORR, ...": a comparison before the endpoints holds for all of them."""
        first = lead.ends[0].token.start if lead.ends else None
        if first is None:
            return
        cue = next((t for t in lead.comparatives if t.end <= first and t.name in ("better", "worse")), None)
        if cue is None or ":" not in self._text[cue.end : first] and "：" not in self._text[cue.end : first]:
            return
        named = [t for t in lead.arms if t.end <= first]
        arms = self._assigner.resolve(named[-1]) if named else []
        if len(arms) == 1:
            self._context.better = (arms[0], cue.name == "better")

    def _means_before(self, lead: Lead) -> bool:
        """Whether "these patients" takes up the population that the sentence before spoke of."""
        if self._context.spoken is None or not lead.tokens:
            return False
        pattern = self._lexicon.cue("these_patients")
        return pattern.search(self._text, lead.tokens[0].start, self._since_end) is not None

    _since_end: int = 0

    def _order_by(self, named: Sequence[int], *, firm: bool) -> None:
        """Keep the order in which arms were named; two of more arms are only a pair."""
        context = self._context
        if len(named) >= 2:
            context.firm = firm or (context.firm and list(named[:2]) == context.pair)
            context.pair = list(named[:2])
            context.kept = True
        if len(named) >= min(len(context.order), 3):
            context.order = self._ordered(named)

    def _ordered(self, first: Sequence[int]) -> list[int]:
        return [*first, *(arm for arm in self._context.order if arm not in first)]

    def _time(self, value: Value, group: Group) -> str:
        place = group.values.index(value)
        return time_text(value.token, unit_of(value, group.values[place:]))

    def _is_timepoint(self, group: Group, following: Group | None) -> bool:
        """Times right before an endpoint ("24 个月 OS 率", "2-year PFS") or behind "at"."""
        if group.kind is not Kind.TIME:
            return False
        first = next((t for t in group.tail if t.kind in (Kind.ENDPOINT, Kind.EVENT, Kind.STOP, Kind.COMMA)), None)
        before = self._text[max(0, group.start - 12) : group.start]
        at = bool(regex.search(rf"(?:{self._lexicon.cue('at_time').pattern})$", before, regex.IGNORECASE))
        shares = following is not None and following.kind is Kind.PERCENT
        if first is not None and first.kind is Kind.ENDPOINT and first.start - group.end <= 16:
            gap = self._text[group.end : first.start]
            if self._lexicon.cue("time_point_end").fullmatch(gap.strip().lstrip("-")):
                self._times = [self._time(value, group) for value in group.values]
                self._timed = first
                return shares or following is None or first.name not in TIMED
        if at and not shares and self._late_timepoint(group):
            return True
        if at and shares and group.lead and any(t.kind is Kind.ENDPOINT for t in group.lead):
            self._times = [self._time(value, group) for value in group.values]
            self._timed = next(t for t in reversed(group.lead) if t.kind is Kind.ENDPOINT)
            self._pending = self._leads.read(group.lead)
            return True
        return False

    def _late_timepoint(self, group: Group) -> bool:
        """ "57% and 49% were alive without progression (PFS) at 12 months": the time comes last."""
        last = self._drafts[-1] if self._drafts else None
        if last is None or last.result.endpoint not in TIMED or last.result.unit != "%":
            return False
        if any(t.kind in (Kind.STOP, Kind.COMMA) for t in group.lead):
            return False
        for draft in self._drafts:
            same = draft.result.endpoint == last.result.endpoint and draft.result.unit == "%"
            if same and (not draft.result.timepoint or draft.result.timepoint == draft.result.follow_up):
                draft.result = replace(draft.result, timepoint=self._time(group.values[0], group))
        return True

    _times: list[str] = []
    _timed: Token | None = None
    _pending: Lead | None = None

    # ------------------------------------------------------------ endpoints

    def _counts(self, group: Group, lead: Lead) -> bool:
        """Whether counts are results: behind a safety endpoint, not of patients enrolled."""
        value = group.values[0]
        after = self._text[value.end : value.end + 8]
        if self._lexicon.cue("with_patients").match(after.strip()):
            self._total = value.token
            return False
        following = group.tail[0] if group.tail else None
        if following is not None and following.kind is Kind.ENDPOINT and following.name in _COUNTED:
            gap = self._text[group.end : following.start].strip()
            if not gap and not lead.listed:
                return True
        if lead.listed and lead.listed[-1].code in _COUNTED and len(self._text[lead.listed[-1].token.end : value.start]) < 20:
            return True
        said = self._context.said
        last = said[-1].ends[-1] if said and said[-1].ends else None
        if last is None or lead.listed:
            return False
        return bool((lead.grade and last.event) or (lead.arms and last.code in _COUNTED))

    def _ends(self, group: Group, lead: Lead, host: Draft | None) -> list[End]:
        if group.part == 2 and self._context.said:
            return list(self._context.said[-1].ends)
        if group.kind is Kind.MISSING:
            behind = self._behind(group)
            return [end for end in behind or self._fitting(group, lead) if end.code in TIMED][-len(group.values) :]
        listed = self._fitting(group, lead)
        if listed and self._parted(listed[-1], lead):
            listed = self._behind(group) or listed
        if not listed and self._pending is not None and self._pending.listed:
            listed, self._pending = self._fitting(group, self._pending), None
        if not listed:
            listed = self._behind(group)
        if not listed:
            listed = self._carried(group, lead)
        if lead.any_grade and not lead.listed:
            listed = [replace(end, grade="") for end in listed]
        if lead.grade is not None and listed and not lead.listed:
            listed = [replace(end, grade=lead.grade.name) for end in listed]
        elif lead.grade is not None and listed and lead.grade.start > listed[-1].token.start:
            listed = [replace(end, grade=lead.grade.name) for end in listed]
        return self._timed_ends(group, listed)

    def _parted(self, end: End, lead: Lead) -> bool:
        """Whether a comma parts the endpoint before from the number, with no arm or comparison between."""
        between = [t for t in lead.tokens if t.start >= end.token.end]
        return any(t.kind is Kind.COMMA for t in between) and not lead.arms and not lead.comparatives

    def _fitting(self, group: Group, lead: Lead) -> list[End]:
        """The endpoints before a run that its kind of number can be of."""
        if group.kind is Kind.TIME:
            timed = [end for end in lead.listed if end.code in TIMED]
            return timed or [end for end in lead.ends if end.code in TIMED][-1:]
        if len(lead.graded) == len(group.values) > 1 and lead.listed and lead.listed[-1].token == lead.graded[-1].token:
            return list(lead.graded)
        return list(lead.listed)

    def _timed_ends(self, group: Group, ends: list[End]) -> list[End]:
        if not ends or group.kind is not Kind.PERCENT or not self._times:
            return ends
        if self._timed not in [end.token for end in ends] and not self._same_name(ends[-1]):
            return ends
        times, self._times = self._times, []
        if len(times) == 1:
            return [replace(end, timepoint=times[0]) for end in ends]
        return [replace(ends[-1], timepoint=time) for time in times]

    def _same_name(self, end: End) -> bool:
        return self._timed is not None and self._timed.name == end.code and not end.timepoint

    def _behind(self, group: Group) -> list[End]:
        """The endpoint behind a share ("72.6% 达到 VGPR", "31.8% of patients attained ...")."""
        if group.kind is Kind.TIME or group.kind is Kind.RATIO:
            return []
        if (reduced := self._reduced_behind(group)) is not None:
            return [reduced]
        taken: list[Token] = []
        attained = False
        for token in group.tail:
            if token.kind in (Kind.STOP, Kind.COMMA):
                break
            taken.append(token)
            attained = attained or token.name == "attain"
            if token.kind in (Kind.ENDPOINT, Kind.EVENT):
                close = token.start - group.end <= (60 if attained else 10)
                if not close or not (attained or self._of(group.end, token.start)):
                    break
                reader = LeadReader(self._text, self._lexicon)
                behind = reader.read(taken).ends
                self._consumed |= {t for t in taken if t.kind in (Kind.ENDPOINT, Kind.EVENT, Kind.GRADE)}
                self._consume_synonym(group.tail, token)
                return behind[-1:]
        return []

    def _reduced_behind(self, group: Group) -> End | None:
        """ "A 40% reduction in the risk of death": the endpoint behind "risk of"."""
        names = [t.name for t in group.tail[:4] if t.kind is Kind.CUE]
        if "risk" not in names or not ({"reduction", "less"} & set(names)):
            return None
        end = next((t for t in group.tail[:5] if t.kind is Kind.ENDPOINT), None)
        if end is None or end.start - group.end > 48:
            return None
        self._consumed.add(end)
        return End(end.name, end)

    def _of(self, start: int, end: int) -> bool:
        gap = self._lexicon.cue("median").sub("", self._text[start:end].strip(" )）]］")).strip()
        return gap in ("", "a", "an", "the") or gap[-1:] == "的"

    def _consume_synonym(self, tail: Sequence[Token], token: Token) -> None:
        for other in tail:
            if other.kind is token.kind and token.name.startswith(other.name or "-") and 0 < other.start - token.end <= 3:
                self._consumed.add(other)

    def _carried(self, group: Group, lead: Lead) -> list[End]:
        """The endpoint of an earlier run of this sentence, or of the one before it."""
        context = self._context
        said = [run for run in context.said if _same_sort(run.kind, group.kind)] or (
            [] if group.kind is Kind.TIME else context.said
        )
        if self._queue and not lead.arms and not lead.populations:
            return [self._queue.pop(0)]
        if lead.corresponding and not said:
            before = context.before or self._last
            said = [run for run in before if _same_sort(run.kind, group.kind)]
            return self._next_of(said, group, lead)
        linked = lead.arms or lead.populations or lead.grade or lead.corresponding or lead.doses or lead.rising
        linked = linked or lead.any_grade or lead.gain or lead.stage or self._is_linked(group, lead)
        behind = self._text[max(0, group.start - 16) : group.start]
        if not said or not linked:
            return []
        if not lead.arms and not lead.populations and self._lexicon.cue("baseline").search(behind):
            return []
        if lead.corresponding and len(context.said) > 1:
            return self._next_of(said, group, lead)
        size = len(group.values)
        runs = said[-size:]
        keys = {(run.ends[-1].code, run.ends[-1].event) for run in runs}
        single = all(len(run.ends) == 1 and len(run.values) == 1 for run in runs)
        if size > 1 and len(runs) == size and len(keys) == size and single and len(self._one_arm(group, lead)) == 1:
            return [run.ends[-1] for run in runs]
        return list(said[-1].ends)

    def _one_arm(self, group: Group, lead: Lead) -> set[int]:
        """The arms that a run's words name before it or right behind it."""
        before = {arm for token in lead.arms for arm in self._assigner.resolve(token)}
        behind = self._at(group.values[-1], group, lead)
        return before | ({behind} if behind >= 0 else set())

    def _is_behind(self, group: Group, ends: Sequence[End]) -> bool:
        return bool(ends) and ends[-1].token.start >= group.end

    def _is_linked(self, group: Group, lead: Lead) -> bool:
        """Whether a run goes on with the one before: "... v 6.5 months in the X group"."""
        first = next((t for t in lead.tokens if t.kind not in (Kind.OPEN, Kind.CLOSE, Kind.COMMA)), None)
        joined = first is not None and first.kind is Kind.CUE and first.name in ("versus", "and")
        behind = self._dose_behind(group) is not None or self._population_behind(group) is not None
        return joined or behind or any(self._at(value, group, lead) >= 0 for value in group.values)

    _queue: list[End] = []

    def _next_of(self, said: Sequence[Said], group: Group, lead: Lead) -> list[End]:
        """"The corresponding figures were ...": the endpoints of before, one after the other."""
        ends = list(dict.fromkeys((end.code, end.event, end.grade, end.timepoint) for run in said for end in run.ends))
        by_key = {(e.code, e.event, e.grade, e.timepoint): e for run in said for e in run.ends}
        if not ends:
            return []
        queue = [by_key[key] for key in ends]
        one_arm = group.part or len(lead.arms) == 1 or len(self._context.order) != len(group.values)
        if len(queue) == len(group.values) and one_arm:
            return queue
        self._queue = queue[1:]
        return queue[:1]

    # ------------------------------------------------------------ results

    def _emit(self, group: Group, lead: Lead, ends: list[End], host: Draft | None, following: Group | None) -> None:
        self._runs += 1
        reduced = group.kind is Kind.PERCENT and ends[-1].token.start >= group.end and any(
            t.name == "risk" for t in group.tail[:4]
        )
        if reduced or (group.kind is Kind.PERCENT and lead.risk and self._reduces(group, lead)):
            self._contrast(group, lead, ends, "risk_reduction", host)
            return
        if lead.gain and self._gains(group):
            self._contrast(group, lead, ends[-1:], "difference", host)
            return
        fixed = self._listed_behind(group) or [self._at(value, group, lead) for value in group.values]
        subgroups = self._subgroups(group, lead)
        size = len(group.values)
        lists = next((len(items) for items in (ends, subgroups) if len(items) == size and size > 1), 1)
        self._assessor = self._assessed(group, lead, ends) or (self._assessor if not lead.ends else "")
        hint = self._ratio_hint(group, following)
        arms = self._assigner.assign(group, lead, ends[-1], lists, fixed, hint)
        staged = self._context.arms.staged(lead.stage or self._stage)
        if staged >= 0 and not lead.arms and max(fixed) < 0:
            arms = [[staged]] * size
        self._stage = lead.stage or self._stage
        if self._dose_behind(group) is not None and not lead.arms and max(fixed) < 0:
            arms = [[self._context.arms.plainest()]] * size
        if size == 1 and fixed[0] < 0 and not lead.arms and following is not None:
            arms = [self._complement(following, arms[0])]
        self._remember(group, lead, ends, arms, fixed, subgroups)
        for number, value in enumerate(group.values):
            end = ends[number] if len(ends) == size else ends[-1]
            narrowing = subgroups[number] if len(subgroups) == size and lists == size else (subgroups[-1:] or [[]])[0]
            for arm in arms[number]:
                self._add(self._result(group, value, end, arm, narrowing))
            self._companions(value, ends=[end], arms=arms[number])
        self._leads.used(ends)

    def _assessed(self, group: Group, lead: Lead, ends: Sequence[End]) -> str:
        """Who assessed a result that the sentence gave by another assessor before."""
        if not any(run.ends and run.ends[-1].code == ends[-1].code for run in self._context.said):
            return ""
        start = lead.tokens[0].start if lead.tokens else group.start
        match = self._lexicon.cue("assessor").search(self._text, max(0, start - 12), group.start)
        return match[0] if match else ""

    _assessor: str = ""

    def _ratio_hint(self, group: Group, following: Group | None) -> tuple[str, float] | None:
        """The ratio behind a pair, where it names no arms: its size tells which arm did better."""
        inner = [bracket for bracket in group.values[-1].brackets]
        found = next((g for b in inner for g in groups(list(stream(b.items)), self._text)), following)
        if found is None or found.kind is not Kind.RATIO or len(found.values) != 1:
            return None
        if any(token.kind in (Kind.ARM, Kind.ROLE, Kind.ENDPOINT, Kind.STOP) for token in found.lead):
            return None
        quantity = _quantity(found.values[0])
        measure = next((t.name for t in reversed(found.lead) if t.name.endswith("_ratio")), "hazard_ratio")
        return (measure, quantity.low) if quantity is not None and quantity.low is not None else None

    def _reduces(self, group: Group, lead: Lead) -> bool:
        after = self._text[group.end : group.end + 12]
        return lead.reduction or bool(self._lexicon.cue("reduction").match(after.strip()))

    def _gains(self, group: Group) -> bool:
        before = self._text[max(0, group.start - 30) : group.start]
        return any(match.end() >= len(before.rstrip()) - 2 for match in self._lexicon.cue("gain").finditer(before + "0"))

    def _at(self, value: Value, group: Group, lead: Lead) -> int:
        """The arm that stands right at a number, behind it."""
        for bracket in value.brackets:
            named = [t for t in bracket.items if isinstance(t, Token) and t.kind in (Kind.ARM, Kind.ROLE)]
            if named and not any(isinstance(item, Value) for item in bracket.items):
                arms = self._assigner.resolve(named[0])
                if len(arms) == 1:
                    return arms[0]
        end = max(value.end, value.close)
        if value is not group.values[-1]:
            return -1
        if (arm := self._all_in(group)) >= 0:
            return arm
        for token in group.tail:
            if token.kind in (Kind.ARM, Kind.ROLE):
                if not self._follows(end, token, value):
                    return -1
                joint = self._joint(token, group.tail)
                arms = [joint] if joint >= 0 else self._assigner.resolve(token)
                if len(arms) != 1:
                    return -1
                self._consumed.add(token)
                return arms[0]
            if token.kind in (Kind.STOP, Kind.ENDPOINT, Kind.EVENT):
                return -1
            if token.kind is Kind.COMMA:
                return -1
        return -1

    def _joint(self, token: Token, tail: Sequence[Token]) -> int:
        """The arm that two treatments joined by "and" make up together ("under X and placebo")."""
        place = list(tail).index(token)
        following = [t for t in tail[place + 1 : place + 3]]
        if len(following) < 2 or following[0].name != "and" or following[1].kind is not Kind.ARM:
            return -1
        union = tuple(sorted({*token.drugs, *following[1].drugs}))
        drafts = self._context.arms.drafts
        number = next((n for n, draft in enumerate(drafts) if draft.drugs == union), -1)
        if number >= 0 and union != token.drugs:
            self._consumed.add(following[1])
        return number if union != token.drugs else -1

    def _listed_behind(self, group: Group) -> list[int]:
        """Arms listed behind numbers that are listed too ("52.7 and 37.8 months with X and Y")."""
        size = len(group.values)
        if size < 2:
            return []
        arms: list[int] = []
        taken: list[Token] = []
        for token in group.tail:
            if token.kind in (Kind.ARM, Kind.ROLE):
                named = self._assigner.resolve(token)
                first = not taken and self._follows(group.end, token, group.values[-1])
                if len(named) != 1 or not (taken or first):
                    break
                arms.append(named[0])
                taken.append(token)
            elif token.kind is not Kind.COMMA and token.name not in ("and", "versus", "respectively"):
                break
            elif not taken:
                break
        if len(arms) != size or len(set(arms)) != size:
            return []
        self._consumed |= set(taken)
        return arms

    def _all_in(self, group: Group) -> int:
        """The arm in "..., 均在 X 组", "all in the X arm"."""
        for token in group.tail:
            if token.kind is Kind.STOP:
                return -1
            if token.kind in (Kind.ARM, Kind.ROLE):
                before = self._text[group.end : token.start].rstrip()
                said = any(m.end() == len(before) for m in self._lexicon.cue("all_in").finditer(before))
                arms = self._assigner.resolve(token)
                return arms[0] if said and len(arms) == 1 else -1
        return -1

    def _follows(self, end: int, token: Token, value: Value) -> bool:
        gap = self._text[end : token.start]
        cleaned = regex.sub(r"[(\[（［][^)\]）］]*[)\]）］]", " ", gap).lstrip(")）]］")
        if self._lexicon.cue("post_arm").fullmatch(cleaned):
            return True
        noun = token.noun or token.kind is Kind.ROLE
        return noun and not cleaned.strip()

    def _complement(self, following: Group, arms: list[int]) -> list[int]:
        """A number without an arm, set against the next one's arm, is the other arm's."""
        context = self._context
        if len(following.values) != 1 or len(context.order) != 2 or context.single >= 0:
            return arms
        if any(t.kind in (Kind.ENDPOINT, Kind.EVENT, Kind.STOP) for t in following.lead):
            return arms
        named = [a for t in following.lead if t.kind in (Kind.ARM, Kind.ROLE) for a in self._assigner.resolve(t)]
        if len(named) != 1:
            return arms
        return [next(arm for arm in context.order if arm != named[0])]

    def _remember(
        self,
        group: Group,
        lead: Lead,
        ends: list[End],
        arms: list[list[int]],
        fixed: Sequence[int],
        subgroups: Sequence[Sequence[Token | None]],
    ) -> None:
        context = self._context
        flat = [each[0] for each in arms if each]
        narrowing = [token for token in (subgroups[-1] if subgroups else []) if token is not None]
        context.said.append(Said(group.kind, list(ends), flat, self._assigner.values_of(group), narrowing))
        rising = lead.rising or any(link.name == "rise" for link in group.links) or group.part
        if len(set(flat)) >= 2:
            if not rising:
                self._order_by(list(dict.fromkeys(flat)), firm=False)
            context.single = -1
        elif flat and (lead.arms or max(fixed) >= 0):
            previous = context.said[-2] if len(context.said) > 1 else None
            context.single = flat[0]
            if previous is not None and len(previous.arms) == 1 and previous.arms != flat:
                self._order_by([*previous.arms, *flat], firm=False)

    def _subgroups(self, group: Group, lead: Lead) -> list[list[Token]]:
        """What narrows each number: one narrowing for all, or one for each."""
        context = self._context
        behind = self._population_behind(group)
        if behind is not None:
            return [[*behind]]
        if self._aside:
            return [list(self._aside)]
        here = [token for token in lead.populations if token in context.populations]
        if len(here) == len(group.values) > 1 and not lead.arms:
            return [[token] for token in here]
        if len(group.values) > 1 and not lead.populations and not lead.arms:
            listed = [run.narrowing for run in context.said[-len(group.values) :]]
            if len(listed) == len(group.values) and all(listed) and len({tuple(each) for each in listed}) > 1:
                return [list(each) for each in listed]
        if context.populations:
            return [list(context.populations)]
        if (dose := self._dose_behind(group)) is not None:
            return [[dose]]
        if lead.doses and not lead.arms and self._dosed(lead):
            return [[token] for token in lead.doses[-len(group.values) :]]
        return [[context.subgroup]] if context.subgroup is not None else []

    def _dosed(self, lead: Lead) -> bool:
        start = lead.tokens[0].start
        return bool(self._lexicon.cue("dose_level").search(self._text, start, lead.tokens[-1].end + 8))

    def _dose_behind(self, group: Group) -> Token | None:
        """The dose that a number was reached with ("20.0% with 10 mg/kg Q2W")."""
        first = group.tail[0] if group.tail else None
        if first is None or first.kind is not Kind.DOSE:
            return None
        if self._lexicon.cue("post_arm").fullmatch(self._text[group.end : first.start]) is None:
            return None
        self._consumed.add(first)
        return first

    def _population_behind(self, group: Group) -> list[Token] | None:
        found: list[Token] = []
        end = group.end
        for token in group.tail:
            if token.kind is not Kind.POPULATION:
                break
            gap = self._text[end : token.start].strip()
            if not (self._lexicon.cue("post_arm").fullmatch(f" {gap} ") or gap in ("of", "")):
                break
            found.append(token)
            end = token.end
        narrowing = [t for t in found if not t.name.startswith("setting") or t.text in self._settings]
        return narrowing or None

    def _companions(self, value: Value, ends: list[End], arms: list[int]) -> None:
        """Read what the brackets behind a number say of other arms, and its ratios."""
        for bracket in value.brackets:
            inner = groups(list(stream(bracket.items)), self._text)
            for group in inner:
                lead = self._leads.read([t for t in group.lead if t not in self._consumed])
                if self._is_follow_up(group, lead):
                    continue
                if group.kind is Kind.RATIO:
                    self._ratio(group, lead, None, ends)
                elif group.kind in (Kind.PERCENT, Kind.TIME) and (lead.arms or lead.populations or len(group.values) > 1):
                    kept = self._context.single, self._context.order, self._context.populations
                    self._note(lead)
                    own = self._fitting(group, lead) or self._hosted(group, ends)
                    self._emit(group, lead, own, None, None)
                    if len(group.values) == 1:
                        self._context.single, self._context.order, self._context.populations = kept

    def _hosted(self, group: Group, ends: list[End]) -> list[End]:
        """The endpoints of the run that a bracket hangs on: all of them, if it gives as many numbers."""
        said = self._context.said
        listed = said[-1].ends if said else []
        return list(listed) if len(listed) == len(group.values) > 1 else ends

    # ------------------------------------------------------------ contrasts

    def _ratio(self, group: Group, lead: Lead, host: Draft | None, own: Sequence[End] = ()) -> None:
        self._runs += 1
        said = self._context.said
        ends = list(lead.listed) or list(own)
        if not ends:
            recent: dict[tuple[str, str, str], End] = {}
            for run in said:
                for end in run.ends:
                    recent.pop((end.code, end.event, end.timepoint), None)
                    recent[(end.code, end.event, end.timepoint)] = end
            ends = list(recent.values())[-len(group.values) :]
        if not ends:
            return
        measure = lead.ratio or "hazard_ratio"
        self._contrast(group, lead, ends, measure, host)

    def _contrast(self, group: Group, lead: Lead, ends: list[End], measure: str, host: Draft | None) -> None:
        size = len(group.values)
        subgroups = self._subgroups(group, lead)
        self._tail = group.tail
        for number, value in enumerate(group.values):
            end = ends[number] if len(ends) == size else ends[-1]
            pair = self._sides(value, lead, end, measure, number, size)
            if pair is None:
                continue
            result = self._result(group, value, end, pair[0], (subgroups[-1:] or [[]])[0], contrast=True)
            self._contrasted[end.code] = pair
            self._add(replace(result, measure=measure, unit=self._contrast_unit(value, group, measure), comparator=self._arm(pair[1])))
            self._companions(value, ends=[end], arms=[pair[0]])
        self._context.said.append(Said(Kind.RATIO, list(ends), [], []))

    def _contrast_unit(self, value: Value, group: Group, measure: str) -> str:
        if measure == "risk_reduction":
            return "%"
        if measure == "difference":
            return "%" if value.kind is Kind.PERCENT else unit_of(value, group.values)
        return ""

    def _sides(
        self, value: Value, lead: Lead, end: End, measure: str, number: int, size: int
    ) -> tuple[int, int] | None:
        context = self._context
        named = [self._assigner.resolve(token) for token in lead.arms]
        subjects = [a for n, arms in enumerate(named) for a in arms if n not in lead.relative]
        partners = [a for n, arms in enumerate(named) if n in lead.relative for a in arms]
        order = context.order
        if len(order) < 2:
            return None
        behind = self._at(value, Group([value], tail=self._tail), lead) if not subjects else -1
        if partners:
            context.relative = partners[0]
        if behind >= 0:
            other = context.relative if context.relative not in (-1, behind) else self._subject(behind)
            return behind, other
        if partners:
            subject = subjects[number % len(subjects)] if subjects else (context.single if context.single >= 0 else self._subject(partners[0]))
            return (subject, partners[0]) if subject != partners[0] else (self._subject(partners[0]), partners[0])
        if len(subjects) == 2 and size == 1:
            return subjects[0], subjects[1]
        if len(subjects) == 1 and (measure != "hazard_ratio" or lead.ratio):
            rest = [arm for arm in order if arm != subjects[0]]
            return subjects[0], (context.pair and next((a for a in context.pair if a != subjects[0]), rest[-1])) or rest[-1]
        if end.code in self._contrasted and size == 1:
            return self._contrasted[end.code]
        return self._by_numbers(end, value, measure) or self._default_sides()

    _tail: list[Token] = []
    _near_one = (0.95, 1.05)  # a ratio so near to 1 says nothing of which arm did better

    def _subject(self, partner: int) -> int:
        return next((arm for arm in self._context.order if arm != partner), partner)

    def _default_sides(self) -> tuple[int, int]:
        default = sorted(self._context.order, key=lambda n: (self._context.arms.drafts[n].role == "control", n))
        return default[0], default[-1]

    def _by_numbers(self, end: End, value: Value, measure: str) -> tuple[int, int] | None:
        """The direction that agrees with the two arms' own numbers."""
        pair = self._pair_said(end)
        quantity = _quantity(value)
        if pair is None or quantity is None or quantity.low is None:
            return None
        if measure.endswith("ratio") and self._near_one[0] < quantity.low < self._near_one[1]:
            return None
        (first, one), (second, two) = pair
        if one == two or first == second:
            return None
        one_greater = one is None or (two is not None and one > two)
        greater, smaller = (first, second) if one_greater else (second, first)
        survival = measure == "hazard_ratio" and end.code in TIMED
        less_than_one = quantity.low < 1
        if measure in ("risk_reduction", "difference"):
            return greater, smaller
        if survival:
            return (greater, smaller) if less_than_one else (smaller, greater)
        return (smaller, greater) if less_than_one else (greater, smaller)

    def _pair_said(self, end: End) -> tuple[tuple[int, float | None], tuple[int, float | None]] | None:
        found: list[tuple[int, float | None]] = []
        for run in reversed(self._context.said):
            for number in range(len(run.arms) - 1, -1, -1):
                if len(run.values) != len(run.arms):
                    continue
                own = run.ends[number] if len(run.ends) == len(run.arms) > 1 and len(set(run.arms)) == 1 else run.ends[-1]
                if (own.code, own.event) == (end.code, end.event) and run.arms[number] not in [arm for arm, _ in found]:
                    found.insert(0, (run.arms[number], run.values[number]))
            if len(found) >= 2:
                return found[-2], found[-1]
        return None

    # ------------------------------------------------------------ building

    def _arm(self, number: int) -> Arm | None:
        drafts = self._context.arms.drafts
        return Arm(drafts[number].drugs, drafts[number].tag) if 0 <= number < len(drafts) else None

    def _result(
        self,
        group: Group,
        value: Value,
        end: End,
        arm: int,
        narrowing: Sequence[Token | None],
        *,
        contrast: bool = False,
    ) -> Result:
        quantity = _quantity(value)
        event_n, total = patients(value)
        low, high = interval(value)
        missing = value.kind is Kind.MISSING
        count = value.kind is Kind.COUNT
        follow_up = self._context.follow_up_of(arm, end.code)
        timepoint = "" if contrast else end.timepoint
        if not timepoint and value.kind is Kind.PERCENT and not contrast and end.code in ("OS", "PFS", "EFS", "DFS", "RFS"):
            timepoint = follow_up
        made = self._arm(arm)
        return Result(
            study=self._study,
            endpoint=end.code,
            measure="count" if count else "rate" if value.kind is Kind.PERCENT else "median",
            value=None if missing or quantity is None else quantity.low,
            unit="" if missing or count else "%" if value.kind is Kind.PERCENT else unit_of(value, self._units(value, group)),
            span=value.token.span,
            quote=Span(min(end.token.start, value.start), max(end.token.end, value.end)),
            arm=made,
            status="not_reached" if missing else "reported",
            event=end.event,
            grade=self._grade(group, value, end),
            subgroup=self._narrowed(made, narrowing),
            n=event_n if not count or quantity is None else int(quantity.low or 0),
            total=total,
            ci_low=low,
            ci_high=high,
            timepoint=timepoint,
            follow_up=follow_up,
            raw=value.token.text,
            source="prose",
            spans=self._spans(value, end, narrowing, follow_up, event_n, total),
        )

    def _spans(
        self,
        value: Value,
        end: End,
        narrowing: Sequence[Token | None],
        follow_up: str,
        event_n: int | None,
        total: int | None,
    ) -> dict[str, Span]:
        """Where the text says each field."""
        spans = {"endpoint": end.token.span}
        if value.ci is not None:
            spans["ci"] = value.ci.span
        if value.n is not None and event_n is not None:
            spans["n"] = value.n.span
        if value.total is not None and total is not None:
            spans["N"] = value.total.span
        if follow_up and self._context.follow_span is not None:
            spans["follow_up"] = self._context.follow_span
        narrowed = [token for token in narrowing if token is not None]
        if narrowed:
            spans["subgroup"] = narrowed[-1].span
        return spans

    def _units(self, value: Value, group: Group) -> list[Value]:
        place = group.values.index(value) if value in group.values else 0
        return group.values[place:]

    def _grade(self, group: Group, value: Value, end: End) -> str:
        """A grade said behind: "32%, 均为 1 级或 2 级"."""
        if end.grade:
            return end.grade
        for token in group.tail:
            if token.kind is Kind.GRADE:
                gap = self._text[group.end : token.start].strip(" ,，(（")
                return token.name if self._lexicon.cue("all_grade_same").fullmatch(gap) else ""
            if token.kind not in (Kind.COMMA, Kind.OPEN, Kind.CLOSE):
                return ""
        return ""

    def _narrowed(self, arm: Arm | None, narrowing: Sequence[Token | None]) -> str:
        parts = [self._words(token) for token in narrowing if token is not None]
        parts += [self._assessor] if self._assessor else []
        if arm is not None and arm.tag and not self._whole:
            parts.append(arm.tag)
        return "; ".join(dict.fromkeys(parts))

    def _words(self, token: Token) -> str:
        """A narrowing in the text's words: a dose with its bound and its schedule."""
        if token.kind is not Kind.DOSE:
            return token.text
        start, end = token.start, token.end
        before = self._text[max(0, start - 8) : start]
        for match in self._lexicon.cue("dose_up").finditer(before):
            if not before[match.end() :].strip():
                start -= len(before) - match.start()
        schedule = self._lexicon.cue("treatment_schedule").match(self._text, end + 1)
        return self._text[start : schedule.end() if schedule else end].strip()

    def _add(self, result: Result) -> None:
        self._drafts.append(Draft(result, self._runs))

    # ------------------------------------------------------------ p values

    def _p_values(self, tokens: Sequence[Token]) -> None:
        since = -1
        for token in tokens:
            before = [draft for draft in self._drafts if draft.result.span.end <= token.start]
            if not before:
                continue
            last = before[-1]
            words = self._text[max(last.result.span.end, token.start - 12) : token.start]
            if self._lexicon.cue("all_p").search(words):
                targets = self._open_ratios(before, since)
                targets = targets[-2:] if self._lexicon.cue("two_items").search(words) else targets
            elif self._is_ratio(last.result):
                targets = [last]
            else:
                targets = [d for d in before if d.run == last.run] or [last]
                targets = self._pair_of(before, last, targets)
            for draft in targets:
                if not draft.result.p:
                    spans = {**draft.result.spans, "p": token.span}
                    draft.result = replace(draft.result, p=token.name, spans=spans)
            since = token.end

    def _is_ratio(self, result: Result) -> bool:
        return result.measure.endswith("_ratio")

    def _open_ratios(self, before: Sequence[Draft], since: int) -> list[Draft]:
        """The ratios without a p value, and the numbers of endpoints that have no ratio."""
        free = [draft for draft in before if draft.result.span.start > since and not draft.result.p]
        ratios = [draft for draft in before if self._is_ratio(draft.result) and not draft.result.p]
        compared = {draft.result.endpoint for draft in ratios}
        return ratios + [draft for draft in free if draft.result.endpoint not in compared]

    def _pair_of(self, before: Sequence[Draft], last: Draft, targets: list[Draft]) -> list[Draft]:
        """The other arm's number just before, where each arm has a run of its own."""
        if len({draft.result.arm for draft in targets}) > 1:
            return targets
        key = (last.result.endpoint, last.result.event, last.result.timepoint, last.result.measure)
        for draft in reversed(before):
            result = draft.result
            same = (result.endpoint, result.event, result.timepoint, result.measure) == key
            if same and result.arm != last.result.arm and last.result.span.start - result.span.end < 60:
                return [draft, *targets]
        return targets


def _quantity(value: Value):  # type: ignore[no-untyped-def]
    return value.token.mention.quantity if value.token.mention else None


def _same_sort(left: Kind, right: Kind) -> bool:
    return left is right or Kind.MISSING in (left, right)
