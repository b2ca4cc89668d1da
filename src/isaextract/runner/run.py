"""One run: read every input, write all outputs, lose nothing."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from isaextract import __version__
from isaextract.errors import EngineError, InputError
from isaextract.export import (
    PARQUET_FOLDER,
    ParquetParts,
)
from isaextract.runner.cache import program_digest
from isaextract.runner.engine import Engine, EngineOf, OneByOne
from isaextract.runner.events import DocumentSummary, Lost, Progress, Read, Started
from isaextract.runner.inputs import Inputs
from isaextract.runner.places import Place, fetched
from isaextract.runner.pool import Killed, Pool
from isaextract.runner.reading import Done, Tools, read_one, standard_tools
from isaextract.runner.runfile import RUN_FILE, read_run, run_file, stale_parts, stale_texts
from isaextract.runner.staging import Staging
from isaextract.schema import Failure, RunInfo

if TYPE_CHECKING:
    from isaextract.store import SqlStore, Writer

DATABASE = "evidence.db"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run went: what it was made of, what each document yielded, where it lies."""

    info: RunInfo
    summaries: tuple[DocumentSummary, ...]
    out: Path
    database: str
    unchanged: bool = False  # all of it lay there already

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Inputs that could not be read."""
        return self.info.failures


def run(
    inputs: Inputs,
    out: Path,
    tools: Tools,
    *,
    database: str = "",
    progress: Progress = lambda event: None,
    jobs: int = 1,
    make: Callable[[], Tools] = standard_tools,
    engine: EngineOf | None = None,
    parquet: bool = False,
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
    jobs, make
        How many processes read documents, and what makes their tools: picklable, called once in each.
        What is written does not depend on them.
    engine
        What runs the reading in the place of processes here; ``make`` makes the tools there.
    parquet
        Whether to write the rows as partitioned Parquet too.

    Raises
    ------
    InputError
        When the folder cannot be written to.
    StoreError
        When the database refuses; the files in ``out`` are complete if it did so at the end.
    """
    if not database and (before := unchanged(inputs, out, tools, parquet=parquet)) is not None:
        return before
    from isaextract.store import SqlStore

    with ExitStack() as stack:
        target = stack.enter_context(closing(SqlStore(database))) if database else None
        staging = stack.enter_context(Staging(out))
        store = stack.enter_context(closing(SqlStore(staging.path(DATABASE))))
        for exporter in tools.exporters:
            staging.append(exporter.head())
        with store.writing() as writer:
            work = _Work(tools, staging, writer, progress, ParquetParts() if parquet else None)
            work.read_all(inputs, _engine(tools, make, jobs, engine))
        info = work.info(inputs)
        staging.append({RUN_FILE: run_file(info, work.summaries, program_digest(), staging.sizes())})
        stale = stale_texts(out, {doc for doc, _ in info.documents})
        stale += stale_parts(out, PARQUET_FOLDER, staging.sizes())
        _publish(staging, store, target, stale)
    if tools.cache is not None:
        tools.cache.trim()
    return RunResult(info, tuple(work.summaries), out, target.name if target else str(out / DATABASE))


def unchanged(inputs: Inputs, out: Path, tools: Tools, *, parquet: bool = False) -> RunResult | None:
    """The run that lies in a folder already, where this one would write the same: nothing is read for it.

    Only with a cache, which says that what was made before is wanted; never after failures.
    """
    record = read_run(out) if tools.cache is not None and not inputs.failures else None
    if record is None or not (out / DATABASE).is_file():
        return None
    made = tuple(record.get(part) for part in ("version", "program", "lexicon", "model", "reader"))
    wanted = (__version__, program_digest(), tools.lexicon_digest, tools.model, tools.reader)
    if made != wanted or record["failures"]:
        return None
    if parquet != any(name.startswith(f"{PARQUET_FOLDER}/") for name in record["files"]):
        return None
    summaries = [DocumentSummary(**each) for each in record["documents"]]
    if [path.stem for path in inputs.files] != [each.doc for each in summaries]:
        return None
    try:
        digests = [_digest(place) for place in inputs.files]
    except (OSError, InputError):
        return None
    if digests != [each.sha256 for each in summaries]:
        return None
    documents = tuple((each.doc, each.sha256) for each in summaries)
    info = RunInfo(__version__, tools.lexicon_digest, documents, (), tools.model, tools.reader)
    return RunResult(info, tuple(summaries), out, str(out / DATABASE), unchanged=True)


def _digest(place: Place) -> str:
    with fetched(place) as path:
        return hashlib.sha256(path.read_bytes()).hexdigest()


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


def _engine(
    tools: Tools, make: Callable[[], Tools], jobs: int, engine: EngineOf | None
) -> Engine[Place, Done | Failure]:
    """The engine that a run asks for."""
    elsewhere = partial(_reader, make, _signature(tools))
    if engine is not None:
        return engine(elsewhere)
    if jobs > 1:
        return Pool[Place, Done | Failure](elsewhere, jobs)
    return OneByOne(lambda: partial(read_one, tools))


def _reader(make: Callable[[], Tools], signature: tuple[str, ...]) -> Callable[[Place], Done | Failure]:
    """What a process does with each document.

    Raises
    ------
    EngineError
        When it has not the words, model, program or libraries of the process that writes.
    """
    tools = make()
    if _signature(tools) != signature:
        raise EngineError(
            "a worker has another isaextract, lexicon or library than this machine; install the same on all"
        )
    return partial(read_one, tools)


def _signature(tools: Tools) -> tuple[str, ...]:
    return (tools.lexicon_digest, tools.model, program_digest())


def _set_apart(path: Place, killed: Killed) -> Failure:
    code = killed.code
    cause = "" if code is None else f" (signal {-code})" if code < 0 else f" (exit code {code})"
    reason = (
        f"{path}: the process that read it died twice{cause}, perhaps for want of memory; "
        "the other documents were read; try this one alone"
    )
    return Failure(str(path), reason)


class _Work:
    """The documents of one run, in their order."""

    def __init__(
        self,
        tools: Tools,
        staging: Staging,
        writer: Writer,
        progress: Progress,
        parquet: ParquetParts | None = None,
    ) -> None:
        self.summaries: list[DocumentSummary] = []
        self.failures: list[Failure] = []
        self._tools = tools
        self._staging = staging
        self._writer = writer
        self._progress = progress
        self._parquet = parquet

    def read_all(self, inputs: Inputs, engine: Engine[Place, Done | Failure]) -> None:
        """Read each input; what fails is remembered and the next one comes."""
        total = len(inputs.files)

        def started(index: int) -> None:
            self._progress(Started(inputs.files[index], index, total))

        with engine as running:
            for path, outcome in zip(inputs.files, running.map(inputs.files, started), strict=True):
                self._take(path, _set_apart(path, outcome) if isinstance(outcome, Killed) else outcome)
        if self._parquet is not None:
            self._staging.append(self._parquet.finish())

    def _take(self, path: Place, outcome: Done | Failure) -> None:
        """Write what a document yielded, or remember why it yielded nothing."""
        if isinstance(outcome, Failure):
            self.failures.append(outcome)
            self._progress(Lost(path, outcome))
            return
        self._writer.replace(outcome.records)
        for part in outcome.parts:
            self._staging.append(part)
        if self._parquet is not None:
            self._staging.append(self._parquet.add(outcome.rows))
        self.summaries.append(outcome.summary)
        self._progress(Read(path, outcome.summary))

    def info(self, inputs: Inputs) -> RunInfo:
        """What the run was made of, for ``run.json``."""
        documents = tuple((summary.doc, summary.sha256) for summary in self.summaries)
        failures = (*inputs.failures, *self.failures)
        tools = self._tools
        return RunInfo(__version__, tools.lexicon_digest, documents, failures, tools.model, tools.reader)
