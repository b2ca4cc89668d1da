"""The evidence database through SQLAlchemy: SQLite, or whatever its URL names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Select,
    Table,
    TextClause,
    create_engine,
    event,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateColumn

from isaextract.errors import StoreError
from isaextract.schema import EvidenceRow, Study
from isaextract.store import tables
from isaextract.store.base import RowFilter, Store, Writer
from isaextract.store.records import Record, Records, row_of, study_of

_LOCK_KEY = 0x697361  # "isa": the lock that writers of one PostgreSQL database share


class SqlStore(Store):
    """An evidence database; its tables are made where they are missing.

    Parameters
    ----------
    where
        An SQLAlchemy URL (``sqlite:///evidence.db``, ``postgresql+psycopg://...``), or the path of
        an SQLite file.

    Raises
    ------
    StoreError
        When it cannot be opened, or was made by another version of the schema.
    """

    def __init__(self, where: str | Path) -> None:
        self._engine, self._name = _open(where)
        with self._guard():
            self._prepare()

    @property
    def name(self) -> str:
        """The database's path, or its URL without the password."""
        return self._name

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            _wait_turn(connection)
            made = inspect(connection).has_table(tables.VERSION.name)
            if not made:
                self._make(connection)
        if made:
            self._bring_up_to_date()
            self._check_version()

    def _make(self, connection: Connection) -> None:
        for statement in tables.statements():
            connection.execute(statement)
        connection.execute(insert(tables.VERSION), {"version": tables.SCHEMA_VERSION})

    def _bring_up_to_date(self) -> None:
        """Give a database of an older version the tables and columns that it lacks; what it holds stays."""
        with self._engine.begin() as connection:
            _wait_turn(connection)
            found = connection.execute(select(tables.VERSION.c.version)).scalars().all()
            older = range(found[0] + 1, tables.SCHEMA_VERSION + 1) if len(found) == 1 else ()
            for version in older:
                for statement in tables.statements(tables.ADDED[version]):
                    connection.execute(statement)
                for column in tables.WIDENED[version]:
                    connection.execute(_adding(column, connection))
                connection.execute(update(tables.VERSION).values(version=version))

    def _check_version(self) -> None:
        with self._engine.connect() as connection:
            found = connection.execute(select(tables.VERSION.c.version)).scalars().all()
        if list(found) != [tables.SCHEMA_VERSION]:
            raise StoreError(
                f"{self._name}: made with schema {found}, this isaextract writes {tables.SCHEMA_VERSION}; "
                "name another database"
            )

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Open a transaction; see `Store.writing`."""
        with self._guard(), self._engine.begin() as connection:
            _wait_turn(connection)
            yield _SqlWriter(connection)

    def take_over(self, other: Store) -> None:
        """Copy all documents of another SQL store; see `Store.take_over`."""
        if not isinstance(other, SqlStore):
            raise StoreError(f"{self._name}: cannot take over from a {type(other).__name__}")
        with self._guard(), other._engine.connect() as source, self._engine.begin() as target:
            _wait_turn(target)
            for doc in source.execute(select(tables.DOCUMENTS.c.doc)).scalars():
                _delete(target, doc)
            for table in tables.IN_ORDER:
                for part in source.execute(_all(table)).mappings().partitions(1000):
                    target.execute(insert(table), [dict(record) for record in part])

    def documents(self) -> tuple[str, ...]:
        """The names of all documents, sorted."""
        with self._guard(), self._engine.connect() as connection:
            return tuple(sorted(connection.execute(select(tables.DOCUMENTS.c.doc)).scalars()))

    def read_rows(self, where: RowFilter = RowFilter()) -> tuple[EvidenceRow, ...]:  # noqa: B008 - frozen
        """The rows that pass the filter, by document and place, with their grounds and checks."""
        chosen = _filtered(where)
        with self._guard(), self._engine.connect() as connection:
            rows = (
                connection.execute(chosen.order_by(tables.ROWS.c.doc, tables.ROWS.c.position))
                .mappings()
                .all()
            )
            ids = chosen.with_only_columns(tables.ROWS.c.id)
            grounds = _children(connection, tables.FIELD_GROUNDS, "row_id", ids)
            cited = _cited(connection, ids)
            checks = _children(connection, tables.ROW_CHECKS, "row_id", ids)
        own = ((row, row["id"]) for row in map(dict, rows))
        return tuple(
            row_of(row, grounds.get(at, []), cited.get(at, []), checks.get(at, [])) for row, at in own
        )

    def read_studies(self, doc: str = "") -> tuple[Study, ...]:
        """The studies of one document or of all, by document and place."""
        chosen = select(tables.STUDIES)
        if doc:
            chosen = chosen.where(tables.STUDIES.c.doc == doc)
        in_order = chosen.order_by(tables.STUDIES.c.doc, tables.STUDIES.c.position)
        with self._guard(), self._engine.connect() as connection:
            studies = connection.execute(in_order).mappings().all()
            arms = _children(
                connection, tables.ARMS, "study_id", chosen.with_only_columns(tables.STUDIES.c.id)
            )
        return tuple(study_of(study, arms.get(study["id"], [])) for study in map(dict, studies))

    def close(self) -> None:
        """Let go of connections and files."""
        self._engine.dispose()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(f"{self._name}: {_first_line(error)}; check the database and its URL") from error


class _SqlWriter(Writer):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, records: Records) -> None:
        _delete(self._connection, records.doc)
        for table in tables.IN_ORDER:
            if found := records.by_table.get(table.name):
                self._connection.execute(insert(table), list(found))


def _open(where: str | Path) -> tuple[Engine, str]:
    """An engine, and the database's name without its password."""
    try:
        url = _url(where)
        name = url.database or "" if url.drivername == "sqlite" else url.render_as_string()
        return _engine(url), name or "the database in memory"
    except SQLAlchemyError as error:
        reason = f"not a database URL ({_first_line(error)}); it looks like sqlite:///evidence.db"
        raise StoreError(reason) from error
    except ImportError as error:
        raise StoreError(f"{url.drivername}: its driver is missing; pip install {error.name}") from error


def _engine(url: URL) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_commits_of_its_own)
        event.listen(engine, "begin", _begin)
    return engine


def _wait_turn(connection: Connection) -> None:
    """One writer at a time where several may write: two would both find the tables missing."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})


def _without_commits_of_its_own(connection: Any, record: Any) -> None:
    """Python's sqlite3 commits before each CREATE TABLE unless told to leave transactions alone."""
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _url(where: str | Path) -> URL:
    if isinstance(where, str) and "://" in where:
        return make_url(where)
    return URL.create("sqlite", database=str(where))


def _adding(column: Column[Any], connection: Connection) -> TextClause:
    """The statement that adds a column to a table that stands."""
    described = CreateColumn(column).compile(dialect=connection.dialect)
    return text(f"ALTER TABLE {column.table.name} ADD COLUMN {described}")


def _filtered(where: RowFilter) -> Select[Any]:
    rows = tables.ROWS.c
    chosen = select(tables.ROWS)
    if where.doc:
        chosen = chosen.where(rows.doc == where.doc)
    if where.endpoint:
        chosen = chosen.where(rows.endpoint == where.endpoint)
    if where.drug:
        drugs = tables.ROW_DRUGS.c
        of_arm = select(drugs.row_id).where(drugs.side == "regimen", drugs.drug == where.drug)
        chosen = chosen.where(rows.id.in_(of_arm))
    if where.trial_id:
        trials = tables.ROW_TRIALS.c
        chosen = chosen.where(rows.id.in_(select(trials.row_id).where(trials.trial_id == where.trial_id)))
    return chosen


def _children(
    connection: Connection, table: Table, key: str, parents: Select[Any]
) -> dict[str, list[Record]]:
    """A table's records by their parent, each list by position."""
    chosen = select(table).where(table.c[key].in_(parents)).order_by(table.c[key], table.c.position)
    records = (dict(record) for record in connection.execute(chosen).mappings())
    return {parent: list(items) for parent, items in groupby(records, key=lambda record: record[key])}


def _cited(connection: Connection, rows: Select[Any]) -> dict[str, list[Record]]:
    """The entries of reference lists that rows cite, by row, in the order of its citations."""
    links, entries = tables.ROW_REFERENCES.c, tables.BIBLIOGRAPHY.c
    chosen = (
        select(links.row_id, entries.number, entries.doi, entries.pmid, entries.char_start)
        .join(tables.BIBLIOGRAPHY, entries.id == links.reference_id)
        .where(links.row_id.in_(rows))
        .order_by(links.row_id, links.position)
    )
    records = (dict(record) for record in connection.execute(chosen).mappings())
    return {parent: list(items) for parent, items in groupby(records, key=lambda record: record["row_id"])}


def _delete(connection: Connection, doc: str) -> None:
    """Take out all that belongs to a document, children before parents."""
    studies = select(tables.STUDIES.c.id).where(tables.STUDIES.c.doc == doc)
    arms = select(tables.ARMS.c.id).where(tables.ARMS.c.study_id.in_(studies))
    rows = select(tables.ROWS.c.id).where(tables.ROWS.c.doc == doc)
    of_parent = {tables.ARMS: ("study_id", studies), tables.ARM_DRUGS: ("arm_id", arms)}
    of_parent |= dict.fromkeys(tables.OF_ROW, ("row_id", rows))
    for table in reversed(tables.IN_ORDER):
        if table in of_parent:
            key, parents = of_parent[table]
            connection.execute(table.delete().where(table.c[key].in_(parents)))
        else:
            connection.execute(table.delete().where(table.c.doc == doc))


def _all(table: Table) -> Select[Any]:
    return select(table).order_by(*table.primary_key.columns)


def _first_line(error: Exception) -> str:
    said: Sequence[str] = str(getattr(error, "orig", None) or error).splitlines()
    return said[0] if said else type(error).__name__
