"""One document: its bytes to all that a run writes of it, or the reason why it yields nothing."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isaextract.errors import DocumentError, InputError, IsaextractError
from isaextract.export import CsvExporter, Exporter, JsonlExporter, TextExporter, row_record
from isaextract.runner.cache import StageCache, key_of, program_digest
from isaextract.runner.events import DocumentSummary
from isaextract.runner.patterns import KeptPatterns
from isaextract.runner.places import Place, fetched
from isaextract.schema import Document, Extraction, Failure, Mention

if TYPE_CHECKING:
    from isaextract.lexicon import Lexicon
    from isaextract.store import Records

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with: bytes to document, document to mentions, both to rows; what is behind it."""

    read: Callable[[Path], Document]
    find: Callable[[Document], tuple[Mention, ...]]
    assemble: Callable[[Document, tuple[Mention, ...]], Extraction]
    lexicon_digest: str
    model: str = ""
    reader: str = ""  # the PDF reader's name
    exporters: tuple[Exporter, ...] = field(default=(JsonlExporter(), CsvExporter(), TextExporter()))
    cache: StageCache | None = None
    patterns: KeptPatterns | None = None


def standard_tools(
    lexicon_folders: tuple[Path, ...] = (), cache: StageCache | None = None, reader: str = ""
) -> Tools:
    """The tools of the house: the PDF room's reader and the pipeline.

    Parameters
    ----------
    lexicon_folders
        Words of the user's own.
    cache
        Keeps what is read; nothing is kept without one.
    reader
        The PDF reader by name; the first of ``pdf.readers(".pdf")`` without one.

    Raises
    ------
    LexiconError
        When a lexicon file breaks its grammar.
    """
    from isaextract.lexicon import load_lexicon
    from isaextract.pipes import packaged_signature

    lexicon = load_lexicon(lexicon_folders)
    patterns = KeptPatterns(cache, lexicon.digest) if cache is not None else None
    chosen = reader or _first_reader()
    return Tools(
        partial(_read, reader=chosen),
        partial(_find, lexicon),
        partial(_assemble, lexicon),
        lexicon.digest,
        packaged_signature(),
        chosen,
        cache=cache,
        patterns=patterns,
    )


# Each room is entered when there is something to do in it: a run that changes nothing enters none.


def _first_reader() -> str:
    from isaextract.pdf import readers

    return readers(".pdf")[0]


def _read(path: Path, *, reader: str) -> Document:
    from isaextract.pdf import read_document

    return read_document(path, reader)


def _find(lexicon: Lexicon, document: Document) -> tuple[Mention, ...]:
    from isaextract.pipes import find_mentions

    return find_mentions(document, lexicon)


def _assemble(lexicon: Lexicon, document: Document, mentions: tuple[Mention, ...]) -> Extraction:
    from isaextract.pipeline import assemble

    return assemble(document, mentions, lexicon)


@dataclass(frozen=True, slots=True)
class Done:
    """What a document yielded: what each exporter writes of it, what a store keeps, its rows as a table's."""

    summary: DocumentSummary
    parts: tuple[Mapping[str, bytes], ...]
    records: Records
    rows: tuple[Mapping[str, Any], ...]


def read_one(tools: Tools, place: Place) -> Done | Failure:
    """Read one document; what it is lost for is told, not raised."""
    try:
        with _named_failures(place), fetched(place) as path:
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            if tools.cache is None:
                document = tools.read(path)
                return _done(tools, document, tools.find(document), sha256)
            return _through(tools.cache, tools, path, sha256)
    except _Unreadable as error:
        return Failure(str(place), str(error))


def _done(tools: Tools, document: Document, mentions: tuple[Mention, ...], sha256: str) -> Done:
    from isaextract.store import records_of

    extraction = tools.assemble(document, mentions)
    parts = tuple(exporter.render(extraction) for exporter in tools.exporters)
    rows = tuple(row_record(row) for row in extraction.rows)
    return Done(_summary(extraction, sha256), parts, records_of(extraction, sha256), rows)


def _through(cache: StageCache, tools: Tools, path: Path, sha256: str) -> Done:
    """What was kept of a document with this content: its records, its mentions, its text, or nothing."""
    text_key = key_of(sha256, path.name, tools.reader, program_digest("text"))
    found_key = key_of(text_key, program_digest("mentions"), tools.lexicon_digest, tools.model)
    exporters = (type(exporter).__name__ for exporter in tools.exporters)
    key = key_of(text_key, program_digest(), tools.lexicon_digest, tools.model, *exporters)
    done = cache.get("records", key)
    if isinstance(done, Done):
        return done
    if tools.patterns is not None:
        tools.patterns.recall()
    document = cache.get("text", text_key)
    if not isinstance(document, Document):
        document = tools.read(path)
        cache.put("text", text_key, document)
    mentions = cache.get("mentions", found_key)
    if not isinstance(mentions, tuple):
        mentions = tools.find(document)
        cache.put("mentions", found_key, mentions)
    done = _done(tools, document, mentions, sha256)
    cache.put("records", key, done)
    if tools.patterns is not None:
        tools.patterns.keep()
    return done


class _Unreadable(Exception):
    """One document cannot be read, for the reason said."""


@contextmanager
def _named_failures(path: Place) -> Iterator[None]:
    """Any error of one document, told with its name."""
    try:
        yield
    except OSError as error:
        raise _Unreadable(
            f"{path}: cannot be opened ({error.strerror or error}); check its permissions"
        ) from error
    except (DocumentError, InputError) as error:
        raise _Unreadable(_with_name(path, str(error))) from error
    except IsaextractError:
        raise
    except Exception as error:
        _log.debug("%s", path, exc_info=True)
        told = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise _Unreadable(
            f"{path}: failed inside isaextract ({told}); please report it with the file"
        ) from error


def _with_name(path: Place, reason: str) -> str:
    return reason if path.name in reason else f"{path}: {reason}"


def _summary(extraction: Extraction, sha256: str) -> DocumentSummary:
    return DocumentSummary(
        doc=extraction.document.name,
        sha256=sha256,
        pages=extraction.document.pages,
        mentions=len(extraction.mentions),
        studies=len(extraction.studies),
        rows=len(extraction.rows),
        open=sum(len(row.open) for row in extraction.rows),
        references=len(extraction.document.references),
    )
