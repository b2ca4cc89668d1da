"""Codes of regimens that the document itself explains: "A + B (CODE)", "CODE: A, B and C"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from isaextract.lexicon import Lexicon, lookup_key
from isaextract.link.arms import PLACEBO, union
from isaextract.link.joints import SIGNS
from isaextract.link.regimens import PARTS, Regimens, component_words
from isaextract.schema import Label, Mention, Span

_BRACKETS = regex.compile(r"[(（\[［][^()（）\[\]［］]*[)）\]］]")
_LONGEST_GAP = 60  # characters between two drugs of one definition, doses and remarks included


@dataclass(frozen=True, slots=True)
class _Member:
    """A treatment of a definition, and whether it is tied to the one before by more than a comma or "and"."""

    drugs: tuple[str, ...]
    tied: bool


@dataclass(frozen=True, slots=True)
class _Treatment:
    """A drug, a code or a component word of the text; ``code`` is a code's own text."""

    span: Span
    drugs: tuple[str, ...]
    code: str = ""


def defined_codes(
    text: str, mentions: Sequence[Mention], lexicon: Lexicon, regimens: Regimens
) -> Mapping[str, tuple[str, ...]]:
    """What codes stand for by the document's own word, by the codes' look-up keys.

    A code that the lexicon explains is only taken otherwise where the document gives as many drugs.

    Parameters
    ----------
    text, mentions
        The document's text and its mentions, sorted by place.
    lexicon, regimens
        The words, and what explains the other codes.
    """
    reader = _Reader(text, mentions, lexicon, regimens)
    found: dict[str, tuple[str, ...]] = {}
    for place, code, listed in reader.codes():
        drugs = found.get(lookup_key(code)) or reader.explanation(place, found)
        if drugs and (not listed or (len(drugs) == len(listed) and drugs != listed)):
            found.setdefault(lookup_key(code), drugs)
    return found


class _Reader:
    def __init__(self, text: str, mentions: Sequence[Mention], lexicon: Lexicon, regimens: Regimens) -> None:
        self._text, self._lexicon, self._regimens = text, lexicon, regimens
        self._doses = [m.span for m in mentions if m.label is Label.DOSE]
        named = [self._named(m) for m in mentions if m.label in (Label.DRUG, Label.REGIMEN)]
        taken = sorted(m.span for m in mentions)
        self._treatments = sorted([*named, *self._words(taken)], key=lambda each: each.span)

    def _named(self, mention: Mention) -> _Treatment:
        if mention.label is Label.DRUG:
            return _Treatment(mention.span, (mention.concept,))
        return _Treatment(mention.span, self._regimens.expand(mention.text), mention.text)

    def _words(self, taken: Sequence[Span]) -> Iterator[_Treatment]:
        """The component words of the contract that stand in the text (platinum)."""
        for name, start, end in component_words(self._lexicon).finditer(self._text):
            span = Span(start, end)
            near = bisect_left(taken, span)
            if not any(span.overlaps(other) for other in taken[max(0, near - 1) : near + 1]):
                yield _Treatment(span, (name,))

    def codes(self) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """The codes with their number among the treatments, and what else explains them."""
        for place, each in enumerate(self._treatments):
            if each.code:
                yield place, each.code, each.drugs

    def explanation(self, place: int, found: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        """The drugs that stand before a code, or behind it; empty where the text gives none."""
        code = self._treatments[place].code
        behind_bracket = self._before(place)
        if behind_bracket is not None:
            known = found.get(lookup_key(self._treatments[place - 1].code), ())
            members = [*reversed(list(self._leftward(place - 1)))]
            whole = _whole(code, members, listed=behind_bracket)
            return known or whole or self._added(code, members[-1].drugs, found)
        if self._opens(place):
            return _whole(code, list(self._rightward(place + 1)), listed=True)
        return ()

    def _added(self, code: str, drugs: tuple[str, ...], found: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        """ "X added (D+EP)": the one part of a code that nothing explains is the drug before it."""
        pieces = [piece for piece in PARTS.split(code) if piece]
        known = {piece: found.get(lookup_key(piece)) or self._longer(piece) for piece in pieces}
        open_pieces = [piece for piece, meant in known.items() if not meant]
        if len(pieces) < 2 or len(open_pieces) != 1 or len(drugs) != 1:
            return ()
        found[lookup_key(open_pieces[0])] = drugs
        return union(drugs, *(meant for meant in known.values() if meant))

    def _longer(self, piece: str) -> tuple[str, ...]:
        """What a part of more than a letter stands for; a letter alone may stand for much."""
        return self._regimens.expand(piece) if len(piece) > 1 else ()

    def _before(self, place: int) -> bool | None:
        """Whether the code stands in a bracket behind its drugs, or is joined to them by a word."""
        if not place:
            return None
        gap = self._bare(self._treatments[place - 1].span.end, self._treatments[place].span.start)
        cue = self._lexicon.cue
        if cue("code_bracket").fullmatch(gap):
            return True
        return False if cue("code_named").fullmatch(gap) else None

    def _opens(self, place: int) -> bool:
        """Whether the drugs of a code come right behind it."""
        if place + 1 == len(self._treatments):
            return False
        gap = self._text[self._treatments[place].span.end : self._treatments[place + 1].span.start].strip()
        return self._lexicon.cue("code_means").fullmatch(gap) is not None

    def _leftward(self, place: int) -> Iterator[_Member]:
        while place >= 0:
            drugs = self._treatments[place].drugs
            tied = self._tied(place - 1) if place else None
            yield _Member(drugs, bool(tied))
            if tied is None or not drugs:
                return
            place -= 1

    def _rightward(self, place: int) -> Iterator[_Member]:
        tied: bool | None = False
        while place < len(self._treatments) and tied is not None:
            yield _Member(self._treatments[place].drugs, tied)
            tied = self._tied(place)
            place += 1

    def _tied(self, place: int) -> bool | None:
        """Whether a treatment is tied to the next to one regimen, or only listed; ``None``: neither."""
        if place + 1 >= len(self._treatments):
            return None
        left, right = self._treatments[place], self._treatments[place + 1]
        if right.span.start - left.span.end > _LONGEST_GAP:
            return None
        gap = self._bare(left.span.end, right.span.start)
        if gap in SIGNS or self._lexicon.cue("join_strong").fullmatch(gap):
            return True
        return False if self._lexicon.cue("join_weak").fullmatch(gap.lstrip("、,， ") or gap) else None

    def _bare(self, start: int, end: int) -> str:
        """The words between two treatments without doses and whole brackets."""
        letters = list(self._text[start:end])
        for dose in self._doses:
            for position in range(max(dose.start, start), min(dose.end, end)):
                letters[position - start] = " "
        return _BRACKETS.sub(" ", "".join(letters)).strip()


def _whole(code: str, members: Sequence[_Member], *, listed: bool) -> tuple[str, ...]:
    """The drugs of a code: all members, or those listed behind the last tie ("X plus A, B, C (CODE)")."""
    members = [member for member in members if member.drugs != (PLACEBO,)]  # no part of a code
    if len(members) < 2 or not all(member.drugs for member in members):
        return ()
    ties = [number for number, member in enumerate(members) if number and member.tied]
    if not listed and not ties:
        return ()
    letters = sum(character.isalpha() for character in code)
    if ties and len(members) - ties[-1] >= 2 and letters != len(members):
        members = members[ties[-1] :]
    return union(*(member.drugs for member in members))
