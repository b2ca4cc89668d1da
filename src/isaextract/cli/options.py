"""Arguments that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class PdfReader(StrEnum):
    """The readers of PDF files, as ``pdf.readers`` names them; the first is the default."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


Readers = Annotated[
    PdfReader,
    typer.Option("--reader", help="Library that opens PDF files: pdfium is fast, pdfplumber the reference."),
]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicon",
        metavar="DIR",
        help="Folder with lexicon files of your own; may be given again.",
        show_default=False,
    ),
]
