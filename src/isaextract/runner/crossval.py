"""Cross-validation with all its figures: labels, unknown words, rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.runner.training import names_of, train_folds
from isaextract.runner.unknown import Outcome, reduce, total, unknown_words
from isaextract.runner.validation import Comparison, Judged, compare, judged_documents
from isaextract.score import Counts
from isaextract.train import Recipe

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The unknown-word test of one seed: the rules alone, and rules and model together."""

    seed: int
    rules: Outcome
    both: Outcome


@dataclass(frozen=True, slots=True)
class Figures:
    """What a cross-validation found."""

    comparison: Comparison
    unknown: tuple[Unknown, ...] = ()
    rows: Mapping[str, float] = field(default_factory=dict)  # F1 of rows with the whole lexicon, by level

    def record(self) -> dict[str, Any]:
        """The figures, JSON-ready."""
        tests = [
            {"seed": test.seed, "rules": test.rules.record(), "both": test.both.record()}
            for test in self.unknown
        ]
        return {**self.comparison.record(), "rows": dict(self.rows), "unknown_words": tests}

    def tables(self) -> Iterator[str]:
        """The figures to read."""
        lines = [f"{'':12}" + "".join(f"{system:^21}" for system in self.comparison.scores)]
        for name, found in self.comparison.rows():
            lines.append(f"{name:12}" + "".join(_cell(found.get(s)) for s in self.comparison.scores))
        yield "\n".join(lines) + "\n"
        if self.unknown:
            yield "\n".join(self._unknown()) + "\n"

    def _unknown(self) -> Iterator[str]:
        yield f"{'unknown':12}{'rules P   R':^21}{'both P   R':^21}{'rows number/arm/full, fall':^30}"
        for test in self.unknown:
            yield self._line(f"seed {test.seed}", [test])
        yield self._line("all", self.unknown)
        for label in self.unknown[0].both.labels:
            pairs = [(test.rules.labels[label], test.both.labels[label]) for test in self.unknown]
            rules, both = (total(side) for side in zip(*pairs, strict=True))
            yield f"{label:12}{_short(rules):^21}{_short(both):^21}  n {both.gold}"

    def _line(self, name: str, tests: Sequence[Unknown]) -> str:
        rules = total(total(test.rules.labels.values()) for test in tests)
        both = total(total(test.both.labels.values()) for test in tests)
        falls = " ".join(f"{fall:.3f}" for fall in self.falls(tests).values())
        return f"{name:12}{_short(rules):^21}{_short(both):^21}{falls:^30}"

    def falls(self, tests: Sequence[Unknown]) -> dict[str, float]:
        """By how much the rows' F1 falls without the entries, by level."""
        counts: dict[str, Counts] = {level: Counts() for level in self.rows}
        for test in tests:
            for level in counts:
                counts[level] += getattr(test.both.rows, level)
        return {level: self.rows[level] - found.f1 for level, found in counts.items()}


def cross_validate(
    gold: Path,
    models: Path,
    work: Path,
    recipe: Recipe,
    *,
    leave_out: Sequence[str] = (),
    seeds: int = 0,
    jobs: int = 2,
    told: Told = lambda line: None,
) -> Figures:
    """Leave one document out at a time and judge rules, model and both.

    Parameters
    ----------
    gold, models, work
        Folders of the gold, of the training configuration, and for the models of the folds.
    recipe
        How to train.
    leave_out
        Gold documents to have no part in it.
    seeds
        How often to take a random 40 % of the lexicon's entries away and test on their names.
    jobs
        Models trained at the same time.
    told
        Told a line now and then.
    """
    lexicon = load_lexicon()
    folds = train_folds(gold, names_of(gold, leave_out), models, work, recipe, jobs=jobs, told=told)
    judged = list(judged_documents(gold, folds))
    comparison = compare(judged, lexicon)
    if not seeds:
        return Figures(comparison)
    whole = unknown_words(judged, reduce(lexicon, 0, share=0.0))
    rows = {level: getattr(whole.rows, level).f1 for level in ("number", "arm", "full")}
    return Figures(comparison, tuple(_tests(judged, lexicon, seeds, told)), rows)


def _tests(judged: Sequence[Judged], lexicon: Lexicon, seeds: int, told: Told) -> Iterator[Unknown]:
    for seed in range(seeds):
        told(f"unknown words, seed {seed}")
        reduced = reduce(lexicon, seed)
        yield Unknown(seed, unknown_words(judged, reduced, rules_only=True), unknown_words(judged, reduced))


def _cell(counts: Counts | None) -> str:
    if counts is None:
        return f"{'-':^21}"
    return f"{counts.precision:7.3f}{counts.recall:7.3f}{counts.f1:7.3f}"


def _short(counts: Counts) -> str:
    return f"{counts.precision:.3f} {counts.recall:.3f}"
