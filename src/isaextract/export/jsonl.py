"""Records of the data contract, one JSON object per line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from isaextract.export.base import Exporter
from isaextract.schema import Document, Extraction, Mention
from isaextract.schema.evidence import box_lists


class JsonlExporter(Exporter):
    """``rows.jsonl``, ``studies.jsonl`` and ``mentions.jsonl``."""

    def head(self) -> Mapping[str, bytes]:
        """Three empty files."""
        return {"rows.jsonl": b"", "studies.jsonl": b"", "mentions.jsonl": b""}

    def render(self, extraction: Extraction) -> Mapping[str, bytes]:
        """The document's rows, studies and mentions in the order the extraction gives them."""
        document = extraction.document
        return {
            "rows.jsonl": _lines(row.record() for row in extraction.rows),
            "studies.jsonl": _lines(study.record() for study in extraction.studies),
            "mentions.jsonl": _lines(mention_record(document, mention) for mention in extraction.mentions),
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


def _lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    lines = (json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n" for record in records)
    return "".join(lines).encode()
