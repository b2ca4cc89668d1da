"""The extracted text that all offsets count in."""

from __future__ import annotations

from collections.abc import Mapping

from isaextract.export.base import Exporter
from isaextract.schema import Extraction


class TextExporter(Exporter):
    """``text/<doc>.txt``: each document's text to the letter, UTF-8."""

    def head(self) -> Mapping[str, bytes]:
        """Nothing: there is one file per document."""
        return {}

    def render(self, extraction: Extraction) -> Mapping[str, bytes]:
        """The document's text under its name."""
        document = extraction.document
        return {f"text/{document.name}.txt": document.text.encode()}
