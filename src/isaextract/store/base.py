"""What every evidence store offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass

from isaextract.schema import EvidenceRow, Study
from isaextract.store.records import Records


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows to read; what is ``""`` does not narrow.

    ``drug`` is an INN of the row's arm; ``trial_id`` a registry number that the document gives.
    """

    doc: str = ""
    endpoint: str = ""
    drug: str = ""
    trial_id: str = ""


class Writer(ABC):
    """An open transaction."""

    @abstractmethod
    def replace(self, records: Records) -> None:
        """Put a document's records in the place of any the store holds under its name."""


class Store(ABC):
    """Keeps documents with their mentions, studies and rows, one set of records per document name."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Writer]:
        """Open a transaction: all of it is kept when the block ends, nothing when it raises.

        Raises
        ------
        StoreError
            When the store refuses.
        """

    @abstractmethod
    def take_over(self, other: Store) -> None:
        """Put all documents of another store of the same kind into this one, in one transaction.

        Raises
        ------
        StoreError
            When the store refuses.
        """

    @abstractmethod
    def documents(self) -> tuple[str, ...]:
        """The names of all documents, sorted."""

    @abstractmethod
    def read_rows(self, where: RowFilter = RowFilter()) -> tuple[EvidenceRow, ...]:
        """The rows that pass the filter, by document and place, with their grounds and checks."""

    @abstractmethod
    def read_studies(self, doc: str = "") -> tuple[Study, ...]:
        """The studies of one document or of all, by document and place."""

    @abstractmethod
    def close(self) -> None:
        """Let go of connections and files."""
