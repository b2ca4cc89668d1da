"""ARCHIVE: the evidence database."""

from isaextract.store.base import RowFilter, Store, Writer
from isaextract.store.records import Records, records_of
from isaextract.store.sql import SqlStore
from isaextract.store.tables import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "Records", "RowFilter", "SqlStore", "Store", "Writer", "records_of"]
