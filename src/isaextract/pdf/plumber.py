"""The pdfplumber backend: bytes to pages of glyphs and rules. Knows PDF, knows no layout."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfplumber.utils.exceptions import PdfminerException

from isaextract.errors import DocumentError
from isaextract.pdf.glyphs import Glyph, Page, Rule
from isaextract.pdf.layout import lay_out
from isaextract.schema.document import Document
from isaextract.schema.spans import Box

THIN = 2.0  # points: a filled rectangle no thicker than this is a rule
UNMAPPED = 0.3  # share of glyphs without a character beyond which a text is unreadable
MISTAKEN = 0.4  # share of Latin letters with accents that no text in a Latin script has
UNKNOWN = "\ufffd"
DESCENT = 0.2  # of the size, where a font names none


class PdfplumberReader:
    """PDF files, by way of pdfplumber."""

    name = "pdfplumber"
    suffixes: tuple[str, ...] = (".pdf",)

    def read(self, data: bytes, name: str) -> Document:
        """Read a PDF; see ``Reader.read``."""
        pages = extract(data, name)
        document = lay_out(pages, name)
        if not document.text:
            raise DocumentError(_no_text(name, pages))
        return document


def extract(data: bytes, name: str) -> list[Page]:
    """The pages of a PDF as glyphs and rules.

    Raises
    ------
    DocumentError
        When the bytes are no PDF, encrypted, damaged, without text, or without a map to characters.
    """
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(
            f"{name}: is no PDF file (it does not begin with %PDF-); give a .pdf, .txt or .md file"
        )
    with _quiet():
        pages = _pages(data, name)
    if not pages:
        raise DocumentError(f"{name}: damaged PDF, no page found; open it in a viewer and save it anew")
    glyphs = [glyph for page in pages for glyph in page.glyphs if not glyph.blank]
    if not glyphs:
        raise DocumentError(_no_text(name, pages))
    if _unreadable(glyphs):
        raise DocumentError(
            f"{name}: its fonts carry no right map from glyphs to characters, "
            "so its text cannot be read; run OCR on it first (for example ocrmypdf --force-ocr)"
        )
    return pages


def _unreadable(glyphs: Sequence[Glyph]) -> bool:
    """Whether too many characters are unknown, or bytes of a two-byte script taken for letters."""
    unknown = sum(glyph.char == UNKNOWN for glyph in glyphs)
    high = sum("\xa1" <= glyph.char <= "\xff" for glyph in glyphs)
    return unknown > UNMAPPED * len(glyphs) or high > MISTAKEN * len(glyphs)


def _no_text(name: str, pages: Sequence[Page]) -> str:
    reason = "its pages are images" if any(page.images for page in pages) else "its pages hold no text"
    return f"{name}: no text to read, {reason}; run OCR on it first (for example ocrmypdf)"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pdfminer's complaints about fonts away from the terminal."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _pages(data: bytes, name: str) -> list[Page]:
    try:
        with pdfplumber.open(io.BytesIO(data), unicode_norm=None) as pdf:
            return [_page(page) for page in pdf.pages]
    except DocumentError:
        raise
    except (RecursionError, MemoryError) as error:
        raise DocumentError(f"{name}: damaged PDF, its objects refer to one another in a circle") from error
    except Exception as error:  # a damaged file may break the parser anywhere
        raise DocumentError(_reason(name, error)) from error


def _reason(name: str, error: Exception) -> str:
    causes = [error]
    if isinstance(error, PdfminerException):
        causes.extend(arg for arg in error.args if isinstance(arg, Exception))
    if any(
        isinstance(c, PDFPasswordIncorrect | PDFEncryptionError | PDFTextExtractionNotAllowed) for c in causes
    ):
        return f"{name}: encrypted PDF that wants a password; save a copy without one"
    said = str(causes[-1]) or type(causes[-1]).__name__
    return f"{name}: damaged PDF ({said}); open it in a viewer and save it anew"


def _page(page: Any) -> Page:
    glyphs = _on_baselines([_glyph(char, page.page_number) for char in page.chars])
    rules = tuple(_rules(page))
    found = Page(
        page.page_number, float(page.width), float(page.height), tuple(glyphs), rules, len(page.images)
    )
    page.close()
    return found


def _glyph(char: dict[str, Any], number: int) -> Glyph:
    text = char["text"]
    turn = _turn(char["matrix"])
    box = Box(number, *(round(float(char[side]), 2) for side in ("x0", "top", "x1", "bottom")))
    origin = float(char["matrix"][5]) - float(char["y0"])
    hang = round(origin, 2) if turn == 0 else 0.0
    return Glyph(
        char=UNKNOWN if text.startswith("(cid:") else text,
        box=box,
        baseline=box.bottom - hang,
        size=round(box.x1 - box.x0 if turn in (90, 270) else float(char["size"]), 2),
        font=str(char["fontname"]),
        turn=turn,
        hang=hang,
    )


def _turn(matrix: Sequence[float]) -> int:
    """The angle a glyph is turned by: of its text matrix, against the clock."""
    a, b = matrix[0], matrix[1]
    if abs(b) < 0.05 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) < 0.05 * abs(b):
        return 90 if b > 0 else 270
    return -1


def _on_baselines(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs with a baseline that tells raised ones.

    A rise (PDF operator Ts) moves a glyph's box but not its origin. All glyphs of a font
    hang equally far below their baseline, so the usual distance places the raised ones too.
    A font that names no descent gets the usual one.
    """
    hangs: dict[str, Counter[float]] = {}
    for glyph in glyphs:
        hangs.setdefault(glyph.font, Counter())[_hang(glyph)] += 1
    usual = {font: counts.most_common(1)[0][0] for font, counts in hangs.items()}
    return [_placed(glyph, usual[glyph.font]) for glyph in glyphs]


def _hang(glyph: Glyph) -> float:
    return round(glyph.hang / (glyph.size or 1.0), 2)


def _placed(glyph: Glyph, hang: float) -> Glyph:
    if glyph.turn:
        return glyph
    if abs(_hang(glyph) - hang) > 0.05:
        return replace(glyph, hang=hang * glyph.size, baseline=round(glyph.box.bottom - hang * glyph.size, 2))
    if abs(hang) < 0.02:
        down = round(DESCENT * glyph.size, 2)
        return replace(
            glyph, box=replace(glyph.box, top=glyph.box.top + down, bottom=glyph.box.bottom + down)
        )
    return glyph


def _rules(page: Any) -> Iterator[Rule]:
    for edge in (*page.lines, *page.rects):
        x0, top, x1, bottom = (float(edge[side]) for side in ("x0", "top", "x1", "bottom"))
        if min(x1 - x0, bottom - top) <= THIN:
            yield Rule(x0, top, x1, bottom)
        elif edge["object_type"] == "rect" and edge["stroke"]:
            yield from _outline(x0, top, x1, bottom)


def _outline(x0: float, top: float, x1: float, bottom: float) -> Iterator[Rule]:
    yield Rule(x0, top, x1, top)
    yield Rule(x0, bottom, x1, bottom)
    yield Rule(x0, top, x0, bottom)
    yield Rule(x1, top, x1, bottom)
