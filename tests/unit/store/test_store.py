from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateSchema, DropSchema

from isaextract.errors import StoreError
from isaextract.schema import Extraction, FieldGround, Ground
from isaextract.store import SCHEMA_VERSION, RowFilter, SqlStore, Store, records_of

Make = Callable[..., Extraction]
SHA = "0" * 64


SERVER = os.environ.get("ISAEXTRACT_TEST_POSTGRES", "")  # URL of a database that tests may write to
needs_server = pytest.mark.skipif(not SERVER, reason="no database in ISAEXTRACT_TEST_POSTGRES")


def _schema_of_its_own() -> str:
    """The URL of a fresh schema in the test server's database."""
    engine, name = create_engine(SERVER), f"isaextract_{uuid.uuid4().hex}"
    with engine.begin() as connection:
        connection.execute(CreateSchema(name))
    engine.dispose()
    url = make_url(SERVER).update_query_dict({"options": f"-csearch_path={name}"})
    return url.render_as_string(hide_password=False)


@contextmanager
def _server() -> Iterator[str]:
    url = _schema_of_its_own()
    try:
        yield url
    finally:
        engine = create_engine(SERVER)
        name = str(make_url(url).query["options"]).partition("=")[2]
        with engine.begin() as connection:
            connection.execute(DropSchema(name, cascade=True))
        engine.dispose()


@pytest.fixture(params=["memory", "path", "url", pytest.param("server", marks=needs_server)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "server":
        with _server() as url:
            made = SqlStore(url)
            yield made
            made.close()
        return
    where = {"memory": "sqlite://", "path": tmp_path / "a.db", "url": f"sqlite:///{tmp_path / 'b.db'}"}
    made = SqlStore(where[request.param])
    yield made
    made.close()


def _save(store: Store, *extractions: Extraction) -> None:
    with store.writing() as writer:
        for extraction in extractions:
            writer.replace(records_of(extraction, SHA))


class TestEveryStore:
    def test_rows_and_studies_read_back_as_they_were(self, store: Store, extraction: Extraction) -> None:
        _save(store, extraction)
        assert store.documents() == ("icaria",)
        assert store.read_rows() == extraction.rows
        assert store.read_studies("icaria") == extraction.studies

    def test_a_ground_over_two_pages_reads_back(
        self, store: Store, extraction: Extraction, ground: Ground
    ) -> None:
        row = replace(extraction.rows[0], ground=ground, grounds=(FieldGround("p", ground, "rule"),))
        _save(store, replace(extraction, rows=(row,)))
        assert store.read_rows() == (row,)

    def test_a_row_without_place_or_value_reads_back(self, store: Store, extraction: Extraction) -> None:
        row = replace(
            extraction.rows[0],
            ground=None, grounds=(), value=None, unit="", status="not_reached", n=None, N=None, open=(),
        )  # fmt: skip
        _save(store, replace(extraction, rows=(row,)))
        assert store.read_rows() == (row,)

    def test_a_row_has_the_entries_that_it_cites(self, store: Store, cited: Extraction) -> None:
        _save(store, cited)
        assert cited.rows[0].references
        assert store.read_rows() == cited.rows

    def test_entries_go_with_their_document(self, store: Store, cited: Extraction) -> None:
        _save(store, cited)
        bare = replace(
            cited,
            document=replace(cited.document, references=()),
            rows=(replace(cited.rows[0], references=()),),
        )
        _save(store, bare)
        assert store.read_rows() == bare.rows
        source = SqlStore("sqlite://")
        _save(source, cited)
        store.take_over(source)
        assert store.read_rows() == cited.rows

    def test_reading_again_replaces(self, store: Store, extraction: Extraction) -> None:
        _save(store, extraction)
        changed = replace(extraction, rows=(replace(extraction.rows[0], value=61.0),))
        _save(store, changed)
        assert [row.value for row in store.read_rows()] == [61.0]
        assert store.read_studies() == extraction.studies

    def test_two_rows_that_say_the_same_are_both_kept(self, store: Store, extraction: Extraction) -> None:
        _save(store, replace(extraction, rows=extraction.rows * 2))
        assert store.read_rows() == extraction.rows * 2

    def test_what_is_not_finished_leaves_nothing(self, store: Store, extraction: Extraction) -> None:
        def broken() -> None:
            with store.writing() as writer:
                writer.replace(records_of(extraction, SHA))
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            broken()
        assert store.documents() == ()
        assert store.read_rows() == ()

    @pytest.mark.parametrize(
        ("where", "docs"),
        [
            (RowFilter(), ["a", "b"]),
            (RowFilter(doc="b"), ["b"]),
            (RowFilter(endpoint="ORR"), ["a", "b"]),
            (RowFilter(endpoint="OS"), []),
            (RowFilter(drug="isatuximab"), ["a"]),
            (RowFilter(drug="isatuxima"), []),
            (RowFilter(trial_id="NCT02990338", doc="a"), ["a"]),
            (RowFilter(trial_id="NCT0299033"), []),
        ],
    )
    def test_filters(self, store: Store, extraction_of: Make, where: RowFilter, docs: list[str]) -> None:
        other = extraction_of("b")
        _save(store, extraction_of("a"), replace(other, rows=(replace(other.rows[0], regimen=("placebo",)),)))
        assert [row.doc for row in store.read_rows(where)] == docs

    def test_taking_over_adds_and_replaces(self, store: Store, extraction_of: Make) -> None:
        old = extraction_of("a")
        _save(store, replace(old, rows=(replace(old.rows[0], value=1.0),)), extraction_of("c"))
        source = SqlStore("sqlite://")
        _save(source, extraction_of("a"), extraction_of("b"))
        store.take_over(source)
        assert [(row.doc, row.value) for row in store.read_rows()] == [("a", 60.4), ("b", 60.4), ("c", 60.4)]
        assert store.read_rows(RowFilter(doc="b")) == source.read_rows(RowFilter(doc="b"))


def test_two_fresh_files_have_the_same_bytes(tmp_path: Path, extraction_of: Make) -> None:
    for name in ("one.db", "two.db"):
        store = SqlStore(tmp_path / name)
        _save(store, extraction_of("a"), extraction_of("b"))
        store.close()
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


def test_tables_and_indexes_are_made_in_one_order(tmp_path: Path) -> None:
    """Not in that of a set, which changes from process to process."""
    SqlStore(tmp_path / "e.db").close()
    with sqlite3.connect(tmp_path / "e.db") as connection:
        made = connection.execute("SELECT tbl_name, name FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%'")
        names = made.fetchall()
    connection.close()
    tables = list(dict.fromkeys(table for table, _ in names))
    assert names == sorted(names, key=lambda item: (tables.index(item[0]), item[1]))


def test_plain_sql_finds_a_drug_and_case_of_n_is_told_apart(tmp_path: Path, extraction: Extraction) -> None:
    store = SqlStore(tmp_path / "e.db")
    _save(store, extraction)
    store.close()
    with sqlite3.connect(tmp_path / "e.db") as connection:
        found = connection.execute(
            "SELECT r.regimen, r.n_events, r.n_total, d.sha256 FROM rows r JOIN documents d USING (doc) "
            "JOIN row_drugs x ON x.row_id = r.id WHERE x.drug = 'isatuximab'"
        ).fetchall()
        arms = connection.execute("SELECT drug FROM arm_drugs ORDER BY drug").fetchall()
    connection.close()
    assert found == [("dexamethasone+isatuximab+pomalidomide", 93, 154, SHA)]
    assert [drug for (drug,) in arms].count("pomalidomide") == 2


def test_plain_sql_leads_from_a_number_to_a_doi(tmp_path: Path, cited: Extraction) -> None:
    store = SqlStore(tmp_path / "e.db")
    _save(store, cited)
    store.close()
    with sqlite3.connect(tmp_path / "e.db") as connection:
        entries = connection.execute(
            "SELECT number, doi, pmid, registry_ids, page FROM bibliography ORDER BY position"
        )
        found = entries.fetchall()
        dois = connection.execute(
            "SELECT r.value, b.doi FROM rows r JOIN row_references x ON x.row_id = r.id "
            "JOIN bibliography b ON b.id = x.reference_id"
        ).fetchall()
    connection.close()
    assert found == [("23", "10.1/a", "317", "NCT02990338", 1), ("24", "", "", "", 1)]
    assert dois == [(60.4, "10.1/a")]


def test_a_database_of_the_first_version_is_brought_up_to_date(
    tmp_path: Path, extraction_of: Make, cited: Extraction
) -> None:
    store = SqlStore(tmp_path / "e.db")
    _save(store, extraction_of("old"))
    store.close()
    with sqlite3.connect(tmp_path / "e.db") as connection:  # as version 1 left it
        for table in ("row_references", "bibliography", "row_checks"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX ix_rows_confidence")
        for column in ("kind", "unlisted", "confidence", "checks_failed"):
            connection.execute(f"ALTER TABLE rows DROP COLUMN {column}")
        connection.execute("UPDATE schema_version SET version = 1")
    connection.close()
    store = SqlStore(tmp_path / "e.db")
    _save(store, cited)
    assert store.documents() == ("icaria", "old")
    assert store.read_rows(RowFilter(doc="icaria")) == cited.rows
    store.close()
    with sqlite3.connect(tmp_path / "e.db") as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchall() == [(SCHEMA_VERSION,)]
    connection.close()


class TestRefusals:
    def test_no_url(self) -> None:
        with pytest.raises(StoreError, match="not a database URL"):
            SqlStore("nonsense://x/y")

    def test_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match=r"missing/e\.db: unable to open"):
            SqlStore(tmp_path / "missing" / "e.db")

    def test_no_database(self, tmp_path: Path) -> None:
        path = tmp_path / "e.db"
        path.write_text("this is a letter, not a database" * 50)
        with pytest.raises(StoreError, match="not a database"):
            SqlStore(path)

    def test_password_is_not_told(self) -> None:
        with pytest.raises(StoreError) as caught:
            SqlStore("sqlite+nodriver://me:secret@host/db")
        assert "secret" not in str(caught.value)

    def test_another_schema(self, tmp_path: Path) -> None:
        SqlStore(tmp_path / "e.db").close()
        with sqlite3.connect(tmp_path / "e.db") as connection:
            connection.execute("UPDATE schema_version SET version = 99")
        connection.close()
        with pytest.raises(StoreError, match=r"made with schema \[99\]"):
            SqlStore(tmp_path / "e.db")


@needs_server
def test_runs_at_the_same_time_on_a_server_leave_each_document_once(extraction_of: Make) -> None:
    def add(url: str) -> None:
        source, target = SqlStore("sqlite://"), SqlStore(url)
        _save(source, *(extraction_of(name) for name in "abc"))
        target.take_over(source)
        target.close()

    with _server() as url:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(add, [url] * 8))
        store = SqlStore(url)
        assert store.documents() == ("a", "b", "c")
        assert [row.doc for row in store.read_rows()] == ["a", "b", "c"]
        store.close()
