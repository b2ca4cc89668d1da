"""What a document's own names for drugs mean: long form and short form, in either language.

After Schwartz and Hearst (2003): a bracket behind a name holds other names of the same thing.
``艾沙妥昔单抗(isatuximab，Isa)`` gives all three one concept, the listed INN or the one that is
made like an INN.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import regex

from isaextract.lexicon import fold
from isaextract.pipes.view import View

_BRACKET = r"(?P<long><<drug>>)\s*\((?P<inside>[^()]{1,80})\)"
_BETWEEN = regex.compile(r"[,;，；、:：]")


def drug_meanings(views: Iterable[View]) -> Mapping[str, str]:
    """The concepts of the drugs' names that only the document gives, by folded name.

    A name that the lexicon lists is left out; the first definition counts.
    """
    meanings: dict[str, str] = {}
    for view in views:
        for names in _groups(view):
            concept = meanings.get(folded(names[0])) or _concept(view, names)
            for name in names:
                if view.words.lexicon.given(name) is None:
                    meanings.setdefault(folded(name), concept)
    return meanings


def folded(name: str) -> str:
    """A name without width, case and doubled blanks."""
    return " ".join(fold(name).split())


def _groups(view: View) -> Iterator[list[str]]:
    """Names of one drug: one before a bracket, those inside it."""
    hits = {(hit.start, hit.end) for hit in view.of("drug")}
    for found in view.finditer(_BRACKET, "drug"):
        start, end = found.span("long")
        first = max(((s, e) for s, e in hits if e == end and s >= start), default=(start, end))
        inside = list(_inside(view, *found.span("inside"), hits))
        if inside:
            yield [view.text[min(start, first[0]) : end], *inside]


def _inside(view: View, start: int, end: int, hits: set[tuple[int, int]]) -> Iterator[str]:
    place = start
    for part in _BETWEEN.split(view.text[start:end]):
        lead = len(part) - len(part.lstrip())
        span = place + lead, place + len(part.rstrip())
        ends = [(s, e) for s, e in hits if e == span[1] and s >= span[0]]
        if ends:
            longest = min(ends)
            yield view.text[longest[0] : longest[1]]
        place += len(part) + 1


def _concept(view: View, names: list[str]) -> str:
    """The listed INN; else the name that is made like one; else the longest Latin name; else the first."""
    listed = [entry.key for name in names if (entry := view.words.lexicon.given(name)) is not None]
    if listed:
        return listed[0]
    stem = view.words.pattern(r"[A-Za-z]{3,}«stem_en»(?:-[a-z]{4})?(?:\s«payload_en»)?")
    made = [name for name in names if stem.fullmatch(name)]
    latin = [name for name in names if name.isascii() and len(name) > 5 and name.isalpha()]
    return folded((made or sorted(latin, key=len, reverse=True) or names)[0])
