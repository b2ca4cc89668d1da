"""PRESS: extractions as files. Rendering is pure: what goes where, as bytes; the runner writes."""

from isaextract.export.base import Exporter
from isaextract.export.jsonl import JsonlExporter, mention_record
from isaextract.export.table import CSV_FIELDS, CsvExporter
from isaextract.export.text import TextExporter

__all__ = ["CSV_FIELDS", "CsvExporter", "Exporter", "JsonlExporter", "TextExporter", "mention_record"]
