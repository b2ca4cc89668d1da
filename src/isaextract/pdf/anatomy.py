"""What a PDF's own dictionaries say of its pages and fonts, read without drawing anything.

pdfium's interface tells neither the descent that a font's descriptor names nor whether a
font is set from top to bottom; nor the page's box where a parent of the page has it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.fontmetrics import FONT_METRICS
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1, stream_value

from isaextract.pdf.glyphs import is_bold
from isaextract.pdf.mending import mended
from isaextract.pdf.naming import shown_fonts

TAG = 7  # characters of "ABCDEF+", which a font cut down to its used glyphs has before its name
DEEPEST = 8  # forms inside forms
# Widths, encodings and drawings of fonts, of no use here: most of what the parser would have to read.
_LONG_LISTS = re.compile(
    rb"(?P<numbers>/(?:Widths|W)\s*\[)[\d\s.\-\[\]]{64,}(?=\])"
    rb"|(?P<names>/Differences\s*\[|/CharProcs\s*<<)[\w\s.\-/]{64,}(?=\]|>>)"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's media box, in user space, and by how many degrees it is shown turned with the clock.

    ``shown`` has the font's name for each piece of its text where pdfium does not know them all.
    """

    box: tuple[float, float, float, float]
    turn: int
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A PDF's pages, the descents of its fonts by name, in sizes, and the bytes that pdfium is to open.

    These are ``None`` where pdfium is no use: its boxes of text from top to bottom are others, and it makes
    the mistake that `mending` speaks of.
    """

    sheets: tuple[Sheet, ...]
    descents: dict[str, float]
    data: bytes | None


def read_anatomy(data: bytes) -> Anatomy:
    """The anatomy of a PDF; a damaged one raises whatever the parser stumbles over."""
    document = PDFDocument(PDFParser(io.BytesIO(_LONG_LISTS.sub(_blanked, data))))
    pages = list(PDFPage.create_pages(document))
    fonts: dict[int, dict[str, Any]] = {}
    forms: dict[int, PDFStream] = {}
    for page in pages:
        _gather(page.resources, fonts, forms, 0)
    descents = {_name(font): down for font in fonts.values() if (down := _descent(font)) is not None}
    named = any(_is_drawn(font) and is_bold(_font_name(font)) for font in fonts.values())
    sheets = tuple(_sheet(page, named=named) for page in pages)
    readable = None
    if not any(_is_vertical(font) for font in fonts.values()):
        contents = [stream_value(stream) for page in pages for stream in page.contents]
        readable = mended(data, document, contents, forms.values())
    return Anatomy(sheets, descents, readable)


def _blanked(found: re.Match[bytes]) -> bytes:
    """The head of a list with blanks behind it, as many bytes as there were: all else keeps its place."""
    head = found["numbers"] or found["names"]
    return head + b" " * (len(found[0]) - len(head))


def _sheet(page: PDFPage, *, named: bool) -> Sheet:
    x0, y0, x1, y1 = map(float, page.mediabox)
    shown: tuple[str, ...] = ()
    if named:
        fonts = resolve1((resolve1(page.resources) or {}).get("Font")) or {}
        names = {key: _font_name(resolve1(font)) for key, font in fonts.items()}
        content = b"\n".join(stream_value(stream).get_data() for stream in page.contents)
        shown = tuple(names.get(font, "") for font in shown_fonts(content))
    return Sheet((x0, y0, x1, y1), page.rotate, shown)


def untagged(name: str) -> str:
    """A font's name without the tag of a subset."""
    return name[TAG:] if name[TAG - 1 : TAG] == "+" else name


def _gather(
    resources: Any, fonts: dict[int, dict[str, Any]], forms: dict[int, PDFStream], depth: int
) -> None:
    """The font dictionaries of resources and of the forms among them, and these forms."""
    for key, font in _entries(resources, "Font"):
        fonts.setdefault(key, font)
    for key, form in _entries(resources, "XObject"):
        drawn = isinstance(form, PDFStream) and _literal(form.get("Subtype")) == "Form"
        if drawn and key not in forms and depth < DEEPEST:
            forms[key] = form
            _gather(form.get("Resources"), fonts, forms, depth + 1)


def _entries(resources: Any, kind: str) -> Iterator[tuple[int, Any]]:
    for reference in (resolve1((resolve1(resources) or {}).get(kind)) or {}).values():
        thing = resolve1(reference)
        yield getattr(reference, "objid", id(thing)), thing


def _is_vertical(font: dict[str, Any]) -> bool:
    return str(_literal(font.get("Encoding"))).endswith("-V")


def _font_name(font: dict[str, Any]) -> str:
    """A font's name, of one that is drawn its descriptor's."""
    return str(_literal(font.get("BaseFont") or _descriptor(font).get("FontName") or ""))


def _is_drawn(font: dict[str, Any]) -> bool:
    return bool(_literal(font.get("Subtype")) == "Type3")


def _name(font: dict[str, Any]) -> str:
    """The name that pdfium has for a font: none for one whose glyphs are drawings."""
    return "" if _is_drawn(font) else untagged(str(_literal(font.get("BaseFont"))))


def _descent(font: dict[str, Any]) -> float | None:
    """How far a font reaches below its baseline, as its descriptor or the standard says, else ``None``."""
    standard = FONT_METRICS.get(str(_literal(font.get("BaseFont"))))
    descriptor = standard[0] if standard else _descriptor(font)
    if not descriptor and not _is_drawn(font):
        return None
    return -abs(float(resolve1(descriptor.get("Descent", 0)))) / 1000


def _descriptor(font: dict[str, Any]) -> dict[str, Any]:
    inner = resolve1((resolve1(font.get("DescendantFonts")) or [font])[0])
    return resolve1(inner.get("FontDescriptor")) or {}


def _literal(value: Any) -> Any:
    """A name as text."""
    found = resolve1(value)
    return getattr(found, "name", found)
