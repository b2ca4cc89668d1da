"""Evidence rows as partitioned Parquet: the columns of ``rows.csv`` with their types."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from isaextract.errors import IsaextractError
from isaextract.export.table import CSV_FIELDS, FLOATS, INTEGERS, LISTS

PARQUET_FOLDER = "rows.parquet"
_DOCUMENTS = 1000  # per part


class ParquetParts:
    """``rows.parquet/part-00000.parquet`` and so on, each of so many documents.

    Parameters
    ----------
    documents
        How many documents make a part.

    Raises
    ------
    IsaextractError
        When pyarrow is not installed.
    """

    def __init__(self, documents: int = _DOCUMENTS) -> None:
        try:
            import pyarrow  # noqa: F401 - asked for before anything is read
        except ImportError as error:
            raise IsaextractError("--parquet needs an extra; pip install 'isaextract[parquet]'") from error
        self._documents = documents
        self._records: list[Mapping[str, Any]] = []
        self._held = self._parts = 0

    def add(self, records: Sequence[Mapping[str, Any]]) -> Mapping[str, bytes]:
        """Take a document's rows, each a ``row_record``; the part that it fills, if it does."""
        self._records += records
        self._held += 1
        return self._part() if self._held == self._documents else {}

    def finish(self) -> Mapping[str, bytes]:
        """The last part; one without rows where there were no documents."""
        return self._part() if self._held or not self._parts else {}

    def _part(self) -> Mapping[str, bytes]:
        name = f"{PARQUET_FOLDER}/part-{self._parts:05}.parquet"
        content = _bytes(self._records)
        self._records, self._held, self._parts = [], 0, self._parts + 1
        return {name: content}


def _bytes(records: list[Mapping[str, Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    def kind(name: str) -> Any:
        if name in LISTS:
            return pa.list_(pa.string())
        return pa.float64() if name in FLOATS else pa.int64() if name in INTEGERS else pa.string()

    schema = pa.schema([(name, kind(name)) for name in CSV_FIELDS])
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records, schema), out, compression="zstd")
    return out.getvalue()
