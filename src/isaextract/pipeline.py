"""The sentence of the house: the order of work, from a document to its rows."""

from __future__ import annotations

from isaextract.lexicon import Lexicon
from isaextract.schema import Document, Extraction


def extract(document: Document, lexicon: Lexicon) -> Extraction:
    """Read a document's mentions, studies and rows (not written yet: yields none)."""
    return Extraction(document, (), (), ())


def stage(document: Document, lexicon: Lexicon, stage: str) -> str:
    """One stage of the work on a document, as text to read."""
    return document.text
