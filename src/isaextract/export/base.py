"""What every exporter offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from isaextract.schema import Extraction


class Exporter(ABC):
    """Turns extractions into bytes for files of a run.

    Both methods are pure and map a file's path, relative to the output folder and with
    ``/`` between its parts, to bytes. A file is its head followed by the renderings of
    its documents, sorted by document.
    """

    @abstractmethod
    def head(self) -> Mapping[str, bytes]:
        """How each file begins; a file named here exists even where no document was read."""

    @abstractmethod
    def render(self, extraction: Extraction) -> Mapping[str, bytes]:
        """One document's part of each file."""
