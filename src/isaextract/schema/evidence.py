"""What a document yields: studies with their arms, and evidence rows.

Field names and meanings are those of the data contract (``docs/contract.md``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from isaextract.schema.spans import Box, Ground, Span


@dataclass(frozen=True, slots=True)
class Arm:
    """A study's arm: its drugs (sorted INN and component words) and how the text calls it."""

    drugs: tuple[str, ...]
    role: str = ""  # "experimental", "control" or ""
    aliases: tuple[str, ...] = ()
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """A clinical study that the document reports on."""

    doc: str
    ids: tuple[str, ...] = ()
    name: str = ""
    phase: str = ""
    population: str = ""
    N: int | None = None
    arms: tuple[Arm, ...] = ()
    citations: tuple[str, ...] = ()
    known_ids: tuple[str, ...] = ()
    ground: Ground | None = None

    def record(self) -> dict[str, Any]:
        """The study as a JSON-ready record of the contract (``arms`` as lists of names)."""
        return {
            "doc": self.doc,
            "ids": list(self.ids),
            "name": self.name,
            "phase": self.phase,
            "population": self.population,
            "N": self.N,
            "arms": [list(arm.drugs) for arm in self.arms],
            "citations": list(self.citations),
            "known_ids": list(self.known_ids),
            "arm_details": [
                {"drugs": list(arm.drugs), "role": arm.role, "aliases": list(arm.aliases)}
                for arm in self.arms
            ],
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Study:
        """Read a record of the contract."""
        return cls(
            doc=record["doc"],
            ids=tuple(record["ids"]),
            name=record["name"],
            phase=record["phase"],
            population=record["population"],
            N=record["N"],
            arms=tuple(Arm(tuple(drugs)) for drugs in record["arms"]),
            citations=tuple(record["citations"]),
            known_ids=tuple(record.get("known_ids", ())),
        )


@dataclass(frozen=True, slots=True)
class FieldGround:
    """The ground of one filled field of a row: place, source (rule or model) and certainty."""

    field: str
    ground: Ground
    source: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class CitedReference:
    """The entry of the reference list that one of a row's citations points to.

    ``doi`` and ``pmid`` are ``""`` where the entry prints none; ``start`` is where the entry
    begins in the document's text.
    """

    number: str
    doi: str
    pmid: str
    start: int

    def record(self) -> dict[str, Any]:
        """The entry as a JSON-ready record; null for what is not printed."""
        return {
            "number": self.number,
            "doi": self.doi or None,
            "pmid": self.pmid or None,
            "start": self.start,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> CitedReference:
        """Read what ``record`` wrote."""
        return cls(record["number"], record["doi"] or "", record["pmid"] or "", record["start"])


@dataclass(frozen=True, slots=True)
class Check:
    """A sum or an order that a row must agree with, and whether it does.

    ``name`` is the check's (``docs/confidence.md`` lists them), ``other`` what the row was held
    against, in short words: another row's number, an interval, a count.
    """

    name: str
    passed: bool
    other: str

    def record(self) -> dict[str, Any]:
        """The check, JSON-ready."""
        return {"check": self.name, "result": "passed" if self.passed else "failed", "other": self.other}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Check:
        """Read what `record` wrote."""
        return cls(record["check"], record["result"] == "passed", record["other"])


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One reported number (or "not reached") for one arm or contrast on one endpoint.

    ``kind`` says whose number it is: ``cited`` (of the study that the document reports on), ``own`` (of
    the document itself), ``pooled`` (of several studies together) or ``label`` (of a label or guideline).
    """

    doc: str
    endpoint: str
    measure: str
    value: float | None
    unit: str
    status: str = "reported"
    trial_ids: tuple[str, ...] = ()
    trial_name: str = ""
    phase: str = ""
    population: str = ""
    subgroup: str = ""
    regimen: tuple[str, ...] = ()
    comparator: tuple[str, ...] = ()
    event: str = ""
    grade: str = ""
    n: int | None = None
    N: int | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: str = ""
    timepoint: str = ""
    follow_up: str = ""
    citations: tuple[str, ...] = ()
    quote: str = ""
    ground: Ground | None = None
    raw: str = ""
    kind: str = ""
    unlisted: tuple[str, ...] = ()  # names of drugs, codes and events that the lexicon does not hold
    known_ids: tuple[str, ...] = ()
    grounds: tuple[FieldGround, ...] = ()
    open: tuple[str, ...] = field(default=())
    references: tuple[CitedReference, ...] = ()
    checks: tuple[Check, ...] = ()
    confidence: float | None = None  # 0 to 1; None: nobody judged

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that the row does not agree with."""
        return tuple(check for check in self.checks if not check.passed)

    def record(self) -> dict[str, Any]:
        """The row as a JSON-ready record, contract fields first and in the contract's order."""
        record: dict[str, Any] = {name: _plain(getattr(self, name)) for name in CONTRACT_FIELDS}
        span = self.ground.span if self.ground else None
        record |= {
            "start": span.start if span else None,
            "end": span.end if span else None,
            "page": self.ground.boxes[0].page if self.ground and self.ground.boxes else None,
            "boxes": box_lists(self.ground),
            "raw": self.raw,
            "kind": self.kind,
            "unlisted": list(self.unlisted),
            "known_ids": list(self.known_ids),
            "references": [reference.record() for reference in self.references],
            "open": list(self.open),
            "confidence": self.confidence,
            "checks": [check.record() for check in self.checks],
            "grounds": [
                {
                    "field": item.field,
                    "start": item.ground.span.start,
                    "end": item.ground.span.end,
                    "page": item.ground.boxes[0].page if item.ground.boxes else None,
                    "boxes": box_lists(item.ground),
                    "source": item.source,
                    "confidence": item.confidence,
                }
                for item in self.grounds
            ],
        }
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> EvidenceRow:
        """Read a record of the contract (fields an extractor adds may be missing)."""
        values = {name: _frozen(record[name]) for name in CONTRACT_FIELDS}
        ground = None
        if record.get("start") is not None:
            page = record.get("page") or 0
            boxes = tuple(Box(page, *box) for box in record.get("boxes", ()))
            ground = Ground(Span(record["start"], record["end"]), boxes)
        return cls(
            **values,
            ground=ground,
            raw=record.get("raw", ""),
            kind=record.get("kind", ""),
            unlisted=tuple(record.get("unlisted", ())),
            known_ids=tuple(record.get("known_ids", ())),
            open=tuple(record.get("open", ())),
            references=tuple(map(CitedReference.from_record, record.get("references", ()))),
            checks=tuple(Check.from_record(item) for item in record.get("checks", ())),
            confidence=record.get("confidence"),
        )


CONTRACT_FIELDS = (
    "doc",
    "trial_ids",
    "trial_name",
    "phase",
    "population",
    "subgroup",
    "regimen",
    "comparator",
    "endpoint",
    "event",
    "grade",
    "measure",
    "value",
    "unit",
    "status",
    "n",
    "N",
    "ci_low",
    "ci_high",
    "p",
    "timepoint",
    "follow_up",
    "citations",
    "quote",
)


def box_lists(ground: Ground | None) -> list[list[float]]:
    """A ground's boxes as ``[x0, top, x1, bottom]`` lists, rounded to 0.01 pt."""
    if ground is None:
        return []
    return [[round(v, 2) for v in (b.x0, b.top, b.x1, b.bottom)] for b in ground.boxes]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
