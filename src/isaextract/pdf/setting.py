"""Text as pdfium finds it set: its characters to glyphs.

pdfium's text page is made for copying text: it writes blanks and line ends of its own,
leaves out blanks that follow one of these, and takes ligatures apart. What was drawn is
in the text objects; they decide here which blanks there are.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from isaextract.pdf.anatomy import untagged
from isaextract.pdf.backend import DESCENT, UNKNOWN, turn_of
from isaextract.pdf.drawing import Matrix, combined, moved
from isaextract.pdf.glyphs import Glyph
from isaextract.schema.spans import Box

LINE_END_HYPHENS = (0x02, 0xFFFE)  # pdfium's codes for a hyphen that ends a line
SURROGATES = range(0xD800, 0xE000)
NAME = 256  # bytes of the longest font name


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it is shown: its number, the way there from user space, and its height."""

    number: int
    view: Matrix
    height: float


@dataclass(slots=True)
class _Char:
    """What a glyph stands for, its origin in user space, and its place in the text page."""

    text: str
    x: float
    y: float
    at: int


class Font:
    """A font of a document: how far it reaches down, how wide its characters are, both in sizes."""

    def __init__(self, handle: Any, descents: dict[str, float]) -> None:
        name = ctypes.create_string_buffer(NAME)
        pdfium.FPDFFont_GetBaseFontName(handle, name, NAME)
        self.handle = handle
        self.name = name.value.decode("utf-8", "replace")
        self.descent = descents.get(untagged(self.name), self._own_descent())
        self.texts: dict[int, str] = {}
        self._widths: dict[str, float] = {}

    def _own_descent(self) -> float:
        found = ctypes.c_float()
        pdfium.FPDFFont_GetDescent(self.handle, 1.0, found)
        return -abs(found.value)

    def width(self, char: str) -> float:
        """The advance of a character, 0 where the font has none for it."""
        known = self._widths.get(char)
        if known is None:
            found = ctypes.c_float()
            pdfium.FPDFFont_GetGlyphWidth(self.handle, ord(char), 1.0, found)
            known = self._widths[char] = found.value
        return known


class Fonts:
    """The fonts of a document by pdfium's handles."""

    def __init__(self, descents: dict[str, float]) -> None:
        self._descents = descents
        self._known: dict[int, Font] = {}

    def of(self, item: Any) -> Font:
        """The font of a text object."""
        handle = pdfium.FPDFTextObj_GetFont(item)
        key = ctypes.addressof(handle.contents)
        font = self._known.get(key)
        if font is None:
            font = self._known[key] = Font(handle, self._descents)
        return font


class _Text:
    """A text object: its font, size and direction, and the characters it shows, origins in user space."""

    def __init__(self, item: Any, matrix: Matrix, view: Matrix, fonts: Fonts) -> None:
        self.item, self.font, self.start = item, fonts.of(item), matrix[4:]
        self.chars: list[_Char] = []
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(item, size)
        self.level = abs(matrix[0]) >= abs(matrix[1])
        self.a, self.b, c, d = (size.value * part for part in combined(matrix, view)[:4])
        self.turn = turn_of(self.a, self.b)
        low, high = self.font.descent, self.font.descent + 1
        self.left, self.right = sorted((low * c, high * c))
        self.low, self.high = sorted((low * d, high * d))
        lowered = self.turn == 0 and abs(low) < 0.02  # its font names no descent
        self.lowered = round(DESCENT * (self.high - self.low), 2) if lowered else 0.0

    def glyph(self, char: str, x: float, y: float, advance: float, page: Seen) -> Glyph:
        """A character as a glyph; its origin in user space, its advance in sizes."""
        x, y = moved(page.view, x, y)
        on, up = advance * self.a, advance * self.b
        x0, x1 = x + self.left + min(on, 0.0), x + self.right + max(on, 0.0)
        y0, y1 = y + self.low + min(up, 0.0), y + self.high + max(up, 0.0)
        down = page.height + self.lowered
        box = Box(page.number, round(x0, 2), round(down - y1, 2), round(x1, 2), round(down - y0, 2))
        upright = self.turn == 0
        baseline = round(page.height - y, 2) if upright else box.bottom
        size = round(x1 - x0 if self.turn in (90, 270) else y1 - y0, 2)
        hang = round(-self.low, 2) if upright else 0.0
        return Glyph(char, box, baseline, size, self.font.name, self.turn, hang)


def glyphs_of(text: Any, items: Sequence[tuple[Any, Matrix]], page: Seen, fonts: Fonts) -> Iterator[Glyph]:
    """The glyphs of a page in the order in which they are drawn.

    Parameters
    ----------
    text
        pdfium's text page.
    items
        The text objects with their matrices to user space.
    page
        Where the page is seen from.
    fonts
        The fonts of the document.
    """
    texts = {ctypes.addressof(item.contents): _Text(item, matrix, page.view, fonts) for item, matrix in items}
    _share_out(text, texts)
    for each in texts.values():
        if not each.chars and _is_blank(each.item):
            yield each.glyph(" ", *each.start, each.font.width(" "), page)
        for char in each.chars:
            yield each.glyph(char.text, char.x, char.y, _advance(text, each, char), page)


def _share_out(text: Any, texts: dict[int, _Text]) -> None:
    """Give each text object its characters."""
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(pdfium.FPDFText_CountChars(text)):
        item = pdfium.FPDFText_GetTextObject(text, at)
        if not item:  # pdfium's own
            continue
        owner = texts.get(ctypes.addressof(item.contents))
        if owner is not None:
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            _add(owner.chars, _Char(_char(text, at, owner.font), x.value, y.value, at))


def _add(chars: list[_Char], char: _Char) -> None:
    """Add a character; of two at one place the first is a blank of pdfium's own, or both are one ligature."""
    last = chars[-1] if chars else None
    if last is None or (last.x, last.y) != (char.x, char.y):
        chars.append(char)
    elif last.text == " ":
        chars[-1] = char
    else:
        last.text += char.text


def _char(text: Any, at: int, font: Font) -> str:
    code = pdfium.FPDFText_GetUnicode(text, at)
    known = font.texts.get(code)
    if known is None:
        known = font.texts[code] = _read(text, at, code)
    return known


def _read(text: Any, at: int, code: int) -> str:
    if code in LINE_END_HYPHENS:
        return "-"
    if not code or code in SURROGATES or pdfium.FPDFText_HasUnicodeMapError(text, at):
        return UNKNOWN
    return chr(code)


def _advance(text: Any, owner: _Text, char: _Char) -> float:
    """How far a character moves the next one on, in sizes; of a ligature, how wide it is."""
    known = owner.font.width(char.text) if len(char.text) == 1 else 0.0
    if known:
        return known
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, char.at, box)
    reach = box.right - box.left if owner.level else box.top - box.bottom
    return float(reach / (max(abs(owner.a), abs(owner.b)) or 1.0))


def _is_blank(item: Any) -> bool:
    """Whether a text object without characters drew blanks: it takes no room on the page."""
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, low, right, high)
    return right.value - left.value < 0.01 and high.value - low.value < 0.01
