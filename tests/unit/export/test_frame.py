from __future__ import annotations

from pathlib import Path

import pytest

from isaextract.errors import InputError
from isaextract.export import CSV_FIELDS, CsvExporter, read_frame
from isaextract.schema import Extraction


def _written(extraction: Extraction, folder: Path) -> Path:
    exporter = CsvExporter()
    content = exporter.head()["rows.csv"] + exporter.render(extraction)["rows.csv"]
    (folder / "rows.csv").write_bytes(content)
    return folder


def test_rows_come_with_their_types(extraction: Extraction, tmp_path: Path) -> None:
    frame = read_frame(_written(extraction, tmp_path))
    assert list(frame.columns) == list(CSV_FIELDS)
    (row,) = frame.to_dict("records")
    assert (row["value"], row["n"], row["N"], row["page"]) == (60.4, 93, 154, 1)
    assert row["regimen"] == ("dexamethasone", "isatuximab", "pomalidomide")
    assert (row["comparator"], row["trial_name"]) == ((), "ICARIA-MM")
    assert (str(frame["value"].dtype), str(frame["n"].dtype)) == ("Float64", "Int64")
    assert frame["ci_low"].isna().all()


def test_a_run_without_rows_has_the_columns(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(CsvExporter().head()["rows.csv"])
    frame = read_frame(tmp_path / "rows.csv")
    assert (len(frame), list(frame.columns)) == (0, list(CSV_FIELDS))


@pytest.mark.parametrize("content", [None, b"", b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_another_file_is_refused(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "rows.csv").write_bytes(content)
    with pytest.raises(InputError, match=r"rows\.csv"):
        read_frame(tmp_path)
