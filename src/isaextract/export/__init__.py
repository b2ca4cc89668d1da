"""PRESS: extractions as files. Rendering is pure: what goes where, as bytes; the runner writes."""

from isaextract.export.base import Exporter
from isaextract.export.frame import read_frame
from isaextract.export.jsonl import JsonlExporter, mention_record
from isaextract.export.parquet import PARQUET_FOLDER, ParquetParts
from isaextract.export.table import CSV_FIELDS, CsvExporter, row_record
from isaextract.export.text import TextExporter

__all__ = [
    "CSV_FIELDS",
    "PARQUET_FOLDER",
    "CsvExporter",
    "Exporter",
    "JsonlExporter",
    "ParquetParts",
    "TextExporter",
    "mention_record",
    "read_frame",
    "row_record",
]
