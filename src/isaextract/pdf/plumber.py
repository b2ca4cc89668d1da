"""The pdfplumber backend: bytes to pages of glyphs and rules. Knows PDF, knows no layout."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

from isaextract.errors import DocumentError
from isaextract.pdf.backend import (
    DESCENT,
    UNKNOWN,
    PdfReader,
    check_header,
    check_pages,
    quiet_parser,
    rules_of,
    turn_of,
)
from isaextract.pdf.glyphs import Glyph, Page, Rule
from isaextract.schema.spans import Box


def extract(data: bytes, name: str) -> list[Page]:
    """The pages of a PDF as glyphs and rules.

    Raises
    ------
    DocumentError
        When the bytes are no PDF, encrypted, damaged, without text, or without a map to characters.
    """
    check_header(data, name)
    with quiet_parser():
        pages = _pages(data, name)
    check_pages(pages, name)
    return pages


class PdfplumberReader(PdfReader):
    """PDF files, by way of pdfplumber: the reference."""

    name = "pdfplumber"
    extract = staticmethod(extract)


def _pages(data: bytes, name: str) -> list[Page]:
    import pdfplumber

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
    from pdfplumber.utils.exceptions import PdfminerException

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
    turn = turn_of(*char["matrix"][:2])
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
        baseline = round(glyph.box.bottom - hang * glyph.size, 2)
        return glyph._replace(hang=hang * glyph.size, baseline=baseline)
    if abs(hang) < 0.02:
        down = round(DESCENT * glyph.size, 2)
        box = replace(glyph.box, top=glyph.box.top + down, bottom=glyph.box.bottom + down)
        return glyph._replace(box=box)
    return glyph


def _rules(page: Any) -> Iterator[Rule]:
    for edge in (*page.lines, *page.rects):
        sides = (float(edge[side]) for side in ("x0", "top", "x1", "bottom"))
        yield from rules_of(*sides, outlined=edge["object_type"] == "rect" and edge["stroke"])
