"""What a PDF backend hands over: glyphs and rules on pages, and nothing about layout.

Coordinates are PDF points with the origin at the top left of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from isaextract.schema.spans import Box

BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)


@lru_cache(maxsize=1024)
def is_bold(font: str) -> bool:
    """Whether a font is a bold one, by its name."""
    return BOLD.search(font) is not None


class Glyph(NamedTuple):
    """One character on a page, with the line it stands on (``baseline``, from the top).

    ``hang`` is how far its box reaches below that line; ``turn`` the angle, in degrees
    against the clock, that it is turned by, and -1 for an angle that is none of the four.
    A named tuple: there are thousands on each page, and it is made far quicker than a dataclass.
    """

    char: str
    box: Box
    baseline: float
    size: float
    font: str
    turn: int = 0
    hang: float = 0.0

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.box.x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.box.x1

    @property
    def middle(self) -> float:
        """Half way between the left and the right edge."""
        return (self.box.x0 + self.box.x1) / 2

    @property
    def blank(self) -> bool:
        """Whether nothing is seen of it."""
        return self.char.isspace()

    @property
    def bold(self) -> bool:
        """Whether its font is a bold one, by the font's name."""
        return is_bold(self.font)


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin straight line, drawn as a line or as a narrow filled rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether it is wider than high."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Page:
    """A page as drawn; ``number`` counts from 1."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
    images: int = 0
