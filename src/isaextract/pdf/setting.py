"""Text as pdfium finds it set: its characters to glyphs.

pdfium's text page is made for copying text: it writes blanks and line ends of its own,
leaves out blanks that follow one of these, and takes ligatures apart. What was drawn is
in the text objects; they decide here which blanks there are.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from isaextract.pdf.anatomy import untagged
from isaextract.pdf.backend import DESCENT, UNKNOWN, AtALossError, turn_of
from isaextract.pdf.drawing import SAME, Matrix, combined, moved
from isaextract.pdf.glyphs import Glyph
from isaextract.schema.spans import Box

LINE_END_HYPHENS = (0x02, 0xFFFE)  # pdfium's codes for a hyphen that ends a line
HALVES = "\ud800", "\udfff"  # of characters beyond the first plane, which come in two
DOUBT = 0.3  # sizes: the ink of no character goes further beyond its advance
NAME = 256  # bytes of the longest font name


def _direct(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium's that takes and gives addresses as numbers, asked for each character."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    found: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(address)
    return found


_ADDRESS, _NUMBER = ctypes.c_void_p, ctypes.c_int
_object_at = _direct(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _NUMBER)
_unicode_at = _direct(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _NUMBER)
_origin_at = _direct(pdfium.FPDFText_GetCharOrigin, _NUMBER, _ADDRESS, _NUMBER, _ADDRESS, _ADDRESS)


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it is shown: its number, the way there from user space, and its height."""

    number: int
    view: Matrix
    height: float


_Char = tuple[
    str, float, float, int
]  # what it stands for, its origin in user space, its place in the text page


class Font:
    """A font of a document: how far it reaches down, how wide its characters are, both in sizes."""

    def __init__(self, handle: Any, descents: Mapping[str, float], name: str) -> None:
        buffer = ctypes.create_string_buffer(NAME)
        pdfium.FPDFFont_GetBaseFontName(handle, buffer, NAME)
        known = buffer.value.decode("utf-8", "replace")
        self.handle, self.drawn, self.name = handle, not known, known or name
        self.descent = descents.get(untagged(known), self._own_descent())
        self.texts: dict[int, str] = {}
        self.widths: dict[str, float] = {}

    def _own_descent(self) -> float:
        found = ctypes.c_float()
        pdfium.FPDFFont_GetDescent(self.handle, 1.0, found)
        return -abs(found.value)

    def advance(self, char: str) -> float:
        """How far a character moves the next one on, 0 of several; of one that the font lacks, anything."""
        found = ctypes.c_float()
        if len(char) == 1 and char < UNKNOWN:
            pdfium.FPDFFont_GetGlyphWidth(self.handle, ord(char), 1.0, found)
        return found.value


class Style:
    """A font in a size and a direction."""

    def __init__(self, font: Font, size: float, matrix: Matrix, page: Seen) -> None:
        self.font, self._page = font, page
        self.level = abs(matrix[0]) >= abs(matrix[1])
        self.a, self.b, c, d = (size * part for part in combined(matrix, page.view)[:4])
        self.turn = turn_of(self.a, self.b)
        low, high = font.descent, font.descent + 1
        self._left, self._right = sorted((low * c, high * c))
        self._low, self._high = sorted((low * d, high * d))
        lowered = self.turn == 0 and abs(low) < 0.02  # its font names no descent
        self._down = page.height + (round(DESCENT * (self._high - self._low), 2) if lowered else 0.0)
        self._height, self._hang = round(self._high - self._low, 2), round(-self._low, 2)
        self._line = (math.nan, 0.0, 0.0, 0.0)  # of the last glyph: y, top, bottom, baseline

    def glyph(self, char: str, x: float, y: float, advance: float) -> Glyph:
        """A character as a glyph; its origin in user space, its advance in sizes."""
        if self._page.view is not SAME:
            x, y = moved(self._page.view, x, y)
        if self.turn == 0 and self.b == 0:
            return self._upright(char, x, y, advance)
        on, up = advance * self.a, advance * self.b
        x0, x1 = x + self._left + min(on, 0.0), x + self._right + max(on, 0.0)
        y0, y1 = y + self._low + min(up, 0.0), y + self._high + max(up, 0.0)
        top, bottom = round(self._down - y1, 2), round(self._down - y0, 2)
        box = Box(self._page.number, round(x0, 2), top, round(x1, 2), bottom)
        baseline = round(self._page.height - y, 2) if self.turn == 0 else bottom
        size = round(x1 - x0 if self.turn in (90, 270) else y1 - y0, 2)
        hang = self._hang if self.turn == 0 else 0.0
        return Glyph(char, box, baseline, size, self.font.name, self.turn, hang)

    def _upright(self, char: str, x: float, y: float, advance: float) -> Glyph:
        """The same, the usual way: all glyphs of a line have one height."""
        if y != self._line[0]:
            top, bottom = self._down - (y + self._high), self._down - (y + self._low)
            self._line = y, round(top, 2), round(bottom, 2), round(self._page.height - y, 2)
        _, top, bottom, baseline = self._line
        x1 = x + self._right + advance * self.a
        box = Box(self._page.number, round(x + self._left, 2), top, round(x1, 2), bottom)
        return Glyph(char, box, baseline, self._height, self.font.name, 0, self._hang)


def font_of(item: Any) -> tuple[int, Any]:
    """The font of a text object: where it lies in memory, and pdfium's handle."""
    handle = pdfium.FPDFTextObj_GetFont(item)
    if not handle:
        raise AtALossError
    return ctypes.addressof(handle.contents), handle


class Styles:
    """The fonts and styles of a page, which pdfium may forget with it."""

    def __init__(self, descents: Mapping[str, float], names: Mapping[int, str], page: Seen) -> None:
        self._descents, self._names, self._page = descents, names, page
        self._fonts: dict[int, Font] = {}
        self._known: dict[tuple[float, ...], Style] = {}
        self._size = ctypes.c_float()

    def of(self, item: Any, matrix: Matrix) -> Style:
        """The style of a text object."""
        address, handle = font_of(item)
        pdfium.FPDFTextObj_GetFontSize(item, self._size)
        size = self._size.value
        key = (address, size, *matrix[:4])
        style = self._known.get(key)
        if style is None:
            if address not in self._fonts:
                self._fonts[address] = Font(handle, self._descents, self._names.get(address, ""))
            style = self._known[key] = Style(self._fonts[address], size, matrix, self._page)
        return style


class _Text:
    """A text object: its style, where it begins in user space, and the characters it shows."""

    __slots__ = ("chars", "item", "start", "style")

    def __init__(self, item: Any, style: Style, start: tuple[float, float]) -> None:
        self.item, self.style, self.start = item, style, start
        self.chars: list[_Char] = []


def glyphs_of(text: Any, items: Sequence[tuple[Any, Matrix]], styles: Styles) -> Iterator[Glyph]:
    """The glyphs of a page in the order in which they are drawn.

    Parameters
    ----------
    text
        pdfium's text page.
    items
        The text objects with their matrices to user space.
    styles
        The styles of the page.
    """
    texts = {
        ctypes.addressof(item.contents): _Text(item, styles.of(item, matrix), matrix[4:])
        for item, matrix in items
    }
    _share_out(text, texts)
    for each in texts.values():
        style = each.style
        if not each.chars and _is_blank(each.item):
            yield style.glyph(" ", *each.start, style.font.advance(" "))
        widths = style.font.widths
        for found, x, y, at in each.chars:
            char = _whole(found) if HALVES[0] <= found <= HALVES[1] else found
            width = widths[char] if char in widths else _width(char, text, style, at)
            yield style.glyph(char, x, y, width)


def _share_out(text: Any, texts: dict[int, _Text]) -> None:
    """Give each text object its characters."""
    left, low = ctypes.c_double(), ctypes.c_double()
    page, x, y = ctypes.addressof(text.contents), ctypes.addressof(left), ctypes.addressof(low)
    for at in range(pdfium.FPDFText_CountChars(text)):
        owner = texts.get(_object_at(page, at))
        if owner is None:  # pdfium's own
            continue
        code = _unicode_at(page, at)
        known = owner.style.font.texts
        char = known.get(code)
        if char is None:
            char = known[code] = _read(text, at, code)
        _origin_at(page, at, x, y)
        _add(owner.chars, (char, left.value, low.value, at))


def _add(chars: list[_Char], char: _Char) -> None:
    """Add a character; of two at one place the first is a blank of pdfium's own, or both are one ligature."""
    if not chars or chars[-1][1] != char[1] or chars[-1][2] != char[2]:
        chars.append(char)
    elif chars[-1][0] == " ":
        chars[-1] = char
    else:
        chars[-1] = (chars[-1][0] + char[0], *char[1:])


def _read(text: Any, at: int, code: int) -> str:
    if code in LINE_END_HYPHENS:
        return "-"
    if not code or pdfium.FPDFText_HasUnicodeMapError(text, at):
        return UNKNOWN
    return chr(code)


def _whole(halves: str) -> str:
    """The characters that halves of them are, the unknown one for a half alone."""
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _width(char: str, text: Any, style: Style, at: int) -> float:
    """How wide a character is, in sizes: as its font says, or as it is drawn where that is far from it."""
    told, drawn = style.font.advance(char), _extent(text, style, at)
    narrow = style.font.drawn and drawn < told  # a drawing's own width leaves out the white around it
    unclear = style.turn == -1 or drawn <= 0  # its box is that of askew print, or empty
    sure = told > 0 and (abs(told - drawn) < DOUBT or narrow or unclear)
    style.font.widths[char] = told if sure else drawn
    return style.font.widths[char]


def _extent(text: Any, style: Style, at: int) -> float:
    """How wide pdfium draws a character, in sizes."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, at, box)
    reach = box.right - box.left if style.level else box.top - box.bottom
    return float(reach / (max(abs(style.a), abs(style.b)) or 1.0))


def _is_blank(item: Any) -> bool:
    """Whether a text object without characters drew blanks: it takes no room on the page."""
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, low, right, high)
    return right.value - left.value < 0.01 and high.value - low.value < 0.01
