"""Characters that fonts mix up, set right one by one.

A PDF names glyphs through its font's Unicode map, and where two code points share one
glyph the producer may write either: Kangxi radicals for ideographs, the Japanese wave
dash for the full-width tilde. Only such look-alikes are folded; ``℃``, ``Ⅲ`` and
full-width forms are the author's own and stay.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from isaextract.pdf.glyphs import Glyph

# CJK radicals that Unicode gives no decomposition for, and the ideographs they look like.
_RADICALS = dict(
    zip(
        "⺁⺄⺆⺈⺊⺌⺍⺗⺝⺞⺟⺠⺢⺣⺥⺧⺨⺩⺫⺬⺭⺮⺯⺱⺲⺳⺶⺷⺸⺹⺺⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻰⻱⻳",
        "厂乙冂勹卜小小心月歺母民水灬爪牛犭王罒示礻竹糸冈网罓羊羊羊老聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶钅長镸长门阝雨青韦页风飞食饣首马骨鬼鱼鸟卤麦黄黾齐齐齿歯竜龙龟",
        strict=True,
    )
)
_LOOKALIKES = {
    "\u301c": "\uff5e",  # wave dash: the full-width tilde's glyph in Japanese fonts
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\uf0b7": "•",
}
_INVISIBLE = {"\u200b", "\u200c", "\u200d", "\ufeff", "\u2060"}


@lru_cache(maxsize=65536)
def fold(char: str) -> str:
    """The character (or the letters of a ligature) that a glyph stands for.

    Parameters
    ----------
    char
        What the font's Unicode map says; may be more than one code point.

    Returns
    -------
    str
        The folded text; empty for invisible and control characters.
    """
    return "".join(_fold_one(c) for c in char)


def _fold_one(char: str) -> str:
    if "\u2f00" <= char <= "\u2fdf" or "\ufb00" <= char <= "\ufb06" or "\uf900" <= char <= "\ufaff":
        return unicodedata.normalize("NFKC", char)
    if char in _INVISIBLE or (unicodedata.category(char) == "Cc" and char not in "\t\n\r"):
        return ""
    if char in "\t\n\r":
        return " "
    return _RADICALS.get(char) or _LOOKALIKES.get(char, char)


def folded(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs with one character each: look-alikes folded, ligatures taken apart."""
    result: list[Glyph] = []
    for glyph in glyphs:
        text = fold(glyph.char)
        if text == glyph.char and len(text) == 1:
            result.append(glyph)
        else:
            result.extend(_shared(glyph, text))
    return result


def _shared(glyph: Glyph, text: str) -> list[Glyph]:
    step = (glyph.x1 - glyph.x0) / max(1, len(text))
    return [
        glyph._replace(
            char=char,
            box=replace(glyph.box, x0=glyph.x0 + i * step, x1=glyph.x0 + (i + 1) * step),
        )
        for i, char in enumerate(text)
    ]
