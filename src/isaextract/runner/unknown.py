"""The test that matters: names that the lexicon does not hold, in documents that no model has seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from isaextract.lexicon import Lexicon, Shelf, Term
from isaextract.link.regimens import Regimens, components
from isaextract.pipeline import assemble
from isaextract.pipes import Model, find_mentions, no_model
from isaextract.pipes.hearing import entry_of, shelf_of
from isaextract.runner.validation import Judged
from isaextract.schema import EvidenceRow, Label, Mention
from isaextract.score import Counts
from isaextract.score.align import Aligned
from isaextract.score.rows import RowScore, match_rows, score_rows, sum_rows
from isaextract.train import TRAINED

SHARE = 0.4  # of the entries of each kind are taken out
_SHELVES = {
    Label.DRUG: "drugs",
    Label.EVENT: "events",
    Label.REGIMEN: "regimens",
    Label.TRIAL_NAME: "trials",
    Label.POPULATION: "populations",
}


@dataclass(frozen=True, slots=True)
class Reduced:
    """A lexicon with entries taken out, and which."""

    full: Lexicon
    lexicon: Lexicon
    gone: frozenset[tuple[Label, str]]

    def misses(self, label: Label, text: str) -> bool:
        """Whether the entry of a name was taken out."""
        return (label, entry_of(self.full, label, text)) in self.gone


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found of the names whose entry was taken out, by label, and the rows' scores.

    ``labels`` counts as gold the mentions whose entry was taken out; as said those of them that
    were found, every other mention that overlaps one, and every mention of a name that the reduced
    lexicon does not hold and that gold does not have.
    """

    labels: Mapping[Label, Counts]
    rows: RowScore

    def record(self) -> dict[str, Any]:
        """The figures, JSON-ready."""
        found = {str(label): counts.record() for label, counts in self.labels.items()}
        return {"all": total(self.labels.values()).record(), "labels": found, "rows": self.rows.record()}


def total(counts: Iterable[Counts]) -> Counts:
    """All counts together."""
    return sum(counts, Counts())


def reduce(lexicon: Lexicon, seed: int, share: float = SHARE) -> Reduced:
    """Take a random share of each kind's entries out."""
    rng, gone, shelves = Random(seed), set(), {}
    for label in TRAINED:
        shelf = shelf_of(lexicon, label)
        out = set(rng.sample(sorted(shelf.entries), round(share * len(shelf.entries))))
        gone |= {(label, key) for key in out}
        shelves[_SHELVES[label]] = _without(shelf, out)
    small = replace(lexicon, digest=f"{lexicon.digest}-{seed}", **shelves)  # type: ignore[arg-type]
    return Reduced(lexicon, small, frozenset(gone))


def _without(shelf: Shelf[Term], out: set[str]) -> Shelf[Term]:
    return Shelf.of({key: term for key, term in shelf.entries.items() if key not in out})


def unknown_words(judged: Sequence[Judged], reduced: Reduced, *, rules_only: bool = False) -> Outcome:
    """Read every document with the reduced lexicon and count what was found of what it lacks."""
    labels: dict[Label, Counts] = defaultdict(Counts)
    rows = []
    for item in judged:
        model: Model = no_model if rules_only else (lambda trained=item.trained: trained)  # type: ignore[misc]
        mentions = find_mentions(item.document, reduced.lexicon, model)
        for label, counts in _counts(item, mentions, reduced):
            labels[label] += counts
        extraction = assemble(item.document, mentions, reduced.lexicon)
        rows.append(score_rows(match_rows(item.gold.rows, _named(extraction.rows, reduced.full))))
    return Outcome({label: labels[label] for label in TRAINED}, sum_rows(rows))


def _counts(item: Judged, mentions: Sequence[Mention], reduced: Reduced) -> Iterator[tuple[Label, Counts]]:
    texts = Aligned(item.gold.text, item.document.text)
    gold = {(m.label, texts.gold(m.span)): m for m in item.gold.mentions}
    wanted = {key for key, m in gold.items() if m.label in TRAINED and reduced.misses(m.label, m.text)}
    said = {(m.label, texts.predicted(m.span)): m for m in mentions if m.label in TRAINED}
    hits: Counter[Label] = Counter(label for label, place in wanted if (label, place) in said)
    wrong: Counter[Label] = Counter(
        m.label for key, m in said.items() if key not in gold and _counts_against(key, m, wanted, reduced)
    )
    for label in TRAINED:
        right = hits[label]
        yield label, Counts(right, right + wrong[label], sum(each is label for each, _ in wanted))


def _counts_against(
    key: tuple[Label, tuple[int, int]],
    mention: Mention,
    wanted: set[tuple[Label, tuple[int, int]]],
    reduced: Reduced,
) -> bool:
    (start, end), label = key[1], mention.label
    if any(other[0] < end and start < other[1] for _, other in wanted):
        return True
    return not entry_of(reduced.lexicon, label, mention.text)


def _named(rows: Sequence[EvidenceRow], full: Lexicon) -> tuple[EvidenceRow, ...]:
    """Rows with names that only the document gives read through the full lexicon: an own name is right."""
    return tuple(
        replace(
            row,
            regimen=_arm(full, row.regimen),
            comparator=_arm(full, row.comparator),
            event=_name(full, Label.EVENT, row.event),
        )
        for row in rows
    )


def _arm(full: Lexicon, parts: Sequence[str]) -> tuple[str, ...]:
    """The drugs of an arm; a code that stands for itself is what the full lexicon says it is."""
    own = (_drugs_of(full, part) for part in parts)
    return tuple(sorted({drug for drugs in own for drug in drugs}))


def _drugs_of(full: Lexicon, part: str) -> tuple[str, ...]:
    known = full.given(part)
    if known is not None or part in components(full):
        return (known.key if known else part,)
    return Regimens(full).expand(part) or (_name(full, Label.DRUG, part),)


def _name(full: Lexicon, label: Label, text: str) -> str:
    return entry_of(full, label, text) or text
