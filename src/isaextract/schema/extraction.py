"""All that one document yields, and how a run went."""

from __future__ import annotations

from dataclasses import dataclass

from isaextract.schema.document import Document
from isaextract.schema.evidence import EvidenceRow, Study
from isaextract.schema.mentions import Mention


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document with its mentions, studies and rows, each sorted by place in the text."""

    document: Document
    mentions: tuple[Mention, ...]
    studies: tuple[Study, ...]
    rows: tuple[EvidenceRow, ...]


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
