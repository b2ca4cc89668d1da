"""Evidence rows as a table that spreadsheets open right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from isaextract.export.base import Exporter
from isaextract.schema import CONTRACT_FIELDS, EvidenceRow, Extraction

CSV_FIELDS = (
    *CONTRACT_FIELDS,
    "raw",
    "kind",
    "unlisted",
    "known_ids",
    "doi",
    "start",
    "end",
    "page",
    "open",
    "confidence",
    "checks_failed",
)

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
JOINED_BY_PLUS = frozenset({"regimen", "comparator"})
LISTS = frozenset(
    {
        "trial_ids",
        "regimen",
        "comparator",
        "citations",
        "unlisted",
        "known_ids",
        "doi",
        "open",
        "checks_failed",
    }
)
FLOATS = frozenset({"value", "ci_low", "ci_high", "confidence"})
INTEGERS = frozenset({"n", "N", "start", "end", "page"})


class CsvExporter(Exporter):
    """``rows.csv``: UTF-8 with a byte-order mark; regimens joined by ``+``, other lists by ``;``."""

    def head(self) -> Mapping[str, bytes]:
        """The byte-order mark and the line of column names."""
        return {"rows.csv": _BYTE_ORDER_MARK + _csv([CSV_FIELDS])}

    def render(self, extraction: Extraction) -> Mapping[str, bytes]:
        """One line per row of the document."""
        return {"rows.csv": _csv(_cells(row) for row in extraction.rows)}


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


def row_record(row: EvidenceRow) -> dict[str, Any]:
    """What the table's columns hold of a row, lists as lists."""
    record = row.record() | {"checks_failed": [f"{check.name}: {check.other}" for check in row.failed]}
    record["doi"] = [reference.doi for reference in row.references if reference.doi]
    return {name: record[name] for name in CSV_FIELDS}


def _cells(row: EvidenceRow) -> list[str]:
    return [_cell(name, value) for name, value in row_record(row).items()]


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ("+" if name in JOINED_BY_PLUS else ";").join(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
