"""Records of the data contract, one JSON object per line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from isaextract.export.base import Exporter
from isaextract.schema import Document, Extraction, Ground, Mention, Reference
from isaextract.schema.evidence import box_lists


class JsonlExporter(Exporter):
    """``rows.jsonl``, ``studies.jsonl``, ``mentions.jsonl`` and ``references.jsonl``."""

    def head(self) -> Mapping[str, bytes]:
        """Four empty files."""
        return {"rows.jsonl": b"", "studies.jsonl": b"", "mentions.jsonl": b"", "references.jsonl": b""}

    def render(self, extraction: Extraction) -> Mapping[str, bytes]:
        """The document's rows, studies, mentions and references in the order of the text."""
        document = extraction.document
        return {
            "rows.jsonl": _lines(row.record() for row in extraction.rows),
            "studies.jsonl": _lines(study.record() for study in extraction.studies),
            "mentions.jsonl": _lines(mention_record(document, mention) for mention in extraction.mentions),
            "references.jsonl": _lines(
                reference_record(extraction, reference) for reference in extraction.document.references
            ),
        }


def mention_record(document: Document, mention: Mention) -> dict[str, Any]:
    """A mention as a JSON-ready record: the contract's fields, then what the reader adds."""
    ground = document.ground(mention.span)
    return {
        "doc": document.name,
        "label": mention.label.value,
        "text": mention.text,
        "start": mention.span.start,
        "end": mention.span.end,
        "page": ground.boxes[0].page if ground.boxes else None,
        "boxes": box_lists(ground),
        "concept": mention.concept,
        "quantity": asdict(mention.quantity) if mention.quantity else None,
        "source": mention.source,
        "confidence": mention.confidence,
    }


def reference_record(extraction: Extraction, reference: Reference) -> dict[str, Any]:
    """An entry of the reference list as a JSON-ready record: what it prints, where, and what cites it."""
    document = extraction.document
    ground = document.ground(reference.span)
    cited = [marker.span for marker in extraction.markers if marker.reference == reference]
    citing = [row for row in extraction.rows if reference.span.start in {r.start for r in row.references}]
    return {
        "doc": document.name,
        "number": reference.number,
        "text": reference.span.of(document.text),
        "authors": reference.authors,
        "year": reference.year,
        "title": reference.title,
        "journal": reference.journal,
        "doi": reference.doi or None,
        "pmid": reference.pmid or None,
        "registry_ids": list(reference.registry_ids),
        **_place(ground),
        "boxes": box_lists(ground),
        "cited_at": [_place(document.ground(span)) for span in cited],
        "rows": len(citing),
    }


def _place(ground: Ground) -> dict[str, Any]:
    page = ground.boxes[0].page if ground.boxes else None
    return {"start": ground.span.start, "end": ground.span.end, "page": page}


def _lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    lines = (json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n" for record in records)
    return "".join(lines).encode()
