"""Wrong rows by kind: what went wrong first, and which kind costs the most rows.

A wrong row is one error and has one kind, the most upstream one: a mention that was not found comes
before the study, the study before the arm, and so on in the order of `KINDS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from isaextract.schema import EvidenceRow, Study
from isaextract.score.compare import (
    ARM_FIELDS,
    FIELDS,
    FULL_FIELDS,
    agree,
    same_identity,
    same_number,
    same_reading,
    same_set,
    same_study,
    study_identity,
)
from isaextract.score.guess import Error, Sited, pair_up
from isaextract.score.mistakes import Difference
from isaextract.score.rows import READING_FIELDS, STUDY_FIELDS, RowMatch, differences, name_row
from isaextract.score.sites import Pages, Sites

KINDS = {
    "mention": "a mention that the row needs was not found: its number, or the name of its endpoint or event",
    "table": "the number stands in a table",
    "join": "the mentions were found, but no row was made of them",
    "study": "another study, or none",
    "arm": "another regimen or comparator, or none",
    "endpoint": "another endpoint or measure",
    "event": "another event, or none",
    "grade": "another grade, or none",
    "timepoint": "another time, or none",
    "subgroup": "another subgroup, or none",
    "value": "another number, unit or status",
    "invented": "a row that gold does not have",
    "detail": "right in full, but for a field that no level asks for",
}
DETAIL_NAMES = {"n": "n/N", "N": "n/N", "ci_low": "CI", "ci_high": "CI"}
DETAIL_NAMES |= dict.fromkeys(STUDY_FIELDS, "study")
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that went wrong: its kind, what of that kind (``part``), and both sides in short.

    ``gold`` is ``""`` for an invented row, ``predicted`` where nothing was said for it.
    """

    kind: str
    part: str
    doc: str
    gold: str
    predicted: str
    quote: str
    page: int | None = None
    differs: tuple[Difference, ...] = ()

    @property
    def cost(self) -> int:
        """How many rows the level *full* loses by it: one, and none for a detail."""
        return int(self.kind != "detail")

    def record(self) -> dict[str, Any]:
        """The error, JSON-ready."""
        return {
            "kind": self.kind,
            "part": self.part,
            "doc": self.doc,
            "page": self.page,
            "quote": self.quote,
            "gold": self.gold,
            "predicted": self.predicted,
            "differs": {
                item.field: {"gold": item.gold, "predicted": item.predicted} for item in self.differs
            },
        }


@dataclass(frozen=True, slots=True)
class KindGroup:
    """All errors of one kind."""

    kind: str
    errors: tuple[RowError, ...]

    @property
    def cost(self) -> int:
        """How many rows the level *full* loses by them."""
        return sum(error.cost for error in self.errors)

    @property
    def missed(self) -> int:
        """How many of them lose a gold row; the others are said without one."""
        return sum(error.cost for error in self.errors if error.gold)

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """How many errors each part of the kind has, the most frequent first."""
        return _counted(error.part for error in self.errors)

    @property
    def documents(self) -> tuple[tuple[str, int], ...]:
        """How many errors each document has, the most first."""
        return _counted(error.doc for error in self.errors)

    def examples(self, limit: int = EXAMPLES) -> tuple[RowError, ...]:
        """A few errors, of as many documents and parts as can be."""
        left, chosen = list(self.errors), list[RowError]()
        while left and len(chosen) < limit:
            docs, parts = Counter(item.doc for item in chosen), Counter(item.part for item in chosen)
            best = min(left, key=lambda item: (parts[item.part] + docs[item.doc], docs[item.doc]))
            left.remove(best)
            chosen.append(best)
        return tuple(chosen)

    def record(self, all_cost: int) -> dict[str, Any]:
        """The group, JSON-ready, with its share of ``all_cost``; every error is listed."""
        return {
            "kind": self.kind,
            "cost": self.cost,
            "share": round(self.cost / all_cost, 6) if all_cost else 0.0,
            "missed": self.missed,
            "errors": len(self.errors),
            "parts": dict(self.parts),
            "documents": dict(self.documents),
            "list": [error.record() for error in self.errors],
        }


def group(errors: Iterable[RowError]) -> tuple[KindGroup, ...]:
    """The errors by kind, the costliest first."""
    found: dict[str, list[RowError]] = {kind: [] for kind in KINDS}
    for error in errors:
        found[error.kind].append(error)
    groups = [KindGroup(kind, tuple(items)) for kind, items in found.items() if items]
    return tuple(sorted(groups, key=lambda item: (-item.cost, -len(item.errors))))


def row_errors(
    gold: Sequence[EvidenceRow],
    studies: Sequence[Study],
    match: RowMatch,
    sites: Sites,
    pages: Pages,
) -> tuple[RowError, ...]:
    """One document's wrong rows, each with its kind.

    Parameters
    ----------
    gold, studies : sequence
        The gold rows, in their order, and the gold studies.
    match : RowMatch
        What became of them.
    sites, pages : Sites, Pages
        Where rows stand.
    """
    judge = _Judge(gold, studies, match)
    errors = (judge.error(item, pages) for item in pair_up(gold, match, sites))
    return tuple(error for error in errors if error)


class _Judge:
    """Tells the kind of an error, knowing the document's arms and what else was said."""

    def __init__(self, gold: Sequence[EvidenceRow], studies: Sequence[Study], match: RowMatch) -> None:
        self._gold, self._studies = gold, studies
        self._said = [*(pair.predicted for pair in match.pairs), *match.invented]

    def error(self, found: Error, pages: Pages) -> RowError | None:
        """The error as a record, or nothing where gold and prediction agree in every field."""
        kind, part = self._kind(found)
        if not kind:
            return None
        gold, said = found.gold, found.predicted
        row, site = (gold.row, gold.site) if gold else (said.row, said.site) if said else (None, None)
        if row is None:
            return None
        names = [name for name in (*READING_FIELDS, *FIELDS) if gold and said and _differ(name, gold, said)]
        return RowError(
            kind,
            part,
            row.doc,
            _name(gold.row, kind) if gold else "",
            _name(said.row, kind) if said else "",
            row.quote,
            pages.of(site.quote) if site else None,
            differences(names, gold.row, said.row) if gold and said else (),
        )

    def _kind(self, found: Error) -> tuple[str, str]:
        gold, said = found.gold, found.predicted
        if gold and not (said and same_reading(gold.row, said.row)):
            missed = _missed_mention(gold)
            if missed:
                return "mention", missed
        kind, part = self._downstream(gold, said)
        site = (gold.site if gold else None) or (said.site if said else None)
        return ("table", kind) if site and site.table and kind not in ("", "detail") else (kind, part)

    def _downstream(self, gold: Sited | None, said: Sited | None) -> tuple[str, str]:
        """The kind, mentions and tables aside."""
        if gold and said:
            return next(self._wrong(gold.row, said.row), ("", ""))
        return ("join", gold.row.measure) if gold else ("invented", self._invented(said) if said else "")

    def _wrong(self, gold: EvidenceRow, said: EvidenceRow) -> Iterator[tuple[str, str]]:
        """Everything that is wrong, the most upstream first."""
        if not same_study(gold, said):
            blank = not (said.trial_name or said.trial_ids)
            yield "study", "none" if blank else "other"
        if not all(agree(name, gold, said) for name in ARM_FIELDS):
            yield "arm", self._arm(gold, said)
        if gold.endpoint != said.endpoint:
            yield "endpoint", "name"
        if gold.measure != said.measure:
            yield "endpoint", "measure"
        for name in FULL_FIELDS:
            if not agree(name, gold, said):
                yield name, _how(getattr(gold, name), getattr(said, name))
        for name in ("value", "unit", "status"):
            if getattr(gold, name) != getattr(said, name) and not _same_value(name, gold, said):
                yield "value", name
        for name in FIELDS:
            if not agree(name, gold, said):
                yield "detail", DETAIL_NAMES.get(name, name)

    def _arm(self, gold: EvidenceRow, said: EvidenceRow) -> str:
        if agree("regimen", gold, said):
            return f"comparator {_how(gold.comparator, said.comparator)}"
        if not said.regimen:
            return "none"
        return "swapped" if frozenset(said.regimen) in self._arms(gold) else "other"

    def _arms(self, row: EvidenceRow) -> set[frozenset[str]]:
        """The arms of the row's study."""
        identity = (row.trial_ids, row.trial_name, row.phase)
        own = (study for study in self._studies if same_identity(study_identity(study), identity))
        arms = {frozenset(arm.drugs) for study in own for arm in study.arms}
        rows = [other for other in self._gold if same_study(row, other)]
        return arms | {frozenset(side) for other in rows for side in (other.regimen, other.comparator)}

    def _invented(self, said: Sited) -> str:
        """Whether the row says again what another row says, or what is no result."""
        alike = (row for row in self._said if same_reading(row, said.row) and _same_arm(row, said.row))
        return "duplicate" if len(list(alike)) > 1 else "no result"


def _missed_mention(gold: Sited) -> str:
    site = gold.site
    if site and site.value_missed:
        return "number"
    if site and site.endpoint_missed:
        return "event" if gold.row.event else "endpoint"
    return ""


def _same_arm(left: EvidenceRow, right: EvidenceRow) -> bool:
    same = same_set(left.regimen, right.regimen) and same_set(left.comparator, right.comparator)
    return same and left.event == right.event and same_study(left, right)


def _same_value(name: str, gold: EvidenceRow, said: EvidenceRow) -> bool:
    return name == "value" and same_number(gold.value, said.value)


def _differ(name: str, gold: Sited, said: Sited) -> bool:
    if name in FIELDS:
        return not agree(name, gold.row, said.row)
    mine, theirs = getattr(gold.row, name), getattr(said.row, name)
    return mine != theirs and not _same_value(name, gold.row, said.row)


def _how(gold: object, said: object) -> str:
    return "none" if not said else "added" if not gold else "other"


def _name(row: EvidenceRow, kind: str) -> str:
    """A row in short, with its study where that is what went wrong."""
    study = row.trial_name or "+".join(row.trial_ids) or "no study"
    return f"{name_row(row)} of {study}" if kind == "study" else name_row(row)


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))
