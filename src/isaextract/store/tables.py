"""The database's tables.

Lists stand as joined text (regimens by ``+``, all else by ``;``) and, where one looks for their
members, once more in a table of their own (``arm_drugs``, ``row_drugs``). ``n`` and ``N``
of the contract are ``n_events`` and ``n_total``: SQL does not tell case apart. Boxes
are JSON lists of ``[page, x0, top, x1, bottom]``. Ids come from content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.schema import CreateIndex, CreateTable

# 2: bibliography, row_references, row_checks, and the rows' kind, unlisted, confidence and checks_failed
SCHEMA_VERSION = 2

METADATA = MetaData()

# Lengths matter to MySQL only, where a key cannot be a text without one.
_ID = String(32)
_NAME = String(255)


def _id() -> Column[Any]:
    return Column("id", _ID, primary_key=True)


def _parent(column: str, table: str, **options: Any) -> Column[Any]:
    key = "doc" if table == "documents" else "id"
    kind = _NAME if table == "documents" else _ID
    return Column(column, kind, ForeignKey(f"{table}.{key}"), nullable=False, **options)


def _text(*names: str) -> tuple[Column[Any], ...]:
    return tuple(Column(name, Text, nullable=False, default="") for name in names)


def _place() -> tuple[Column[Any], ...]:
    return (
        Column("char_start", Integer),
        Column("char_end", Integer),
        Column("page", Integer),
        Column("boxes", Text, nullable=False),
    )


VERSION = Table("schema_version", METADATA, Column("version", Integer, primary_key=True, autoincrement=False))

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("doc", _NAME, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    *_text("text"),
)

STUDIES = Table(
    "studies",
    METADATA,
    _id(),
    _parent("doc", "documents", index=True),
    Column("position", Integer, nullable=False),
    *_text("ids", "name", "phase", "population"),
    Column("n_total", Integer),
    *_text("citations", "known_ids"),
    *_place(),
)

ARMS = Table(
    "arms",
    METADATA,
    _id(),
    _parent("study_id", "studies", index=True),
    Column("position", Integer, nullable=False),
    *_text("drugs", "role", "aliases"),
    *_place(),
)

ARM_DRUGS = Table(
    "arm_drugs",
    METADATA,
    _parent("arm_id", "arms", primary_key=True),
    Column("drug", _NAME, primary_key=True, index=True),
)

ROWS = Table(
    "rows",
    METADATA,
    _id(),
    _parent("doc", "documents", index=True),
    Column("position", Integer, nullable=False),
    *_text("trial_ids", "trial_name", "phase", "population", "subgroup", "regimen", "comparator"),
    Column("endpoint", _NAME, nullable=False, index=True),
    *_text("event", "grade", "measure"),
    Column("value", Float),
    *_text("unit", "status"),
    Column("n_events", Integer),
    Column("n_total", Integer),
    Column("ci_low", Float),
    Column("ci_high", Float),
    *_text("p", "timepoint", "follow_up", "citations", "quote"),
    *_text("raw", "known_ids", "open_fields"),
    Column("kind", String(16), nullable=False, default="", server_default=""),
    Column("unlisted", Text, nullable=False, default="", server_default=""),
    Column("confidence", Float, index=True),
    Column("checks_failed", Integer, nullable=False, default=0, server_default="0"),
    *_place(),
)

ROW_DRUGS = Table(
    "row_drugs",
    METADATA,
    _parent("row_id", "rows", primary_key=True),
    Column("side", String(16), primary_key=True),  # "regimen" or "comparator"
    Column("drug", _NAME, primary_key=True, index=True),
)

ROW_TRIALS = Table(
    "row_trials",
    METADATA,
    _parent("row_id", "rows", primary_key=True),
    Column("trial_id", _NAME, primary_key=True, index=True),
)

FIELD_GROUNDS = Table(
    "field_grounds",
    METADATA,
    _id(),
    _parent("row_id", "rows", index=True),
    Column("position", Integer, nullable=False),
    *_text("field"),
    *_place(),
    *_text("source"),
    Column("confidence", Float, nullable=False),
)

# "references" is a word of SQL's own.
BIBLIOGRAPHY = Table(
    "bibliography",
    METADATA,
    _id(),
    _parent("doc", "documents", index=True),
    Column("position", Integer, nullable=False),
    *_text("number", "text", "authors", "year", "title", "journal"),
    Column("doi", _NAME, nullable=False, default="", index=True),
    *_text("pmid", "registry_ids"),
    *_place(),
)

ROW_REFERENCES = Table(
    "row_references",
    METADATA,
    _parent("row_id", "rows", primary_key=True),
    _parent("reference_id", "bibliography", primary_key=True, index=True),
    Column("position", Integer, nullable=False),  # in the row's citations
)

ROW_CHECKS = Table(
    "row_checks",
    METADATA,
    _id(),
    _parent("row_id", "rows", index=True),
    Column("position", Integer, nullable=False),
    Column("name", String(32), nullable=False, index=True),
    Column("result", String(8), nullable=False),  # "passed" or "failed"
    *_text("other"),
)

MENTIONS = Table(
    "mentions",
    METADATA,
    _id(),
    _parent("doc", "documents", index=True),
    Column("position", Integer, nullable=False),
    Column("label", String(16), nullable=False),
    *_text("text", "concept"),
    *_place(),
    *_text("source"),
    Column("confidence", Float, nullable=False),
)

Index("rows_by_document", ROWS.c.doc, ROWS.c.position)

# Parents before children: the order of insertion; deletion goes the other way.
IN_ORDER = (
    DOCUMENTS, BIBLIOGRAPHY, STUDIES, ARMS, ARM_DRUGS, ROWS, ROW_DRUGS, ROW_TRIALS, ROW_REFERENCES,
    FIELD_GROUNDS, ROW_CHECKS, MENTIONS,
)  # fmt: skip
# What hangs on a row by its ``row_id``.
OF_ROW = (ROW_DRUGS, ROW_TRIALS, ROW_REFERENCES, FIELD_GROUNDS, ROW_CHECKS)
ADDED = {2: (BIBLIOGRAPHY, ROW_REFERENCES, ROW_CHECKS)}  # the tables that a version brought
WIDENED = {2: (ROWS.c.kind, ROWS.c.unlisted, ROWS.c.confidence, ROWS.c.checks_failed)}  # and the columns


def statements(made: Sequence[Table] = (VERSION, *IN_ORDER)) -> Iterator[CreateTable | CreateIndex]:
    """What makes the tables, always in the same order: SQLAlchemy keeps a table's indexes in a set."""
    for table in made:
        yield CreateTable(table)
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield CreateIndex(index)
