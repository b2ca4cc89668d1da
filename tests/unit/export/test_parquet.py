from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from isaextract.export import CSV_FIELDS, ParquetParts, row_record
from isaextract.schema import Extraction

pq = pytest.importorskip("pyarrow.parquet")
Make = Callable[..., Extraction]


def _parts(*extractions: Extraction, documents: int = 1000) -> dict[str, bytes]:
    parts, found = ParquetParts(documents), {}
    for extraction in extractions:
        found |= parts.add([row_record(row) for row in extraction.rows])
    return {**found, **parts.finish()}


def test_rows_read_back_with_their_types(extraction: Extraction) -> None:
    (content,) = _parts(extraction).values()
    table = pq.read_table(io.BytesIO(content))
    assert table.column_names == list(CSV_FIELDS)
    (row,) = table.to_pylist()
    assert (row["value"], row["n"], row["N"], row["page"]) == (60.4, 93, 154, 1)
    assert row["regimen"] == ["dexamethasone", "isatuximab", "pomalidomide"]
    assert (row["ci_low"], row["comparator"], row["trial_name"]) == (None, [], "ICARIA-MM")


def test_so_many_documents_make_a_part(extraction_of: Make) -> None:
    found = _parts(*(extraction_of(name) for name in "abcde"), documents=2)
    docs = {
        name: [row["doc"] for row in pq.read_table(io.BytesIO(part)).to_pylist()]
        for name, part in found.items()
    }
    assert docs == {
        "rows.parquet/part-00000.parquet": ["a", "b"],
        "rows.parquet/part-00001.parquet": ["c", "d"],
        "rows.parquet/part-00002.parquet": ["e"],
    }


def test_a_last_part_that_is_full_is_not_followed_by_an_empty_one(extraction_of: Make) -> None:
    assert len(_parts(extraction_of("a"), extraction_of("b"), documents=2)) == 1


def test_same_rows_same_bytes(extraction: Extraction) -> None:
    assert _parts(extraction) == _parts(extraction)


def test_without_rows_the_columns_stand(extraction: Extraction) -> None:
    for found in (_parts(), _parts(replace(extraction, rows=()))):
        (content,) = found.values()
        table = pq.read_table(io.BytesIO(content))
        assert (table.num_rows, table.column_names) == (0, list(CSV_FIELDS))
