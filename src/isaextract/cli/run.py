"""``isaextract run``: documents to evidence rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from isaextract.cli.console import FAILED, OK, command, complain, console, quiet_libraries
from isaextract.cli.options import Lexicons, PdfReader, Readers
from isaextract.errors import InputError

if TYPE_CHECKING:
    from isaextract.runner import Place
    from isaextract.runner.engine import EngineOf

_MEGABYTE = 1_000_000
_WORTH_A_PROCESS = 3  # documents that pay for the start of one


class Engines(StrEnum):
    """Where documents are read."""

    LOCAL = "local"
    DASK = "dask"


@command(interrupted="nothing was written; what lay in the output folder before is untouched")
def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Documents (.pdf .txt .md), or folders of them; URLs too.",
            show_default=False,
        ),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="DIR", help="Folder for results, or its URL.")
    ] = "out",
    db: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Evidence database to add the documents to: an SQLAlchemy URL or an SQLite file. "
            "Documents it holds already are replaced.  [default: a fresh DIR/evidence.db]",
            show_default=False,
        ),
    ] = "",
    lexicon: Lexicons = None,
    reader: Readers = PdfReader.PDFIUM,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read all anew, and keep nothing of it.")
    ] = False,
    cache_size: Annotated[int, typer.Option(metavar="MB", min=1, help="How much the cache may hold.")] = 2000,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=0,
            help="Processes that read documents.  [default: the cores, fewer for few documents]",
            show_default=False,
        ),
    ] = 0,
    engine: Annotated[
        Engines, typer.Option("--engine", help="Where documents are read: here, or on a Dask cluster.")
    ] = Engines.LOCAL,
    scheduler: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Dask's scheduler: tcp://HOST:8786, or its file.", show_default=False
        ),
    ] = "",
    parquet: Annotated[
        bool, typer.Option("--parquet", help="Write rows.parquet/ too, in parts of 1000 documents.")
    ] = False,
) -> int:
    """Read documents into evidence rows, a table, and a database.

    \b
    Leaves in DIR:
      rows.csv rows.jsonl   one reported number per row, with its place on the page
      studies.jsonl         the studies with their arms
      mentions.jsonl        every labelled piece of text
      text/<document>.txt   the text that all offsets count in
      evidence.db           all of it as a database (SQLite)
      run.json              versions, digests, counts, failures
      rows.parquet/         the rows as partitioned Parquet (with --parquet)

    What was read before is kept in a cache (ISAEXTRACT_CACHE, else the user's folder for caches) and not
    read again; where documents, words and program are those of the last run in DIR, nothing is done.

    \b
    Examples:
      isaextract run corpus/
      isaextract run review.pdf notes.md --out results/
      isaextract run corpus/ --db postgresql+psycopg://me@host/evidence
      isaextract run corpus/ --lexicon my-lexicon/
      isaextract run library/ --jobs 8
      isaextract run corpus/ --reader pdfplumber
      isaextract run library/ --out results/ --parquet
      isaextract run s3://bucket/library/ --out s3://bucket/results/
      isaextract run /shared/library/ --engine dask --scheduler tcp://host:8786
    """
    quiet_libraries()
    from isaextract.runner.process import settle

    settle()
    from isaextract.cli.progress import progress_of
    from isaextract.cli.summary import doubt_table, sample_table, summary_table
    from isaextract.runner import StageCache, default_folder, find_inputs, place_of, run, standard_tools

    elsewhere = _engine_of(engine, scheduler)
    place = place_of(out)
    found = find_inputs([place_of(said) for said in inputs])
    cache = None if no_cache else StageCache(default_folder(), cache_size * _MEGABYTE)
    make = partial(standard_tools, tuple(lexicon or ()), cache, reader.value)
    tools = make()
    jobs = jobs or min(os.cpu_count() or 1, max(1, len(found.files) // _WORTH_A_PROCESS))
    with _landing(place) as (folder, publish):
        with progress_of(console(err=True), len(found.files)) as progress:
            result = run(
                found,
                folder,
                tools,
                database=db,
                progress=progress,
                jobs=jobs,
                make=make,
                engine=elsewhere,
                parquet=parquet,
            )
        publish()
        screen = console()
        screen.print(summary_table(result))
        if result.unchanged:
            screen.print("Nothing has changed since the last run; nothing was read.")
        elif any(summary.rows for summary in result.summaries):
            screen.print(sample_table(result.out))
            if doubts := doubt_table(result.out):
                screen.print(doubts)
    database = result.database.replace(str(folder), str(place).rstrip("/"))
    screen.print(f"Results in {place}, database {database}", markup=False, soft_wrap=True)
    for failure in result.failures:
        complain(failure.reason, FAILED)
    return FAILED if result.failures else OK


def _engine_of(engine: Engines, scheduler: str) -> EngineOf | None:
    """What reads the documents elsewhere; ``None`` for here.

    Raises
    ------
    InputError
        When engine and scheduler do not go together.
    """
    if (engine is Engines.DASK) != bool(scheduler):
        raise InputError("--engine dask and --scheduler ADDRESS go together; give both or none")
    if engine is Engines.LOCAL:
        return None
    from isaextract.runner.dask_engine import DaskEngine

    return partial(DaskEngine, scheduler=scheduler)


@contextmanager
def _landing(out: Place) -> Iterator[tuple[Path, Callable[[], None]]]:
    """The local folder that a run writes to, and what brings its files to where they belong."""
    from isaextract.runner import RUN_FILE, Remote, upload

    if not isinstance(out, Remote):
        yield out, lambda: None
        return
    with TemporaryDirectory(prefix="isaextract-") as folder:
        yield Path(folder), partial(upload, Path(folder), out, RUN_FILE)
