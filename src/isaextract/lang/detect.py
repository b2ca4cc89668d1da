"""Which language a block of text is in."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_SHARE_OF_HAN = 0.05  # Chinese oncology prose is full of Latin codes; English prose holds no Han at all


def language_of(text: str) -> Language:
    """The language of a block: Chinese where Han characters make up a fair share of its letters."""
    han = sum("\u3400" <= character <= "\u9fff" for character in text)
    letters = sum(character.isalpha() for character in text)
    return "zh" if letters and han / letters > _SHARE_OF_HAN else "en"
