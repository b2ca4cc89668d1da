"""Studies against gold: which are the same, and what of them is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from isaextract.schema import Study
from isaextract.score.assign import best_pairs
from isaextract.score.compare import same_folded, same_identity, same_set, study_identity
from isaextract.score.figures import Counts, Share, total
from isaextract.score.mistakes import DIFFERS, INVENTED, MISSED, Difference, Mistake, in_words


def arm_set(study: Study) -> frozenset[frozenset[str]]:
    """A study's arms as a set of sets of drugs."""
    return frozenset(frozenset(arm.drugs) for arm in study.arms)


def _same_size(left: Study, right: Study) -> bool:
    return left.N == right.N


def _same_arms(left: Study, right: Study) -> bool:
    return arm_set(left) == arm_set(right)


CHECKS: Mapping[str, Callable[[Study, Study], bool]] = {
    "N": _same_size,
    "arms": _same_arms,
    "N_and_arms": lambda left, right: _same_size(left, right) and _same_arms(left, right),
    "phase": lambda left, right: same_folded(left.phase, right.phase),
    "population": lambda left, right: same_folded(left.population, right.population),
    "citations": lambda left, right: left.citations == right.citations,
    "ids": lambda left, right: same_set(left.ids, right.ids),
    "name": lambda left, right: same_folded(left.name, right.name),
}


@dataclass(frozen=True, slots=True)
class StudyScore:
    """Studies found, and over the matched ones the share with each of `CHECKS` right."""

    found: Counts
    fields: tuple[tuple[str, Share], ...]

    def record(self) -> dict[str, Any]:
        """The scores, JSON-ready."""
        return {**self.found.record(), "fields": {name: share.record() for name, share in self.fields}}


@dataclass(frozen=True, slots=True)
class StudyMatch:
    """Which studies of a document match, and which are left over."""

    pairs: tuple[tuple[Study, Study], ...]
    missed: tuple[Study, ...]
    invented: tuple[Study, ...]


def match_studies(gold: Sequence[Study], predicted: Sequence[Study]) -> StudyMatch:
    """The one-to-one assignment with the most pairs, and among those the one that agrees most.

    Two studies are the same by registry number and phase, else by name; two that have neither are the
    same where one arm at least is equal.
    """
    found = best_pairs(gold, predicted, _agreement)
    used_gold, used_predicted = {i for i, _ in found}, {j for _, j in found}
    return StudyMatch(
        tuple((gold[i], predicted[j]) for i, j in found),
        tuple(study for i, study in enumerate(gold) if i not in used_gold),
        tuple(study for j, study in enumerate(predicted) if j not in used_predicted),
    )


def score_studies(match: StudyMatch) -> StudyScore:
    """Count a document's matches."""
    pairs = len(match.pairs)
    counts = Counts(pairs, pairs + len(match.invented), pairs + len(match.missed))
    shares = {name: Share(sum(check(*pair) for pair in match.pairs), pairs) for name, check in CHECKS.items()}
    return StudyScore(counts, tuple(shares.items()))


def sum_studies(scores: Iterable[StudyScore]) -> StudyScore:
    """Many documents' scores together (micro average)."""
    scores = tuple(scores)
    shares = {name: Share() for name in CHECKS}
    for score in scores:
        for name, share in score.fields:
            shares[name] += share
    return StudyScore(total(score.found for score in scores), tuple(shares.items()))


def study_mistakes(doc: str, match: StudyMatch) -> tuple[Mistake, ...]:
    """The document's missed, half-right and invented studies."""
    differing = [(pair, _differences(*pair)) for pair in match.pairs]
    return (
        *(Mistake("study", MISSED, doc, name_study(study)) for study in match.missed),
        *(
            Mistake("study", DIFFERS, doc, name_study(gold), differs=differences)
            for (gold, _), differences in differing
            if differences
        ),
        *(Mistake("study", INVENTED, doc, name_study(study)) for study in match.invented),
    )


def name_study(study: Study) -> str:
    """A study in short: number or name, phase, population, arms."""
    known = " ".join(part for part in (study.name, *study.ids) if part) or "(no number, no name)"
    phase = f"phase {study.phase}" if study.phase else ""
    return ", ".join(part for part in (known, phase, study.population, _arms_in_words(study)) if part)


def _agreement(left: Study, right: Study) -> tuple[int, ...] | None:
    identity, other = study_identity(left), study_identity(right)
    shared = len(arm_set(left) & arm_set(right))
    known = any((left.ids, left.name))
    if not same_identity(identity, other) or not (known or shared):
        return None
    by_number = bool(set(left.ids) & set(right.ids))
    agreeing = sum(check(left, right) for check in CHECKS.values())
    return (
        int(by_number),
        CHECKS["phase"](left, right) + CHECKS["population"](left, right) + min(shared, 15),
        agreeing,
    )


def _differences(gold: Study, predicted: Study) -> tuple[Difference, ...]:
    names = [name for name, check in CHECKS.items() if name != "N_and_arms" and not check(gold, predicted)]
    return tuple(Difference(name, _in_words(gold, name), _in_words(predicted, name)) for name in names)


def _in_words(study: Study, name: str) -> str:
    return _arms_in_words(study) if name == "arms" else in_words(getattr(study, name))


def _arms_in_words(study: Study) -> str:
    return " | ".join(sorted(in_words(tuple(sorted(arm))) for arm in arm_set(study))) or "-"
