"""``isaextract run``: documents to evidence rows."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from isaextract.cli.console import FAILED, OK, command, complain, console, quiet_libraries
from isaextract.cli.options import Lexicons, PdfReader, Readers

_MEGABYTE = 1_000_000
_WORTH_A_PROCESS = 3  # documents that pay for the start of one


@command(interrupted="nothing was written; what lay in the output folder before is untouched")
def run(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...", help="Documents (.pdf .txt .md), or folders of them.", show_default=False
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for results.")] = Path(
        "out"
    ),
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
    """
    quiet_libraries()
    from isaextract.cli.progress import progress_of
    from isaextract.cli.summary import doubt_table, sample_table, summary_table
    from isaextract.runner import StageCache, default_folder, find_inputs, run, standard_tools

    found = find_inputs(inputs)
    cache = None if no_cache else StageCache(default_folder(), cache_size * _MEGABYTE)
    make = partial(standard_tools, tuple(lexicon or ()), cache, reader.value)
    tools = make()
    jobs = jobs or min(os.cpu_count() or 1, max(1, len(found.files) // _WORTH_A_PROCESS))
    with progress_of(console(err=True), len(found.files)) as progress:
        result = run(found, out, tools, database=db, progress=progress, jobs=jobs, make=make)
    screen = console()
    screen.print(summary_table(result))
    if any(summary.rows for summary in result.summaries):
        screen.print(sample_table(result.out))
    if doubts := doubt_table(result.out):
        screen.print(doubts)
    if result.unchanged:
        screen.print("Nothing has changed since the last run; nothing was read.")
    screen.print(f"Results in {result.out}, database {result.database}", markup=False, soft_wrap=True)
    for failure in result.failures:
        complain(failure.reason, FAILED)
    return FAILED if result.failures else OK
