"""ARCHIVE: the evidence database."""

from isaextract.store.base import RowFilter, Store, Writer
from isaextract.store.sql import SqlStore
from isaextract.store.tables import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "RowFilter", "SqlStore", "Store", "Writer"]
