"""What narrows a number: a subgroup, a dose, an assessor; and how a row words it."""

from __future__ import annotations

from collections.abc import Sequence

from isaextract.link.groups import Group
from isaextract.link.leads import End, Lead
from isaextract.link.results import Arm
from isaextract.link.scene import Scene
from isaextract.link.tails import TailReader, is_abbreviated
from isaextract.link.tokens import Kind, Token

_CALLED = 8  # characters behind a population that may call it a subgroup


class Narrowings:
    """Reads which part of the patients the numbers of one sentence are about."""

    def __init__(self, scene: Scene, tails: TailReader) -> None:
        self._scene, self._tails = scene, tails
        self._text, self._context = scene.text, scene.context
        self._aside: list[Token] = []  # populations that only the numbers at hand are compared with
        self._whole = False  # the words name the overall population
        self._assessor = ""
        self._listed: list[list[Token]] = []  # of a run whose numbers had one narrowing each

    # ------------------------------------------------------------ in force

    def note(self, lead: Lead) -> None:
        """Keep the populations that the words before a run narrow its numbers to, and those behind."""
        context = self._context
        self._whole = lead.overall
        if lead.overall:
            context.populations, context.subgroup = [], None
        if context.spoken is not None and self._means_before(lead):
            context.populations = [context.spoken]
            context.subgroup = context.spoken
        narrowing = [token for token in lead.populations if self._narrows(token, lead)]
        narrowing = [token for token in narrowing if not is_abbreviated(token, lead.tokens)]
        if meant := [token for token in narrowing if token.mention and token.span != token.mention.span]:
            narrowing = narrowing[narrowing.index(meant[0]) :]  # "in the former": one of those named before
        if narrowing and self._is_named_part(narrowing[0], lead):
            narrowing = narrowing[:1]  # "in cohort 2, X and Y, ...": the rest says who they are
        if narrowing and context.subgroup is context.spoken:
            context.subgroup = None
        self._aside = [token for token in narrowing if self._is_compared(token, lead)]
        narrowing = [token for token in narrowing if token not in self._aside]
        if narrowing:
            self._listed = []
            context.populations = [*(context.populations if lead.subset else []), *narrowing]

    def _is_named_part(self, token: Token, lead: Lead) -> bool:
        """Whether a population is a part of the study by number, and a comma opens its description."""
        behind = [t for t in lead.tokens if t.start >= token.end]
        described = bool(behind) and behind[0].kind is Kind.COMMA
        return described and self._scene.cue("part_named").fullmatch(token.text.strip()) is not None

    def _means_before(self, lead: Lead) -> bool:
        """Whether "these patients" takes up the population that the sentence before spoke of."""
        if not lead.tokens:
            return False
        start, end = lead.tokens[0].start, self._scene.until
        return self._scene.cue("these_patients").search(self._text, start, end) is not None

    def _is_compared(self, token: Token, lead: Lead) -> bool:
        """A population that only one number is compared with ("低于 A 部分的 2.5 小时")."""
        cues = [t for t in lead.tokens if t.kind is Kind.CUE and t.end <= token.start]
        near = bool(cues) and len(self._text[cues[-1].end : token.start].strip()) <= 2
        return near and cues[-1].name in ("more", "less", "relative")

    def _is_treated(self, token: Token, lead: Lead) -> bool:
        """Whether patients of a kind are whom the study treats ("X 比较 A 与 B 治疗 Y 患者")."""
        before = [t for t in lead.tokens if t.end <= token.start]
        arm = next((t for t in reversed(before) if t.kind is Kind.ARM), None)
        if arm is None or not any(t.kind in (Kind.STUDY, Kind.PHASE) for t in before):
            return False
        return self._scene.cue("treats").search(self._text, arm.end, token.start) is not None

    def _narrows(self, token: Token, lead: Lead) -> bool:
        """Whether a population narrows the numbers behind it, and does not only say who was enrolled."""
        kind, _, key = token.name.partition(":")
        called = self._scene.cue("subgroup_word").search(self._text[token.end : token.end + _CALLED])
        if kind == "setting" and not (called and token.end + called.start() < self._scene.until):
            return key in self._scene.settings or token.text in self._scene.settings
        if lead.subset or called:
            return True
        if self._scene.cue("enrolled_behind").match(self._text, token.end) or self._is_treated(token, lead):
            return False
        before = [t for t in lead.tokens if t.end <= token.start]
        closed = max((t.start for t in before if t.kind is Kind.CLOSE), default=-1)
        counted = any(t.kind is Kind.COUNT and token.start - t.end < 25 and t.start > closed for t in before)
        start = before[0].start if before else token.start
        return not counted and self._scene.cue("enrol").search(self._text, start, token.start) is None

    # ------------------------------------------------------------ of a run

    def of(self, group: Group, lead: Lead) -> list[list[Token]]:
        """What narrows the numbers of a run: one narrowing for all, or one for each; empty if none."""
        context, size = self._context, len(group.values)
        if self._tails.is_overall(group):
            context.populations, context.subgroup = [], None
            return []
        if behind := self._tails.populations(group):
            return [behind]
        if self._aside:
            return [list(self._aside)]
        here = [token for token in lead.populations if token in context.populations]
        if len(here) == size > 1 and (not lead.arms or len(context.arms) == 1):
            self._listed = [[token] for token in here]
            return list(self._listed)
        if size > 1 and not lead.populations and not lead.arms and (listed := self._listed_before(size)):
            return listed
        if context.populations:
            return [list(context.populations)]
        if (dose := self._tails.dose(group)) is not None:
            return [[dose]]
        if lead.doses and not lead.arms and self._is_dosed(lead):
            return [[token] for token in lead.doses[-size:]]
        return [[context.subgroup]] if context.subgroup is not None else []

    def _listed_before(self, size: int) -> list[list[Token]]:
        """The narrowings of the runs before, where each had one of its own ("... and ..., respectively")."""
        if len(self._listed) == size:
            return list(self._listed)
        listed = [run.narrowing for run in self._context.said[-size:]]
        told_apart = len(listed) == size and all(listed) and len({tuple(each) for each in listed}) > 1
        return [list(each) for each in listed] if told_apart else []

    def _is_dosed(self, lead: Lead) -> bool:
        start, end = lead.tokens[0].start, lead.tokens[-1].end + 8
        return self._scene.cue("dose_level").search(self._text, start, end) is not None

    def assess(self, group: Group, lead: Lead, ends: Sequence[End]) -> None:
        """Keep who assessed a result that the sentence gave by another assessor before."""
        assessor = ""
        if any(run.ends and run.ends[-1].code == ends[-1].code for run in self._context.said):
            start = lead.tokens[0].start if lead.tokens else group.start
            match = self._scene.cue("assessor").search(self._text, max(0, start - 12), group.start)
            assessor = match[0] if match else ""
        if assessor or lead.ends:
            self._assessor = assessor

    # ------------------------------------------------------------ in words

    def words(self, arm: Arm | None, narrowing: Sequence[Token]) -> str:
        """The subgroup of a row: the narrowings, the assessor, and the tag of its arm."""
        parts = [self._wording(token) for token in narrowing]
        if self._assessor:
            parts.append(self._assessor)
        tags = {draft.tag for draft in self._context.arms.drafts if draft.tag}
        told = any(token.kind is Kind.POPULATION and token.text in tags for token in narrowing)
        if arm is not None and arm.tag and not self._whole and not told:
            parts.append(arm.tag)
        return "; ".join(dict.fromkeys(parts))

    def _wording(self, token: Token) -> str:
        """A narrowing in the text's words: a dose with its bound and its schedule."""
        if token.kind is not Kind.DOSE:
            return token.text
        start, end = token.start, token.end
        before = self._text[max(0, start - 8) : start]
        for match in self._scene.cue("dose_up").finditer(before):
            if not before[match.end() :].strip():
                start -= len(before) - match.start()
        schedule = self._scene.cue("treatment_schedule").match(self._text, end + 1)
        return self._text[start : schedule.end() if schedule else end].strip()
