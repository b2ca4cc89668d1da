"""The pdfium backend: as `plumber`, many times as fast.

pdfium is C code behind ctypes and knows one thread only: one process, one document at a time.
Where it is at a loss (a damaged file, text from top to bottom, many characters unknown), the reference
reads the document, or says why it cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from isaextract.errors import DocumentError
from isaextract.pdf import plumber
from isaextract.pdf.anatomy import Anatomy, Sheet, read_anatomy
from isaextract.pdf.backend import (
    AtALossError,
    PdfReader,
    check_header,
    check_pages,
    quiet_parser,
    unknown_share,
)
from isaextract.pdf.drawing import SAME, Matrix, combined, objects_of, rules_of_path
from isaextract.pdf.glyphs import Page, Rule
from isaextract.pdf.setting import Seen, Styles, font_of, glyphs_of

FEW = 0.02  # share of unknown characters beyond which the reference is asked too


def extract(data: bytes, name: str) -> list[Page]:
    """The pages of a PDF as glyphs and rules; see ``plumber.extract``."""
    check_header(data, name)
    try:
        pages = _pages(data)
        check_pages(pages, name)
    except (AtALossError, DocumentError):
        return plumber.extract(data, name)
    return _surer(pages, data, name) if unknown_share(pages) > FEW else pages


def _surer(pages: list[Page], data: bytes, name: str) -> list[Page]:
    """Pages with many unknown characters, or the reference's if it knows more of them."""
    try:
        others = plumber.extract(data, name)
    except DocumentError:
        return pages
    return min(pages, others, key=unknown_share)


class PdfiumReader(PdfReader):
    """PDF files, by way of pdfium."""

    name = "pdfium"
    extract = staticmethod(extract)


def _pages(data: bytes) -> list[Page]:
    anatomy = _anatomy(data)
    if anatomy.data is None:
        raise AtALossError
    with _opened(anatomy.data) as document:
        if pdfium.FPDF_GetPageCount(document) != len(anatomy.sheets):
            raise AtALossError
        return [_page(document, at, sheet, anatomy.descents) for at, sheet in enumerate(anatomy.sheets)]


def _anatomy(data: bytes) -> Anatomy:
    try:
        with quiet_parser():
            return read_anatomy(data)
    except Exception as error:  # a damaged file may break the parser anywhere
        raise AtALossError from error


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise AtALossError
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def _loaded(document: Any, at: int) -> Iterator[tuple[Any, Any]]:
    """A page and its text."""
    page = pdfium.FPDF_LoadPage(document, at)
    if not page:
        raise AtALossError
    text = pdfium.FPDFText_LoadPage(page)
    try:
        if not text:
            raise AtALossError
        yield page, text
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _page(document: Any, at: int, sheet: Sheet, descents: dict[str, float]) -> Page:
    view, width, height = _view(sheet)
    texts: list[tuple[Any, Matrix]] = []
    rules: list[tuple[bool, Rule]] = []
    images = 0
    with _loaded(document, at) as (page, text):
        for kind, item, matrix in objects_of(page):
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                texts.append((item, matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                rules.extend(rules_of_path(item, combined(matrix, view), height))
            images += kind == pdfium.FPDF_PAGEOBJ_IMAGE
        styles = Styles(descents, _names(texts, sheet), Seen(at + 1, view, height))
        glyphs = tuple(glyphs_of(text, texts, styles))
    in_order = sorted(rules, key=lambda pair: not pair[0])  # lines first, as pdfplumber has them
    return Page(at + 1, width, height, glyphs, tuple(rule for _, rule in in_order), images)


def _names(texts: Sequence[tuple[Any, Matrix]], sheet: Sheet) -> dict[int, str]:
    """The names of fonts by pdfium's handles, where pdfium does not know them all."""
    names: dict[int, str] = {}
    if sheet.shown and len(sheet.shown) != len(texts):
        raise AtALossError
    for (item, _), name in zip(texts, sheet.shown, strict=False):
        if names.setdefault(font_of(item)[0], name) != name:
            raise AtALossError
    return names


def _view(sheet: Sheet) -> tuple[Matrix, float, float]:
    """The way from user space to the page as shown (its origin at the foot), its width and height.

    An upright page keeps the coordinates of user space, as pdfplumber has it.
    """
    x0, y0, x1, y1 = sheet.box
    left, low, right, high = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    wide, tall = right - left, high - low
    match sheet.turn:
        case 90:
            return (0, -1, 1, 0, 0, right + left), tall, wide
        case 180:
            return (-1, 0, 0, -1, right + left, high + low), wide, tall
        case 270:
            return (0, 1, -1, 0, high + low, 0), tall, wide
    return SAME, wide, tall
