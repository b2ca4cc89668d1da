"""Eyes: files to documents. The only room that knows a PDF library."""

from isaextract.pdf.plumber import PdfplumberReader
from isaextract.pdf.reader import Reader, read_document, reader_for, register, suffixes
from isaextract.pdf.text import TextReader

__all__ = [
    "PdfplumberReader",
    "Reader",
    "TextReader",
    "read_document",
    "reader_for",
    "register",
    "suffixes",
]

for _make in (PdfplumberReader, TextReader):
    for _suffix in _make.suffixes:
        register(_suffix, _make)
