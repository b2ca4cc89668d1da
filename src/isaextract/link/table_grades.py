"""Heads of tables that give two grades for pairs of numbers: "CRS, any/grade ≥3", "任意级别/≥3 级"."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from isaextract.lexicon import Lexicon
from isaextract.schema import Label, Mention

ANY_GRADE = "any"
_STROKES = "/／"


def paired_grades(
    text: str, start: int, end: int, mentions: Sequence[Mention], lexicon: Lexicon
) -> tuple[str, ...]:
    """The two grades that a stroke parts in a label, in their order; empty where there are not just two.

    Parameters
    ----------
    text, start, end
        The document's text, and where the label lies in it.
    mentions
        Those inside the label.
    lexicon
        The words for "any grade".
    """
    places = [(m.span.start, m.span.end, m.concept) for m in mentions if m.label is Label.GRADE and m.concept]
    cue = regex.compile(
        rf"(?:{lexicon.cue('any_grade').pattern})|(?<![a-z])(?:{lexicon.cue('any_of').pattern})\s*(?=[{_STROKES}])",
        regex.IGNORECASE,
    )
    places += [(*match.span(), ANY_GRADE) for match in cue.finditer(text, start, end)]
    places.sort()
    if len(places) != 2 or not any(stroke in text[places[0][1] : places[1][0]] for stroke in _STROKES):
        return ()
    return places[0][2], places[1][2]
