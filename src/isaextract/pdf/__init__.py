"""Eyes: files to documents. The only room that knows a PDF library."""

from isaextract.pdf.pdfium import PdfiumReader
from isaextract.pdf.plumber import PdfplumberReader
from isaextract.pdf.reader import Reader, read_document, reader_for, readers, register, suffixes
from isaextract.pdf.text import TextReader

__all__ = [
    "PdfiumReader",
    "PdfplumberReader",
    "Reader",
    "TextReader",
    "read_document",
    "reader_for",
    "readers",
    "register",
    "suffixes",
]

for _make in (PdfplumberReader, PdfiumReader, TextReader):
    for _suffix in _make.suffixes:
        register(_suffix, _make)
