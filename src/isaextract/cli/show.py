"""``isaextract show``: one stage of the work on one document."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from isaextract.cli.console import OK, command, quiet_libraries
from isaextract.cli.options import Lexicons, PdfReader, Readers
from isaextract.errors import InputError


class Stage(StrEnum):
    """What can be looked at, in the order of work."""

    TEXT = "text"
    SENTENCES = "sentences"
    MENTIONS = "mentions"
    LINKS = "links"
    ROWS = "rows"


@command(interrupted="nothing was changed")
def show(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A document (.pdf .txt .md).", show_default=False)
    ],
    stage: Annotated[Stage, typer.Option(help="What to look at.")] = Stage.ROWS,
    lexicon: Lexicons = None,
    reader: Readers = PdfReader.PDFIUM,
) -> int:
    """Show a stage of the work on one document, as text to read.

    \b
    Examples:
      isaextract show review.pdf --stage text
      isaextract show review.pdf --stage mentions | less
    """
    quiet_libraries()
    from isaextract.cli.stages import render_stage
    from isaextract.lexicon import load_lexicon
    from isaextract.pdf import read_document

    if not file.is_file():
        raise InputError(f"{file}: no such file; check the path")
    lexicon_read = load_lexicon(tuple(lexicon or ()))
    typer.echo(render_stage(read_document(file, reader.value), lexicon_read, stage.value), nl=False)
    return OK
