"""All that one document yields, and how a run went."""

from __future__ import annotations

from dataclasses import dataclass

from isaextract.schema.document import Document, Reference
from isaextract.schema.evidence import EvidenceRow, Study
from isaextract.schema.mentions import Mention
from isaextract.schema.spans import Span


@dataclass(frozen=True, slots=True)
class Marker:
    """One number of a citation marker and the entry that it points to.

    ``[3-5]`` makes three of these with one span. ``reference`` is ``None`` where the document's
    reference list has no entry of that number, or more than one.
    """

    number: str
    span: Span
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document with its mentions, studies, rows and markers, each sorted by place in the text."""

    document: Document
    mentions: tuple[Mention, ...]
    studies: tuple[Study, ...]
    rows: tuple[EvidenceRow, ...]
    markers: tuple[Marker, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read, why, and what to do about it."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a run was made of: versions, input digests, failures. No times: same input, same bytes."""

    version: str
    lexicon: str
    documents: tuple[tuple[str, str], ...]  # (name, sha256 of the input)
    failures: tuple[Failure, ...] = ()
    model: str = ""
    reader: str = ""  # of the PDF files
