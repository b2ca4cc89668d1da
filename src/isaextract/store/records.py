"""Between the nouns and the tables' records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from isaextract.schema import (
    CONTRACT_FIELDS,
    Arm,
    Box,
    Check,
    CitedReference,
    Document,
    EvidenceRow,
    Extraction,
    FieldGround,
    Ground,
    Mention,
    Reference,
    Span,
    Study,
)

Record = dict[str, Any]
Tagged = tuple[str, Record]  # the name of its table, and a record

_RENAMED = {"n": "n_events", "N": "n_total"}
_JOINED_BY_PLUS = frozenset({"regimen", "comparator"})


@dataclass(frozen=True, slots=True)
class Records:
    """A document as a store keeps it: its name, and the records of each table by the table's name."""

    doc: str
    by_table: Mapping[str, Sequence[Record]]


def records_of(extraction: Extraction, sha256: str) -> Records:
    """What a store keeps of a document; needs no database.

    Parameters
    ----------
    extraction
        All that the document yielded.
    sha256
        The digest of the file it was read from, in hexadecimal digits.
    """
    by_table: dict[str, list[Record]] = {}
    for table, record in _records(extraction, sha256):
        by_table.setdefault(table, []).append(record)
    return Records(extraction.document.name, by_table)


def _records(extraction: Extraction, sha256: str) -> Iterator[Tagged]:
    document = extraction.document
    yield (
        "documents",
        {"doc": document.name, "sha256": sha256, "pages": document.pages, "text": document.text},
    )
    entries: dict[int, str] = {}
    for position, reference in enumerate(document.references):
        record = _reference(position, reference, document)
        entries[reference.span.start] = record["id"]
        yield "bibliography", record
    for position, study in enumerate(extraction.studies):
        yield from _study(document.name, position, study)
    for position, row in enumerate(extraction.rows):
        yield from _row(document.name, position, row, entries)
    for position, mention in enumerate(extraction.mentions):
        yield _mention(document.name, position, mention, document.ground(mention.span))


def _reference(position: int, reference: Reference, document: Document) -> Record:
    text = reference.span.of(document.text)
    return {
        "id": _id("reference", document.name, position, text),
        "doc": document.name,
        "position": position,
        "number": reference.number,
        "text": text,
        "authors": reference.authors,
        "year": reference.year,
        "title": reference.title,
        "journal": reference.journal,
        "doi": reference.doi,
        "pmid": reference.pmid,
        "registry_ids": ";".join(reference.registry_ids),
        **_place(document.ground(reference.span)),
    }


def _study(doc: str, position: int, study: Study) -> Iterator[Tagged]:
    record: Record = {
        "id": _id("study", doc, position, study.record()),
        "doc": doc,
        "position": position,
        "ids": ";".join(study.ids),
        "name": study.name,
        "phase": study.phase,
        "population": study.population,
        "n_total": study.N,
        "citations": ";".join(study.citations),
        "known_ids": ";".join(study.known_ids),
        **_place(study.ground),
    }
    yield "studies", record
    for number, arm in enumerate(study.arms):
        yield from _arm(record["id"], number, arm)


def _arm(study_id: str, position: int, arm: Arm) -> Iterator[Tagged]:
    arm_id = _id("arm", study_id, position, [*arm.drugs])
    yield (
        "arms",
        {
            "id": arm_id,
            "study_id": study_id,
            "position": position,
            "drugs": "+".join(arm.drugs),
            "role": arm.role,
            "aliases": ";".join(arm.aliases),
            **_place(arm.ground),
        },
    )
    for drug in sorted(set(arm.drugs)):
        yield "arm_drugs", {"arm_id": arm_id, "drug": drug}


def _row(doc: str, position: int, row: EvidenceRow, entries: Mapping[int, str]) -> Iterator[Tagged]:
    row_id = _id("row", doc, position, row.record())
    fields = {_RENAMED.get(name, name): _joined(name, getattr(row, name)) for name in CONTRACT_FIELDS}
    yield (
        "rows",
        {
            "id": row_id,
            "position": position,
            **fields,
            "doc": doc,
            "raw": row.raw,
            "kind": row.kind,
            "unlisted": ";".join(row.unlisted),
            "known_ids": ";".join(row.known_ids),
            "open_fields": ";".join(row.open),
            "confidence": row.confidence,
            "checks_failed": len(row.failed),
            **_place(row.ground),
        },
    )
    for side in ("regimen", "comparator"):
        for drug in sorted(set(getattr(row, side))):
            yield "row_drugs", {"row_id": row_id, "side": side, "drug": drug}
    for trial_id in sorted(set(row.trial_ids)):
        yield "row_trials", {"row_id": row_id, "trial_id": trial_id}
    for number, start in enumerate(dict.fromkeys(reference.start for reference in row.references)):
        yield "row_references", {"row_id": row_id, "reference_id": entries[start], "position": number}
    for number, ground in enumerate(row.grounds):
        yield "field_grounds", _field_ground(row_id, number, ground)
    for number, check in enumerate(row.checks):
        yield "row_checks", _check(row_id, number, check)


def _field_ground(row_id: str, position: int, item: FieldGround) -> Record:
    return {
        "id": _id("ground", row_id, position, item.field),
        "row_id": row_id,
        "position": position,
        "field": item.field,
        **_place(item.ground),
        "source": item.source,
        "confidence": item.confidence,
    }


def _check(row_id: str, position: int, check: Check) -> Record:
    return {
        "id": _id("check", row_id, position, check.name),
        "row_id": row_id,
        "position": position,
        "name": check.name,
        "result": "passed" if check.passed else "failed",
        "other": check.other,
    }


def _mention(doc: str, position: int, mention: Mention, ground: Ground) -> Tagged:
    return "mentions", {
        "id": _id("mention", doc, position, [mention.label.value, mention.span.start, mention.text]),
        "doc": doc,
        "position": position,
        "label": mention.label.value,
        "text": mention.text,
        "concept": mention.concept,
        **_place(ground),
        "source": mention.source,
        "confidence": mention.confidence,
    }


def study_of(record: Mapping[str, Any], arms: Sequence[Mapping[str, Any]]) -> Study:
    """A study out of its record and its arms' records."""
    return Study(
        doc=record["doc"],
        ids=_split(";", record["ids"]),
        name=record["name"],
        phase=record["phase"],
        population=record["population"],
        N=record["n_total"],
        arms=tuple(
            Arm(_split("+", arm["drugs"]), arm["role"], _split(";", arm["aliases"]), _ground(arm))
            for arm in arms
        ),
        citations=_split(";", record["citations"]),
        known_ids=_split(";", record["known_ids"]),
        ground=_ground(record),
    )


def row_of(
    record: Mapping[str, Any],
    grounds: Sequence[Mapping[str, Any]],
    cited: Sequence[Mapping[str, Any]] = (),
    checks: Sequence[Mapping[str, Any]] = (),
) -> EvidenceRow:
    """An evidence row out of its record and those of its grounds, the entries it cites and its checks."""
    lists = ("trial_ids", "regimen", "comparator", "citations")
    values = {name: record[_RENAMED.get(name, name)] for name in CONTRACT_FIELDS}
    values |= {name: _split("+" if name in _JOINED_BY_PLUS else ";", values[name]) for name in lists}
    return EvidenceRow(
        **values,
        ground=_ground(record),
        raw=record["raw"],
        kind=record["kind"],
        unlisted=_split(";", record["unlisted"]),
        known_ids=_split(";", record["known_ids"]),
        open=_split(";", record["open_fields"]),
        grounds=tuple(_field_ground_of(item) for item in grounds),
        references=tuple(
            CitedReference(item["number"], item["doi"], item["pmid"], item["char_start"]) for item in cited
        ),
        checks=tuple(Check(item["name"], item["result"] == "passed", item["other"]) for item in checks),
        confidence=record["confidence"],
    )


def _field_ground_of(record: Mapping[str, Any]) -> FieldGround:
    ground = Ground(Span(record["char_start"], record["char_end"]), _boxes(record))
    return FieldGround(record["field"], ground, record["source"], record["confidence"])


def _ground(record: Mapping[str, Any]) -> Ground | None:
    if record["char_start"] is None:
        return None
    return Ground(Span(record["char_start"], record["char_end"]), _boxes(record))


def _boxes(record: Mapping[str, Any]) -> tuple[Box, ...]:
    return tuple(Box(*box) for box in json.loads(record["boxes"]))


def _place(ground: Ground | None) -> Record:
    if ground is None:
        return {"char_start": None, "char_end": None, "page": None, "boxes": "[]"}
    boxes = [[b.page, *(round(v, 2) for v in (b.x0, b.top, b.x1, b.bottom))] for b in ground.boxes]
    return {
        "char_start": ground.span.start,
        "char_end": ground.span.end,
        "page": ground.boxes[0].page if ground.boxes else None,
        "boxes": str(boxes),  # numbers alone: the same as JSON
    }


def _joined(name: str, value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return ("+" if name in _JOINED_BY_PLUS else ";").join(value)


def _split(separator: str, text: str) -> tuple[str, ...]:
    return tuple(text.split(separator)) if text else ()


def _id(kind: str, parent: str, position: int, content: Any) -> str:
    said = json.dumps([kind, parent, position, content], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:24]
