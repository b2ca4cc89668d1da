"""Which arm a table means: its row's, its column's, a side of "vs", the other arm of a ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from isaextract.lexicon import Lexicon
from isaextract.link.arms import CHOICE, PLACEBO, STANDARD, ArmDraft, Arms
from isaextract.link.results import Arm
from isaextract.link.table_heads import Facet, Role
from isaextract.link.table_sheet import Item, Sheet
from isaextract.link.table_treatments import Treatment

WEIGHT = 3  # of a table as evidence for an arm
_ABSENT = ("missing", "reference")


def squeeze(text: str) -> str:
    """A label without blanks and case."""
    return "".join(text.split()).casefold()


@dataclass(frozen=True, slots=True)
class Pair:
    """The two arms of a comparison; ``None`` where it stays open."""

    first: Treatment | None
    second: Treatment | None


class Sides:
    """Finds the arms of the numbers of one sheet. ``studies`` holds each item's study by ``id``."""

    def __init__(self, sheet: Sheet, lexicon: Lexicon, arms: Sequence[Arms], numbers: Sequence[int]) -> None:
        self._sheet, self._lexicon, self._arms = sheet, lexicon, arms
        self._numbers = {id(item): number for item, number in zip(sheet.items, numbers, strict=True)}
        self._named: dict[int, list[Treatment]] = {}
        for item in sorted(sheet.items, key=lambda item: bool(item.ratio)):
            for treatment in item.context.treatments:
                self._name(self.study(item), treatment, again=not item.ratio)

    def study(self, item: Item) -> int:
        """The number of an item's study."""
        return self._numbers[id(item)]

    # ------------------------------------------------------------ to an arm

    def drafts(self) -> dict[int, list[ArmDraft]]:
        """The arms that the table names, by study."""
        for item in self._sheet.items:
            if item.sides == 2 and not item.ratio:
                self._name(self.study(item), self.of(item))
        return {
            study: [self._draft(treatment, self._tag(treatment, named)) for treatment in named]
            for study, named in self._named.items()
        }

    def _draft(self, treatment: Treatment, tag: str) -> ArmDraft:
        labels = (treatment.text, tag) if tag else (treatment.text,)
        return ArmDraft(treatment.drugs, tag, treatment.role, labels, treatment.span, WEIGHT)

    def _name(self, study: int, treatment: Treatment | None, again: bool = False) -> None:
        """Keep an arm that is new; ``again``: new by its words, though another has the same drugs."""
        known = self._named.setdefault(study, [])
        if treatment is None or not treatment.drugs:
            return
        same = [
            t
            for t in known
            if squeeze(t.text) == squeeze(treatment.text) or (t.drugs == treatment.drugs and not again)
        ]
        if not same:
            known.append(treatment)

    def _tag(self, treatment: Treatment, named: Sequence[Treatment]) -> str:
        """What tells an arm from another one with the same drugs: the words behind them, or all of it."""
        alike = [t for t in named if t.drugs == treatment.drugs]
        if len(alike) < 2:
            return ""
        apart = len({t.rest for t in alike}) == len(alike) and all(t.rest for t in alike)
        return treatment.rest if apart else treatment.text

    def arm(self, study: int, treatment: Treatment | None) -> Arm | None:
        """The arm of a study that a label means."""
        if treatment is None:
            return None
        arms = self._arms[study] if 0 <= study < len(self._arms) else Arms()
        named = self._named.get(study, [])
        if not treatment.drugs:
            return self._labelled(arms, treatment, named)
        if treatment.drugs == STANDARD:
            number = arms.named(STANDARD)
            return Arm(arms.drafts[number].drugs, arms.drafts[number].tag) if number >= 0 else Arm(CHOICE)
        tag = self._tag(treatment, named)
        labelled = arms.labelled(treatment.text)
        if labelled >= 0 and arms.drafts[labelled].drugs == treatment.drugs:
            return Arm(arms.drafts[labelled].drugs, arms.drafts[labelled].tag)
        number = arms.named(treatment.drugs, tag)
        if number >= 0 and self._fits(arms, number, treatment, named):
            draft = arms.drafts[number]
            return Arm(
                draft.drugs, tag or (draft.tag if squeeze(draft.tag) == squeeze(treatment.text) else "")
            )
        return Arm(treatment.drugs, tag)

    def _fits(self, arms: Arms, number: int, treatment: Treatment, named: Sequence[Treatment]) -> bool:
        """The same drugs, or a part of one arm only, which the table does not name in full."""
        wanted, found = set(treatment.drugs), set(arms.drafts[number].drugs)
        if wanted == found:
            return True
        holding = {draft.drugs for draft in arms.drafts if wanted <= set(draft.drugs)}
        return len(holding) == 1 and wanted < found and not any(set(t.drugs) == found for t in named)

    def _labelled(self, arms: Arms, treatment: Treatment, named: Sequence[Treatment]) -> Arm | None:
        bare = self._lexicon.cue("arm_noun").sub("", treatment.text)
        number = max(arms.labelled(treatment.text), arms.labelled(bare))
        if number < 0 and treatment.role:
            number = arms.with_role(treatment.role)
        if number >= 0:
            return Arm(arms.drafts[number].drugs, arms.drafts[number].tag)
        if treatment.role and len(named) == 2:
            ordered = self._ordered(-1, named)
            chosen = ordered[0 if treatment.role == "experimental" else 1]
            return Arm(chosen.drugs)
        return None

    # ------------------------------------------------------------ sides

    def of(self, item: Item) -> Treatment | None:
        """The arm that a number belongs to."""
        own = item.context.treatments
        if item.sides == 1:
            if len(own) == 1 and not self._is_loose(item, own[0]):
                return self._staged(item, own[0])
            own = () if len(own) == 1 else own
            return self._only(item) if not own else None
        pair = self._pair(item)
        if item.sides == 2:
            chosen = pair.first if item.side == 0 else pair.second
            return self._staged(item, chosen) if chosen else None
        ordered = own if len(own) == item.sides else self._study_arms(self.study(item))
        return ordered[item.side] if len(ordered) == item.sides else None

    def _is_loose(self, item: Item, treatment: Treatment) -> bool:
        """Whether a name that is no treatment turns out to be a subgroup's ("高危组")."""
        unknown = not treatment.drugs and self.arm(self.study(item), treatment) is None
        return unknown and bool(item.context.subgroup)

    def _staged(self, item: Item, treatment: Treatment) -> Treatment:
        """The arm up to its first arrow, where a note says that the number is from then."""
        staged = any(mark in self._sheet.notes.stages for mark in item.marks)
        if not staged or treatment.first == treatment.drugs:
            return treatment
        return Treatment(treatment.first, treatment.text, treatment.role, treatment.first, treatment.span)

    def _only(self, item: Item) -> Treatment | None:
        """The arm of a study with one arm."""
        arms = self._study_arms(self.study(item))
        if len(arms) == 1:
            return arms[0]
        caption = self._sheet.caption.treatments
        return caption[0] if len(caption) == 1 and not arms else None

    def _study_arms(self, study: int) -> list[Treatment]:
        """A study's arms, the experimental one first, the control last."""
        if not 0 <= study < len(self._arms):
            return []
        arms = self._arms[study]
        found = [
            Treatment(d.drugs, d.labels[0] if d.labels else d.tag, d.role, d.drugs, d.span)
            for d in arms.drafts
        ]
        return self._ordered(study, found)

    def _ordered(self, study: int, treatments: Sequence[Treatment]) -> list[Treatment]:
        return sorted(treatments, key=self.is_control)

    def is_control(self, treatment: Treatment) -> bool:
        """Whether an arm is called a control, or gets a placebo."""
        return treatment.role == "control" or PLACEBO in treatment.drugs or "observation" in treatment.drugs

    def _pair(self, item: Item) -> Pair:
        """The two arms that "x vs y" sets against each other."""
        own = item.context.treatments
        if len(own) == 2:
            return Pair(own[0], own[1])
        order = self._order(item)
        if not own:
            if order and all(t.drugs for t in order):
                return Pair(order[0], order[1])
            arms = self._study_arms(self.study(item))
            pair = Pair(arms[0], arms[1]) if len(arms) == 2 else Pair(None, None)
            return Pair(pair.second, pair.first) if order and order[0].role == "control" else pair
        return self._completed(item, own[0], order)

    def _order(self, item: Item) -> tuple[Treatment, ...]:
        """The pair that the column's head or the caption names."""
        head = self._sheet.grid.heads[item.column].treatments
        return next((pair for pair in (head, self._sheet.caption.treatments) if len(pair) == 2), ())

    def _completed(self, item: Item, own: Treatment, order: Sequence[Treatment]) -> Pair:
        """The row's arm with the one that it is compared with."""
        others = [t for t in order if t.role != "experimental" and t.drugs != own.drugs]
        reverse = bool(order) and order[1].role == "experimental"
        other = others[0] if others else self._other(self.study(item), own)
        return Pair(other, own) if reverse else Pair(own, other)

    def _other(self, study: int, own: Treatment) -> Treatment | None:
        """The study's arm that another one is compared with."""
        rest = [t for t in self._study_arms(study) if set(t.drugs) != set(own.drugs)]
        rest = [t for t in rest if not set(own.drugs) < set(t.drugs) or len(rest) == 1]
        return rest[-1] if rest else None

    # ------------------------------------------------------------ ratios

    def contrast(self, item: Item) -> Pair | None:
        """The two arms of a ratio; ``None`` where the cell is a reference."""
        if item.reading.status in _ABSENT:
            return None
        noted = self._noted(item)
        if noted is not None:
            return noted
        row, head = item.line.facet, self._sheet.grid.heads[item.column]
        named, other = (row, head) if row.role is Role.RATIO and row.treatments else (head, row)
        if named.role is not Role.RATIO or not named.treatments:
            own = item.context.treatments
            return Pair(own[0], own[1]) if len(own) == 2 else self._by_axis(item, own[0] if own else None)
        if len(named.treatments) > 1:
            return Pair(named.treatments[0], named.treatments[1])
        if named.against:
            return self._against(item, named.treatments[0], other)
        return self._by_axis(item, (other.treatments or named.treatments)[0])

    def _against(self, item: Item, control: Treatment, other: Facet) -> Pair | None:
        """A ratio of its row's or column's arm, else of the study's other arm, against a named one."""
        if other.treatments:
            return None if self._same(other.treatments[0], control) else Pair(other.treatments[0], control)
        arms = self._axis(item) or self._study_arms(self.study(item))
        return Pair(next((t for t in arms if t.drugs != control.drugs), None), control)

    def _noted(self, item: Item) -> Pair | None:
        contrasts = self._sheet.notes.contrasts
        key = next((mark for mark in item.marks if mark in contrasts), "" if "" in contrasts else None)
        if key is None:
            return None
        first, second = contrasts[key]
        own = item.context.treatments
        if first is None and own and self._same(own[0], second):
            return None
        return Pair(first or (own[0] if own else next(iter(self._axis(item)), None)), second)

    def _same(self, one: Treatment, other: Treatment) -> bool:
        return (
            one.drugs == other.drugs
            if one.drugs and other.drugs
            else squeeze(one.text) == squeeze(other.text)
        )

    def _axis(self, item: Item) -> list[Treatment]:
        """The arms that stand beside each other in the item's study: down the rows, or along the columns."""
        arms: dict[str, Treatment] = {}
        for other in self._sheet.items:
            one = other.context.treatments
            alone = len(one) == 1 and other.sides == 1 and not other.ratio
            if alone and self.study(other) == self.study(item):
                arms.setdefault(squeeze(one[0].text), one[0])
        return list(arms.values())

    def _by_axis(self, item: Item, own: Treatment | None) -> Pair | None:
        arms = self._axis(item) or list(item.context.treatments)
        if item.sides == 2 and own is None:
            return self._pair(item)
        if own is None:
            ordered = (
                self._ordered(self.study(item), arms) if len(arms) > 1 else self._study_arms(self.study(item))
            )
            if len(ordered) < 2:
                return self._pair(item)
            return Pair(ordered[0], ordered[-1])
        references = self._references(item, own)
        if item.reading.value == 1 and item.reading.interval is None and not references and len(arms) > 1:
            return None
        if references:
            return Pair(own, references[0])
        return self._without_reference(item, own, arms)

    def _references(self, item: Item, own: Treatment) -> list[Treatment]:
        """The arms whose own cell says "reference", or 1.00 without an interval."""
        found = []
        for other in self._peers(item):
            plain_one = other.reading.value == 1 and other.reading.interval is None
            if (other.reading.status == "reference" or plain_one) and other.context.treatments:
                found.append(other.context.treatments[0])
        return [t for t in found if squeeze(t.text) != squeeze(own.text)]

    def _peers(self, item: Item) -> list[Item]:
        """The ratios of the same kind in the same study."""
        return [
            other
            for other in self._sheet.items
            if other is not item
            and other.ratio
            and self.study(other) == self.study(item)
            and (other.column == item.column or other.line.row == item.line.row)
            and other.context.subgroup == item.context.subgroup
        ]

    def _without_reference(self, item: Item, own: Treatment, arms: Sequence[Treatment]) -> Pair:
        """The only ratio of a study without a reference: it is of the arm that is no control."""
        others = [t for t in arms if squeeze(t.text) != squeeze(own.text)]
        if not others:
            return self._pair_of_one(item, own)
        reported = {
            squeeze(o.context.treatments[0].text)
            for o in self._peers(item)
            if o.reading.value is not None and o.context.treatments
        }
        empty = [t for t in others if squeeze(t.text) not in reported] or others
        other = next((t for t in empty if self.is_control(t)), empty[-1])
        if self._called_control(item, own) and not self._called_control(item, other):
            return Pair(other, own)
        return Pair(own, other)

    def _called_control(self, item: Item, treatment: Treatment) -> bool:
        if self.is_control(treatment):
            return True
        return any(
            t.role == "control" and t.drugs == treatment.drugs for t in self._study_arms(self.study(item))
        )

    def _pair_of_one(self, item: Item, own: Treatment) -> Pair:
        """The arm of a study with one row against the arm that the head, the caption or the text names."""
        pair = self._completed(item, own, self._order(item))
        other = pair.second if pair.first is own else pair.first
        if other is not None and self._called_control(item, own) and not self._called_control(item, other):
            return Pair(other, own)
        return Pair(own, other)
