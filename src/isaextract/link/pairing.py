"""From the sentences of a study to results: each number to its endpoint, arm, subgroup and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from isaextract.lexicon import Lexicon
from isaextract.link.admission import Admission
from isaextract.link.allotment import Allotment
from isaextract.link.builder import Builder
from isaextract.link.carried import CarriedEnds
from isaextract.link.claims import share_claims
from isaextract.link.context import Context, Said
from isaextract.link.contrasts import Contrasts
from isaextract.link.drafts import Drafts
from isaextract.link.endings import Endings, fitting, graded
from isaextract.link.figures import time_of
from isaextract.link.followups import FollowUps, words_around
from isaextract.link.groups import Group, groups, stream
from isaextract.link.leads import End, Lead, LeadReader
from isaextract.link.memory import Memory
from isaextract.link.narrowings import Narrowings
from isaextract.link.results import Result
from isaextract.link.scene import Scene
from isaextract.link.shares import hang_patients
from isaextract.link.significance import give_p_values
from isaextract.link.tails import TailReader
from isaextract.link.timepoints import Timepoints
from isaextract.link.tokens import Kind, Token
from isaextract.link.values import Value, nest

_OWN_WORDS = 16  # characters before a number that may say what it is of


class SentenceReader:
    """Reads one sentence (or the part of it that is about one study).

    It only knows the order of work: run by run, the words before the numbers and behind them are
    read, then what is no result is put aside, then endpoints, arms and subgroups are settled.
    """

    def __init__(
        self,
        text: str,
        lexicon: Lexicon,
        study: int,
        context: Context,
        setting: Sequence[str] = (),
        last: Sequence[Said] = (),
        beside: Sequence[Said] = (),
    ) -> None:
        scene = Scene(text, lexicon, context, setting)
        self._scene, self._context, self._drafts = scene, context, Drafts()
        self._leads, self._tails, self._memory = LeadReader(text, lexicon), TailReader(scene), Memory(scene)
        self._follow_ups = FollowUps(scene, self._tails, self._memory)
        self._times = Timepoints(scene, self._leads, self._drafts)
        self._admission = Admission(scene)
        self._endings = Endings(
            scene, self._tails, self._times, CarriedEnds(scene, self._tails, last, beside)
        )
        self._allotment = Allotment(scene, self._tails)
        self._narrowings = Narrowings(scene, self._tails)
        self._contrasts = Contrasts(scene, self._tails)
        self._builder = Builder(scene, study, self._narrowings)
        self._since = 0  # where the words before the run at hand begin
        self._held: list[Token] = []  # words that a run put aside leaves to the next one
        self._waiting: list[tuple[Group, Lead]] = []  # runs whose endpoint is still to come

    def read(self, tokens: Sequence[Token], start: int = 0) -> list[Result]:
        """All results of the tokens, in order; ``start`` is where their sentence begins."""
        self._since = start
        aside = (Kind.PVALUE, Kind.CITATION)
        line = list(stream(nest([token for token in tokens if token.kind not in aside])))
        found = groups(hang_patients(line, self._scene.text, self._scene.lexicon), self._scene.text)
        share_claims(found, self._scene.text, self._scene.lexicon)
        for number, group in enumerate(found):
            self._run(group, found[number + 1] if number + 1 < len(found) else None)
        p_values = [token for token in tokens if token.kind is Kind.PVALUE]
        give_p_values(self._drafts.found, p_values, self._scene.text, self._scene.lexicon)
        return self._drafts.results()

    # ------------------------------------------------------------ runs

    def _run(self, group: Group, following: Group | None) -> None:
        lead = self._lead(group)
        if self._is_aside(group, lead, following):
            return
        self._follow_ups.close()
        self._admission.count_in(group, lead)
        if not self._admission.is_result(group):
            return
        if group.kind is Kind.RATIO:
            self._ratio(group, lead)
        elif ends := self._endings.of(group, lead):
            self._emit_with_waiting(group, lead, ends, following)
        elif group.kind is not Kind.MISSING and not self._is_of_another(group):
            self._waiting.append((group, lead))

    def _is_of_another(self, group: Group) -> bool:
        """Whether a number's own words name what it is of, no endpoint of ours ("R0 切除率 100%")."""
        words = self._scene.text[max(0, group.start - _OWN_WORDS) : group.start]
        return self._scene.cue("other_rate").search(words) is not None

    def _lead(self, group: Group) -> Lead:
        """The words before a run, read; what they say for the rest of the sentence is kept."""
        words = [token for token in (*self._held, *group.lead) if token not in self._scene.taken]
        lead = self._leads.between(self._since, group.start).read(words)
        self._scene.until, self._since, self._held = group.start, group.end, []
        if lead.stopped:
            self._waiting = []
        self._note(lead)
        return lead

    def _note(self, lead: Lead) -> None:
        self._narrowings.note(lead)
        self._memory.note(lead)

    def _is_aside(self, group: Group, lead: Lead, following: Group | None) -> bool:
        """Whether a run only qualifies other numbers: a follow-up, a time, patients counted."""
        if self._follow_ups.takes(group, lead, following):
            self._follow_ups.keep(group, lead)
            self._held = words_around(group, lead.tokens, lead)
        elif self._times.takes(group, following):
            self._held = list(lead.tokens)
            self._beside_date(group)
        elif group.kind is Kind.COUNT and not self._admission.counts(group, lead):
            self._held = [*lead.tokens, *(value.token for value in group.values)]
        else:
            return False
        return True

    def _beside_date(self, group: Group) -> None:
        """What the bracket behind a date says of the numbers before it ("alive at 5 years (HR 0.62)")."""
        said = self._context.said
        for value in group.values if said and said[-1].ends else ():
            self._companions(value, said[-1].ends[-1])

    def _emit_with_waiting(self, group: Group, lead: Lead, ends: list[End], following: Group | None) -> None:
        """A run and, where its endpoint stands behind it, the runs before that waited for one."""
        if ends[-1].token.start >= group.end:
            waiting = [*self._waiting, (group, lead)]
            for (earlier, its_lead), (later, _) in pairwise(waiting):
                self._emit(earlier, its_lead, ends, later)
            self._waiting = []
        self._emit(group, lead, ends, following)

    # ------------------------------------------------------------ results

    def _emit(self, group: Group, lead: Lead, ends: list[End], following: Group | None = None) -> None:
        """Settle arms and subgroups of a run, and keep its results."""
        self._drafts.open_run()
        if measure := self._contrasts.measure(group, lead, ends):
            self._contrast(group, lead, ends[-1:] if measure == "difference" else ends, measure)
            return
        size = len(group.values)
        fixed = self._allotment.fixed(group)
        narrowings = self._narrowings.of(group, lead)
        lists = next((len(items) for items in (ends, narrowings) if len(items) == size > 1), 1)
        self._narrowings.assess(group, lead, ends)
        arms = self._allotment.arms(group, lead, ends[-1], lists, fixed, following)
        told = arms[0] if size == 1 else [each[0] for each in arms if each]
        self._keep(group, lead, ends, told, fixed, narrowings)
        for number, value in enumerate(group.values):
            end = ends[number] if len(ends) == size else ends[-1]
            own = narrowings[number] if len(narrowings) == size and lists == size else _last(narrowings)
            for arm in arms[number]:
                self._drafts.add(self._builder.result(group, value, end, arm, own))
            self._companions(value, end)
        self._leads.used(ends)

    def _keep(
        self,
        group: Group,
        lead: Lead,
        ends: list[End],
        arms: list[int],
        fixed: Sequence[int],
        narrowings: Sequence[list[Token]],
    ) -> None:
        values = self._scene.assigner.values_of(group)
        rising = lead.rising or any(link.name == "rise" for link in group.links) or group.part > 0
        said = Said(group.kind, list(ends), arms, values, list(_last(narrowings)))
        meant = any(token.name in ("former", "latter") for token in lead.arms)
        named = bool(lead.arms) or max(fixed) >= 0
        self._memory.keep_run(said, rising=rising or (meant and len(set(arms)) == 1), named=named)

    def _companions(self, value: Value, end: End) -> None:
        """Read what the brackets behind a number say of other arms, and its ratios."""
        for bracket in value.brackets:
            for group in groups(list(stream(bracket.items)), self._scene.text):
                lead = self._leads.read([t for t in group.lead if t not in self._scene.taken])
                if self._follow_ups.takes(group, lead):
                    first = group.values[0]
                    if not self._drafts.follow(time_of(first, group), first.token.span):
                        self._follow_ups.keep(group, lead)
                elif group.kind is Kind.RATIO:
                    self._ratio(group, lead, [end])
                elif group.kind in (Kind.PERCENT, Kind.TIME):
                    self._companion(group, lead, end)

    def _companion(self, group: Group, lead: Lead, end: End) -> None:
        """Numbers in a bracket: of other arms or of a subgroup, and then for themselves only."""
        alone = len(group.values) == 1
        if alone and not (lead.arms or lead.populations or lead.grade):
            return
        context = self._context
        kept = context.single, context.order, context.populations
        self._note(lead)
        ends = fitting(group, lead) or graded(self._endings.hosted(group, [end]), lead)
        if group.kind is Kind.TIME:
            ends = [replace(each, timepoint="") for each in ends]
        self._emit(group, lead, ends)
        if alone:
            context.single, context.order, context.populations = kept

    # ------------------------------------------------------------ contrasts

    def _ratio(self, group: Group, lead: Lead, host: Sequence[End] = ()) -> None:
        self._drafts.open_run()
        if ends := self._endings.compared(group, lead, host):
            self._contrast(group, lead, ends, lead.ratio or "hazard_ratio")

    def _contrast(self, group: Group, lead: Lead, ends: list[End], measure: str) -> None:
        """Keep the results of a run that compares two arms."""
        size = len(group.values)
        narrowing = _last(self._narrowings.of(group, lead))
        for number, value in enumerate(group.values):
            end = ends[number] if len(ends) == size else ends[-1]
            sides = self._contrasts.sides(value, group, lead, end, measure)
            if sides is not None:
                self._drafts.add(self._builder.contrast(group, value, end, sides, measure, narrowing))
                self._companions(value, end)
        self._context.said.append(Said(Kind.RATIO, list(ends), [], []))


def _last(narrowings: Sequence[list[Token]]) -> list[Token]:
    """The narrowing in force for a whole run."""
    return narrowings[-1] if narrowings else []
