"""DOOR: the command line. Each command is a thin declaration over a function that returns data."""

from __future__ import annotations

import gc
import signal
import sys
from typing import Annotated, TextIO

import typer

from isaextract.cli.lexicon import app as lexicon
from isaextract.cli.run import run
from isaextract.cli.score import score
from isaextract.cli.show import show
from isaextract.cli.train import train
from isaextract.cli.version import print_version, version

__all__ = ["app", "main"]

app = typer.Typer(
    name="isaextract",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(no_args_is_help=True)(run)
app.command()(score)
app.command(no_args_is_help=True)(show)
app.command()(train)
app.add_typer(lexicon, name="lexicon")
app.command()(version)


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=print_version, is_eager=True),
    ] = False,
) -> None:
    """Clinical review PDFs, Chinese and English, in; a table of evidence rows, each with its place, out.

    \b
    Exit codes: 0 all went well; 1 a document could not be read, or a gate was missed;
    2 wrong usage (no such path, nothing to read); 130 interrupted.

    \b
    Examples:
      isaextract run corpus/ --out out/
      isaextract score --gold gold/ --pred out/
      isaextract show corpus/hcc-tables.pdf --stage rows
    """


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        _survive_any_character(stream)
    signal.signal(signal.SIGTERM, _leave_tidily)
    try:
        app(prog_name="isaextract")
    finally:
        gc.freeze()  # what is left ends with the process: no search through it for what could be freed


def _leave_tidily(number: int, frame: object) -> None:
    """End as on Ctrl-C: what was begun is put away."""
    raise SystemExit(128 + number)


def _survive_any_character(stream: TextIO) -> None:
    """Print what a terminal's encoding lacks as an escape, rather than fall over it."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
