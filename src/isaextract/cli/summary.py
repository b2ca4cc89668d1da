"""What a run yielded, as tables for the terminal."""

from __future__ import annotations

import json
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from isaextract.runner import RunResult

SAMPLE = 12
DOUBTS = 8


def summary_table(result: RunResult) -> Table:
    """One line per document, and their sum."""
    table = Table(title="Documents read", title_justify="left", show_footer=True)
    count = len(result.summaries)
    table.add_column("document", footer=f"{count} read, {len(result.failures)} failed", overflow="fold")
    for name in ("pages", "mentions", "studies", "rows", "open"):
        total = sum(getattr(item, name) for item in result.summaries)
        table.add_column(name, justify="right", footer=str(total))
    for item in result.summaries:
        counts = (item.pages, item.mentions, item.studies, item.rows, item.open)
        table.add_row(Text(item.doc), *(str(number) for number in counts))
    return table


def sample_table(out: Path, size: int = SAMPLE) -> Table:
    """Some of the evidence rows, spread over the documents."""
    table = Table(title="Some of the rows (all in rows.csv)", title_justify="left")
    for name in ("document", "page", "study", "regimen", "endpoint", "value"):
        table.add_column(name, overflow="fold")
    for record in _spread(out / "rows.jsonl", size):
        table.add_row(*(Text(cell) for cell in _cells(record)))
    return table


def doubt_table(out: Path, size: int = DOUBTS) -> Table | None:
    """The first rows that fail a check, with the reason; ``None`` where none does."""
    with (out / "rows.jsonl").open(encoding="utf-8") as lines:
        doubtful = (json.loads(line) for line in lines if '"failed"' in line)
        records = [record for record in doubtful if _failed(record)]
    if not records:
        return None
    shown = f", the first {size}" if len(records) > size else ""
    title = f"Rows that contradict something: {len(records)}{shown} (a misprint, or a misreading)"
    table = Table(title=title, title_justify="left")
    for name in ("document", "page", "row", "quote", "fails"):
        table.add_column(name, overflow="fold")
    for record in records[:size]:
        page = "" if record["page"] is None else str(record["page"])
        row = f"{_endpoint(record)} {_value(record)}"
        quote = " ".join(str(record["quote"]).split())
        cells = (record["doc"], page, row, quote, "; ".join(_failed(record)))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _failed(record: dict[str, Any]) -> list[str]:
    return [f"{c['check']}: {c['other']}" for c in record["checks"] if c["result"] == "failed"]


def _spread(path: Path, size: int) -> list[dict[str, Any]]:
    """The first rows of each document, as many of each as find room."""
    with path.open(encoding="utf-8") as lines:
        records = (json.loads(line) for line in lines)
        groups = groupby(records, key=lambda record: str(record["doc"]))
        by_document = [list(islice(group, size)) for _, group in islice(groups, size)]
    share = max(1, size // max(1, len(by_document)))
    return [record for group in by_document for record in group[:share]][:size]


def _cells(record: dict[str, Any]) -> tuple[str, ...]:
    page = "" if record["page"] is None else str(record["page"])
    study = record["trial_name"] or ";".join(record["trial_ids"])
    arms = " vs ".join("+".join(arm) for arm in (record["regimen"], record["comparator"]) if arm)
    return record["doc"], page, study, arms, _endpoint(record), _value(record)


def _endpoint(record: dict[str, Any]) -> str:
    grade = f"grade {record['grade']}" if record["grade"] else ""
    parts = (record["endpoint"], record["event"], grade, record["timepoint"])
    measure = "" if record["measure"] in ("rate", "median") else record["measure"].replace("_", " ")
    return " ".join(part for part in (*parts, measure) if part)


def _value(record: dict[str, Any]) -> str:
    if record["status"] == "not_reached":
        return "not reached"
    unit = record["unit"]
    number = f"{record['value']:g}"
    return f"{number}{unit}" if unit in ("", "%") else f"{number} {unit}"
