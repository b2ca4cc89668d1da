"""The arms of a study, as objects with evidence: what they hold, how the text calls them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from isaextract.lexicon import Lexicon
from isaextract.schema import Span

STAGES = ("stage_induction", "stage_transplant")
CHOICE = ("investigator's choice",)
PLACEBO = "placebo"
CARE = ("best supportive care", "androgen deprivation therapy")  # no part of an arm where all get it
GENERAL = "chemotherapy"  # a name that goes on for drugs once spelt out behind it
STANDARD = ("standard therapy",)  # what a study sets against its drug without naming it
_INACTIVE = (CHOICE, (PLACEBO,), ("observation",))


@dataclass(frozen=True, slots=True)
class ArmDraft:
    """An arm while it is being put together.

    ``tag`` tells arms with the same drugs apart (a schedule, a route, a dose); ``labels`` are the
    names that the text gives it; ``role`` is ``experimental``, ``control`` or ``""``.
    """

    drugs: tuple[str, ...]
    tag: str = ""
    role: str = ""
    labels: tuple[str, ...] = ()
    span: Span | None = None
    weight: int = 0
    coded: bool = False  # named by a regimen's code

    @property
    def is_inactive(self) -> bool:
        """Whether the arm is a control by what it holds: placebo, observation, what the doctor chose."""
        return self.drugs in _INACTIVE

    def is_cytotoxic(self, lexicon: Lexicon) -> bool:
        """Whether the arm holds nothing but cytotoxic drugs, placebo aside: what "chemotherapy" may mean."""
        kinds = [lexicon.classes.entries.get(_group(drug, lexicon)) for drug in self.drugs if drug != PLACEBO]
        return bool(kinds) and all(kind is not None and kind.cytotoxic for kind in kinds)

    def joined(self, other: ArmDraft) -> ArmDraft:
        """Both pieces of evidence for one arm in one."""
        return replace(
            self,
            role=self.role or other.role,
            labels=tuple(dict.fromkeys((*self.labels, *other.labels))),
            span=self.span or other.span,
            weight=_sum(self.weight, other.weight),
            coded=self.coded or other.coded,
        )


@dataclass(slots=True)
class Arms:
    """The arms of one study in the order of the text, and the answer to "which arm is meant?"."""

    drafts: list[ArmDraft] = field(default_factory=list)
    decided: bool = False  # whether the text tells which arm is the control
    partial: bool = False  # arms were compared, but the text names one only

    def __len__(self) -> int:
        return len(self.drafts)

    def lists(self) -> list[tuple[str, ...]]:
        """The distinct drug lists, in order; what only a stage had is no arm."""
        return list(dict.fromkeys(draft.drugs for draft in self.drafts if draft.role not in STAGES))

    def named(self, drugs: Iterable[str], tag: str = "") -> int:
        """The arm that a set of drugs names: the same set, else the one arm that fits best; ``-1`` if none.

        A part of a regimen names the arm that holds it, when only one does or the others hold it
        as their common backbone.
        """
        wanted = set(drugs)
        if wanted == {GENERAL} and any(draft.drugs == CHOICE for draft in self.drafts):
            wanted = set(CHOICE)
        if wanted == set(STANDARD):
            return next(
                (n for n, draft in enumerate(self.drafts) if draft.drugs == CHOICE), self.with_role("control")
            )
        if wanted == {GENERAL} and not any(GENERAL in draft.drugs for draft in self.drafts):
            return self.labelled(GENERAL)
        tagged = [n for n, draft in enumerate(self.drafts) if tag and draft.tag == tag]
        exact = [n for n, draft in enumerate(self.drafts) if set(draft.drugs) == wanted]
        if tagged:
            return next((n for n in tagged if n in exact), tagged[0])
        if exact:
            return exact[0]
        holding = [n for n, draft in enumerate(self.drafts) if wanted and wanted <= set(draft.drugs)]
        if len(holding) == 1:
            return holding[0]
        if holding:
            return min(holding, key=lambda n: (len(set(self.drafts[n].drugs) - {PLACEBO}), n))
        held = [n for n, draft in enumerate(self.drafts) if draft.drugs and set(draft.drugs) <= wanted]
        return max(held, key=lambda n: len(self.drafts[n].drugs)) if held else -1

    def labelled(self, label: str) -> int:
        """The arm that the text calls so; ``-1`` if none."""
        key = "".join(label.split()).casefold()
        for number, draft in enumerate(self.drafts):
            if any("".join(own.split()).casefold() == key for own in draft.labels):
                return number
        return -1

    def plainest(self) -> int:
        """The arm with the fewest drugs: what a dose of a single drug belongs to."""
        numbers = range(len(self.drafts))
        return min(numbers, key=lambda n: (len(self.drafts[n].drugs), n), default=-1)

    def staged(self, stage: str) -> int:
        """What all patients had by a stage ("after induction"); ``-1`` if the text does not say."""
        if not stage:
            return -1
        return next((number for number, draft in enumerate(self.drafts) if draft.role == stage), -1)

    def with_role(self, role: str) -> int:
        """The experimental or the control arm; ``-1`` if the text does not say."""
        for number, draft in enumerate(self.drafts):
            if draft.role == role:
                return number
        if len(self.drafts) == 2 and any(draft.role for draft in self.drafts):
            return next(number for number, draft in enumerate(self.drafts) if not draft.role)
        if len(self.drafts) >= 2:
            return 0 if role == "experimental" else len(self.drafts) - 1
        return -1


def by_evidence(drafts: Sequence[ArmDraft]) -> list[ArmDraft]:
    """Join the evidence for the same arm (drugs and tag), in order of first appearance."""
    joined: dict[tuple[tuple[str, ...], str], ArmDraft] = {}
    for draft in drafts:
        key = (draft.drugs, draft.tag)
        joined[key] = joined[key].joined(draft) if key in joined else draft
    return list(joined.values())


def _group(drug: str, lexicon: Lexicon) -> str:
    entry = lexicon.drugs.entries.get(drug)
    return entry.group if entry is not None else drug


def union(*drugs: Iterable[str]) -> tuple[str, ...]:
    """All drugs of several lists, in the order of an arm."""
    return tuple(sorted({drug for each in drugs for drug in each}))


def _sum(one: int, other: int) -> int:
    """Weak evidence does not add up to strong evidence."""
    strong = [weight for weight in (one, other) if weight > 1]
    return sum(strong) if strong else max(one, other)
