"""What a run tells while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from isaextract.runner.places import Place
from isaextract.schema import Failure


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """What a document yielded, in numbers; ``open`` counts fields that could not be linked.

    ``references`` is 0 where the document has no reference list: then no citation leads anywhere.
    """

    doc: str
    sha256: str
    pages: int
    mentions: int
    studies: int
    rows: int
    open: int
    references: int = 0


@dataclass(frozen=True, slots=True)
class Started:
    """A document is about to be read, the ``index``-th (from 0) of ``total``."""

    path: Place
    index: int
    total: int


@dataclass(frozen=True, slots=True)
class Read:
    """A document was read."""

    path: Place
    summary: DocumentSummary


@dataclass(frozen=True, slots=True)
class Lost:
    """A document could not be read."""

    path: Place
    failure: Failure


Progress = Callable[[Started | Read | Lost], None]
