"""What the PDF backends have in common: which bytes and pages can be read, what counts as a rule."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from isaextract.errors import DocumentError
from isaextract.pdf.glyphs import Glyph, Page, Rule
from isaextract.pdf.layout import lay_out
from isaextract.schema.document import Document

THIN = 2.0  # points: a filled rectangle no thicker than this is a rule
UNMAPPED = 0.3  # share of glyphs without a character beyond which a text is unreadable
MISTAKEN = 0.4  # share of Latin letters with accents that no text in a Latin script has
UNKNOWN = "\ufffd"
DESCENT = 0.2  # of the size, where a font names none


class AtALossError(Exception):
    """Something that pdfium does not tell, or does not open: the reference is to read it."""


class PdfReader:
    """A reader of PDF files, but for how their pages are extracted."""

    suffixes: tuple[str, ...] = (".pdf",)
    name: str
    extract: Callable[[bytes, str], list[Page]]

    def read(self, data: bytes, name: str) -> Document:
        """Read a PDF; see ``Reader.read``."""
        pages = self.extract(data, name)
        document = lay_out(pages, name)
        if not document.text:
            raise DocumentError(no_text(name, pages))
        return document


def check_header(data: bytes, name: str) -> None:
    """Refuse what is no PDF.

    Raises
    ------
    DocumentError
        When the bytes do not begin as a PDF's do.
    """
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(
            f"{name}: is no PDF file (it does not begin with %PDF-); give a .pdf, .txt or .md file"
        )


def check_pages(pages: Sequence[Page], name: str) -> None:
    """Refuse pages whose text cannot be read.

    Raises
    ------
    DocumentError
        When there is no page, no text, or no map from glyphs to characters.
    """
    if not pages:
        raise DocumentError(f"{name}: damaged PDF, no page found; open it in a viewer and save it anew")
    glyphs = _seen(pages)
    if not glyphs:
        raise DocumentError(no_text(name, pages))
    if _unreadable(glyphs):
        raise DocumentError(
            f"{name}: its fonts carry no right map from glyphs to characters, "
            "so its text cannot be read; run OCR on it first (for example ocrmypdf --force-ocr)"
        )


def _unreadable(glyphs: Sequence[Glyph]) -> bool:
    """Whether too many characters are unknown, or bytes of a two-byte script taken for letters."""
    high = sum("\xa1" <= glyph.char <= "\xff" for glyph in glyphs)
    return _unknown(glyphs) > UNMAPPED or high > MISTAKEN * len(glyphs)


def unknown_share(pages: Sequence[Page]) -> float:
    """How much of what is seen on pages has no character."""
    return _unknown(_seen(pages))


def _unknown(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.char == UNKNOWN for glyph in glyphs) / max(1, len(glyphs))


def _seen(pages: Sequence[Page]) -> list[Glyph]:
    return [glyph for page in pages for glyph in page.glyphs if not glyph.char.isspace()]


def no_text(name: str, pages: Sequence[Page]) -> str:
    """Why pages without text have none, and what to do."""
    reason = "its pages are images" if any(page.images for page in pages) else "its pages hold no text"
    return f"{name}: no text to read, {reason}; run OCR on it first (for example ocrmypdf)"


def turn_of(a: float, b: float) -> int:
    """The angle a glyph is turned by, against the clock, by the first column of its text matrix."""
    if abs(b) < 0.05 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) < 0.05 * abs(b):
        return 90 if b > 0 else 270
    return -1


def rules_of(x0: float, top: float, x1: float, bottom: float, *, outlined: bool) -> Iterator[Rule]:
    """The rules that a drawn line or rectangle is: itself where it is thin, its outline where it has one."""
    if min(x1 - x0, bottom - top) <= THIN:
        yield Rule(x0, top, x1, bottom)
    elif outlined:
        yield Rule(x0, top, x1, top)
        yield Rule(x0, bottom, x1, bottom)
        yield Rule(x0, top, x0, bottom)
        yield Rule(x1, top, x1, bottom)


@contextmanager
def quiet_parser() -> Iterator[None]:
    """Keep pdfminer's complaints about fonts away from the terminal."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
