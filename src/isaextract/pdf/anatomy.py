"""What a PDF's own dictionaries say of its pages and fonts, read without drawing anything.

pdfium's interface tells neither the descent that a font's descriptor names nor whether a
font is set from top to bottom; nor the page's box where a parent of the page has it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from isaextract.pdf.glyphs import BOLD

TAG = 7  # characters of "ABCDEF+", which a font cut down to its used glyphs has before its name
DEEPEST = 8  # forms inside forms


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's media box, in user space, and by how many degrees it is shown turned with the clock."""

    box: tuple[float, float, float, float]
    turn: int


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A PDF's pages; the descents of its fonts by name, in sizes; whether all fonts are of a plain kind.

    Fonts for text from top to bottom have other boxes: they are not plain. Nor are fonts whose glyphs
    are drawings (Type 3) where some of them are bold: pdfium does not know their names.
    """

    sheets: tuple[Sheet, ...]
    descents: dict[str, float]
    plain: bool


def read_anatomy(data: bytes) -> Anatomy:
    """The anatomy of a PDF; a damaged one raises whatever the parser stumbles over."""
    pages = list(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))))
    sheets = tuple(Sheet(tuple(map(float, page.mediabox)), page.rotate) for page in pages)  # type: ignore[arg-type]
    fonts: dict[int, dict[str, Any]] = {}
    seen: set[int] = set()
    for page in pages:
        _gather(page.resources, fonts, seen, 0)
    descents = {_name(font): down for font in fonts.values() if (down := _descent(font)) is not None}
    return Anatomy(sheets, descents, all(_is_plain(font) for font in fonts.values()))


def untagged(name: str) -> str:
    """A font's name without the tag of a subset."""
    return name[TAG:] if name[TAG - 1 : TAG] == "+" else name


def _gather(resources: Any, fonts: dict[int, dict[str, Any]], seen: set[int], depth: int) -> None:
    """The font dictionaries of resources and of the forms among them."""
    for key, font in _entries(resources, "Font"):
        fonts.setdefault(key, font)
    for key, form in _entries(resources, "XObject"):
        if key not in seen and depth < DEEPEST and isinstance(form, PDFStream):
            seen.add(key)
            _gather(form.get("Resources"), fonts, seen, depth + 1)


def _entries(resources: Any, kind: str) -> Iterator[tuple[int, Any]]:
    for reference in (resolve1((resolve1(resources) or {}).get(kind)) or {}).values():
        thing = resolve1(reference)
        yield getattr(reference, "objid", id(thing)), thing


def _is_plain(font: dict[str, Any]) -> bool:
    if _is_drawn(font):
        return BOLD.search(str(_literal(_descriptor(font).get("FontName")))) is None
    return not str(_literal(font.get("Encoding"))).endswith("-V")


def _is_drawn(font: dict[str, Any]) -> bool:
    return bool(_literal(font.get("Subtype")) == "Type3")


def _name(font: dict[str, Any]) -> str:
    """The name that pdfium has for a font: none for one whose glyphs are drawings."""
    return "" if _is_drawn(font) else untagged(str(_literal(font.get("BaseFont"))))


def _descent(font: dict[str, Any]) -> float | None:
    """How far a font reaches below its baseline, as its descriptor says; ``None`` without one."""
    descriptor = _descriptor(font)
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
