"""One run: read every input, write all outputs, lose nothing."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from isaextract import __version__
from isaextract.errors import DocumentError, InputError, IsaextractError
from isaextract.export import CsvExporter, Exporter, JsonlExporter, TextExporter
from isaextract.runner.events import DocumentSummary, Lost, Progress, Read, Started
from isaextract.runner.inputs import Inputs
from isaextract.runner.runfile import RUN_FILE, run_file, stale_texts
from isaextract.runner.staging import Staging
from isaextract.schema import Document, Extraction, Failure, RunInfo
from isaextract.store import SqlStore, Writer

DATABASE = "evidence.db"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run works with: bytes to document, document to rows, the words and the model behind it."""

    read: Callable[[Path], Document]
    extract: Callable[[Document], Extraction]
    lexicon_digest: str
    model: str = ""
    exporters: tuple[Exporter, ...] = field(default=(JsonlExporter(), CsvExporter(), TextExporter()))


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run went: what it was made of, what each document yielded, where it lies."""

    info: RunInfo
    summaries: tuple[DocumentSummary, ...]
    out: Path
    database: str

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Inputs that could not be read."""
        return self.info.failures


def standard_tools(lexicon_folders: tuple[Path, ...] = ()) -> Tools:
    """The tools of the house: the PDF room's reader and the pipeline.

    Raises
    ------
    LexiconError
        When a lexicon file breaks its grammar.
    """
    from isaextract.lexicon import load_lexicon
    from isaextract.pdf import read_document
    from isaextract.pipeline import extract
    from isaextract.pipes import packaged_signature

    lexicon = load_lexicon(lexicon_folders)
    return Tools(
        read_document, lambda document: extract(document, lexicon), lexicon.digest, packaged_signature()
    )


def run(
    inputs: Inputs,
    out: Path,
    tools: Tools,
    *,
    database: str = "",
    progress: Progress = lambda event: None,
) -> RunResult:
    """Read every input and write the run's files into a folder.

    A document that cannot be read becomes a failure and the others go on. The folder
    changes only at the end, file by file, each whole; the same inputs give the same bytes.

    Parameters
    ----------
    inputs
        The files to read.
    out
        The folder for the results; made where it is missing.
    tools
        Reader, extractor and exporters.
    database
        SQLAlchemy URL or SQLite file of an evidence database to add the documents to;
        ``""`` for a fresh ``evidence.db`` in ``out``.
    progress
        Told before and after each document.

    Raises
    ------
    InputError
        When the folder cannot be written to.
    StoreError
        When the database refuses; the files in ``out`` are complete if it did so at the end.
    """
    with ExitStack() as stack:
        target = stack.enter_context(closing(SqlStore(database))) if database else None
        staging = stack.enter_context(Staging(out))
        store = stack.enter_context(closing(SqlStore(staging.path(DATABASE))))
        for exporter in tools.exporters:
            staging.append(exporter.head())
        with store.writing() as writer:
            work = _Work(tools, staging, writer, progress)
            work.read_all(inputs)
        info = work.info(inputs)
        staging.append({RUN_FILE: run_file(info, work.summaries)})
        _publish(staging, store, target, stale_texts(out, {doc for doc, _ in info.documents}))
    return RunResult(info, tuple(work.summaries), out, target.name if target else str(out / DATABASE))


def _publish(staging: Staging, store: SqlStore, target: SqlStore | None, stale: list[Path]) -> None:
    """Files first, so that a database that refuses costs nothing but itself."""
    if target is None:
        store.close()
        staging.publish(last=RUN_FILE)
    else:
        staging.publish(last=RUN_FILE, but=(DATABASE,))
        target.take_over(store)
    for path in stale:
        path.unlink(missing_ok=True)


class _Work:
    """The documents of one run, one after the other."""

    def __init__(self, tools: Tools, staging: Staging, writer: Writer, progress: Progress) -> None:
        self.summaries: list[DocumentSummary] = []
        self.failures: list[Failure] = []
        self._tools = tools
        self._staging = staging
        self._writer = writer
        self._progress = progress

    def read_all(self, inputs: Inputs) -> None:
        """Read each input; what fails is remembered and the next one comes."""
        for index, path in enumerate(inputs.files):
            self._progress(Started(path, index, len(inputs.files)))
            try:
                summary = self._read(path)
            except _Unreadable as error:
                failure = Failure(str(path), str(error))
                self.failures.append(failure)
                self._progress(Lost(path, failure))
            else:
                self.summaries.append(summary)
                self._progress(Read(path, summary))

    def _read(self, path: Path) -> DocumentSummary:
        with _named_failures(path):
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            extraction = self._tools.extract(self._tools.read(path))
            parts = [exporter.render(extraction) for exporter in self._tools.exporters]
        self._writer.replace(extraction, sha256)
        for part in parts:
            self._staging.append(part)
        return _summary(extraction, sha256)

    def info(self, inputs: Inputs) -> RunInfo:
        """What the run was made of, for ``run.json``."""
        documents = tuple((summary.doc, summary.sha256) for summary in self.summaries)
        failures = (*inputs.failures, *self.failures)
        return RunInfo(__version__, self._tools.lexicon_digest, documents, failures, self._tools.model)


class _Unreadable(Exception):
    """One document cannot be read, for the reason said."""


@contextmanager
def _named_failures(path: Path) -> Iterator[None]:
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


def _with_name(path: Path, reason: str) -> str:
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
