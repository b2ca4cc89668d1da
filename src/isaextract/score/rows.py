"""Rows against gold: pairs, levels, fields, mistakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from isaextract.schema import EvidenceRow
from isaextract.score.assign import best_pairs
from isaextract.score.compare import (
    ARM_FIELDS,
    FIELDS,
    FULL_FIELDS,
    Level,
    agree,
    level,
    same_number,
    same_study,
)
from isaextract.score.figures import Counts, Share, total, total_share
from isaextract.score.mistakes import DETAIL, DIFFERS, INVENTED, MISSED, Difference, Mistake, in_words

STUDY_FIELDS = ("trial_ids", "trial_name", "phase")
READING_FIELDS = ("endpoint", "measure", "value", "unit", "status")


@dataclass(frozen=True, slots=True)
class FieldScore:
    """A field over the pairs whose number is right.

    ``all`` counts every pair, ``filled`` those where gold has the field, ``blank`` those where it has not
    (wrong there means invented).
    """

    all: Share = field(default_factory=Share)
    filled: Share = field(default_factory=Share)
    blank: Share = field(default_factory=Share)

    def __add__(self, other: FieldScore) -> FieldScore:
        return FieldScore(self.all + other.all, self.filled + other.filled, self.blank + other.blank)

    def record(self) -> dict[str, Any]:
        """The shares, JSON-ready."""
        return {"all": self.all.record(), "filled": self.filled.record(), "blank": self.blank.record()}


@dataclass(frozen=True, slots=True)
class RowScore:
    """Rows at the three levels, and field by field."""

    number: Counts
    arm: Counts
    full: Counts
    fields: tuple[tuple[str, FieldScore], ...]

    def record(self) -> dict[str, Any]:
        """The scores, JSON-ready."""
        return {
            "number": self.number.record(),
            "arm": self.arm.record(),
            "full": self.full.record(),
            "fields": {name: score.record() for name, score in self.fields},
        }


@dataclass(frozen=True, slots=True)
class RowPair:
    """A gold row, the predicted row that is its match, and how far they agree."""

    gold: EvidenceRow
    predicted: EvidenceRow
    level: Level


@dataclass(frozen=True, slots=True)
class RowMatch:
    """Which rows of a document match, and which are left over."""

    pairs: tuple[RowPair, ...]
    missed: tuple[EvidenceRow, ...]
    invented: tuple[EvidenceRow, ...]


def match_rows(gold: Sequence[EvidenceRow], predicted: Sequence[EvidenceRow]) -> RowMatch:
    """The one-to-one assignment that agrees most: numbers, then arms, then full, then other fields."""
    gold_groups, predicted_groups = _by_reading(gold), _by_reading(predicted)
    found: list[tuple[int, int]] = []
    for key, mine in gold_groups.items():
        theirs = predicted_groups.get(key, [])
        pairs = best_pairs([gold[i] for i in mine], [predicted[j] for j in theirs], _agreement)
        found += ((mine[i], theirs[j]) for i, j in pairs)
    found.sort()
    used_gold, used_predicted = {i for i, _ in found}, {j for _, j in found}
    return RowMatch(
        tuple(RowPair(gold[i], predicted[j], level(gold[i], predicted[j])) for i, j in found),
        tuple(row for i, row in enumerate(gold) if i not in used_gold),
        tuple(row for j, row in enumerate(predicted) if j not in used_predicted),
    )


def score_rows(match: RowMatch) -> RowScore:
    """Count a document's matches."""
    predicted, gold = len(match.pairs) + len(match.invented), len(match.pairs) + len(match.missed)
    hits = [
        sum(pair.level >= wanted for pair in match.pairs) for wanted in (Level.NUMBER, Level.ARM, Level.FULL)
    ]
    number, arm, full = (Counts(count, predicted, gold) for count in hits)
    return RowScore(number, arm, full, tuple((name, _score_field(name, match.pairs)) for name in FIELDS))


def sum_rows(scores: Iterable[RowScore]) -> RowScore:
    """Many documents' scores together (micro average)."""
    scores = tuple(scores)
    fields = {name: FieldScore() for name in FIELDS}
    for score in scores:
        for name, figures in score.fields:
            fields[name] += figures
    number, arm, full = (
        total(getattr(score, name) for score in scores) for name in ("number", "arm", "full")
    )
    return RowScore(number, arm, full, tuple(fields.items()))


def row_mistakes(match: RowMatch) -> tuple[Mistake, ...]:
    """The document's missed, mis-slotted and invented rows, and those right in full but for a detail."""
    return (
        *(_missed(row, match.invented) for row in match.missed),
        *(_differing(pair) for pair in match.pairs if pair.level < Level.FULL),
        *(_detail(pair) for pair in match.pairs if pair.level is Level.FULL and _wrong(FIELDS, pair)),
        *(_mistake(INVENTED, row) for row in match.invented),
    )


def pairdifferences(pair: RowPair) -> tuple[Difference, ...]:
    """The fields that keep a pair from agreeing in full."""
    names = _wrong((*ARM_FIELDS, *FULL_FIELDS), pair)
    if not same_study(pair.gold, pair.predicted):
        names += _wrong(STUDY_FIELDS, pair)
    return differences(names, pair.gold, pair.predicted)


def name_row(row: EvidenceRow) -> str:
    """A row in short: endpoint, measure, value, arm."""
    value = "not reached" if row.value is None else f"{in_words(float(row.value))} {row.unit}".strip()
    against = f" vs {in_words(row.comparator)}" if row.comparator else ""
    details = " ".join(part for part in (row.event, row.grade, row.timepoint, row.subgroup) if part)
    head = f"{row.endpoint} {row.measure} {value} [{in_words(row.regimen)}{against}]"
    return f"{head} ({details})" if details else head


def _by_reading(rows: Sequence[EvidenceRow]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        groups[row.endpoint, row.measure, row.unit, row.status].append(position)
    return groups


def _agreement(left: EvidenceRow, right: EvidenceRow) -> tuple[int, ...] | None:
    reached = level(left, right)
    if reached is Level.NONE:
        return None
    fields = sum(agree(name, left, right) for name in FIELDS)
    return int(reached >= Level.ARM), int(reached >= Level.FULL), fields


def _score_field(name: str, pairs: Sequence[RowPair]) -> FieldScore:
    right: dict[bool, int] = {True: 0, False: 0}
    seen: dict[bool, int] = {True: 0, False: 0}
    for pair in pairs:
        filled = getattr(pair.gold, name) not in (None, "", ())
        seen[filled] += 1
        right[filled] += agree(name, pair.gold, pair.predicted)
    filled_share, blank_share = Share(right[True], seen[True]), Share(right[False], seen[False])
    return FieldScore(total_share((filled_share, blank_share)), filled_share, blank_share)


def _wrong(names: Iterable[str], pair: RowPair) -> list[str]:
    return [name for name in names if not agree(name, pair.gold, pair.predicted)]


def _differing(pair: RowPair) -> Mistake:
    return _mistake(DIFFERS, pair.predicted, pairdifferences(pair))


def _detail(pair: RowPair) -> Mistake:
    return _mistake(DETAIL, pair.predicted, differences(_wrong(FIELDS, pair), pair.gold, pair.predicted))


def _missed(row: EvidenceRow, invented: Sequence[EvidenceRow]) -> Mistake:
    """A missed row; an invented row of the same value tells what it was taken for."""
    near = [other for other in invented if row.value is not None and same_number(row.value, other.value)]
    if not near:
        return _mistake(MISSED, row)
    guess = max(near, key=lambda other: sum(agree(name, row, other) for name in FIELDS))
    names = [name for name in READING_FIELDS if getattr(row, name) != getattr(guess, name)]
    return _mistake(MISSED, row, differences(names, row, guess))


def _mistake(kind: str, row: EvidenceRow, differs: tuple[Difference, ...] = ()) -> Mistake:
    page = row.ground.boxes[0].page if row.ground and row.ground.boxes else None
    return Mistake("row", kind, row.doc, name_row(row), row.quote, page, differs=differs)


def differences(names: Iterable[str], gold: EvidenceRow, predicted: EvidenceRow) -> tuple[Difference, ...]:
    """The fields named, with both rows' values in words."""
    values = ((name, in_words(getattr(gold, name)), in_words(getattr(predicted, name))) for name in names)
    return tuple(Difference(*value) for value in values)
