"""Codes of regimens that the document itself explains: "A + B (CODE)", "CODE: A, B and C"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from isaextract.lexicon import Lexicon, lookup_key
from isaextract.link.arms import union
from isaextract.link.regimens import Regimens
from isaextract.schema import Label, Mention

_BRACKETS = regex.compile(r"[(（\[［][^()（）\[\]［］]*[)）\]］]")
_STEPS = ("+", "＋", "→", "-", "–", "/")
_LONGEST_GAP = 60  # characters between two drugs of one definition, doses and remarks included


@dataclass(frozen=True, slots=True)
class _Member:
    """A treatment of a definition, and whether it is tied to the one before by more than a comma or "and"."""

    drugs: tuple[str, ...]
    tied: bool


def defined_codes(
    text: str, mentions: Sequence[Mention], lexicon: Lexicon, regimens: Regimens
) -> Mapping[str, tuple[str, ...]]:
    """What codes that nothing else explains stand for, by the codes' look-up keys.

    Parameters
    ----------
    text, mentions
        The document's text and its mentions, sorted by place.
    lexicon, regimens
        The words, and what explains the other codes.
    """
    reader = _Reader(text, mentions, lexicon, regimens)
    found: dict[str, tuple[str, ...]] = {}
    for place, code in reader.unexplained():
        key = lookup_key(code)
        if drugs := found.get(key) or reader.explanation(place, found):
            found.setdefault(key, drugs)
    return found


class _Reader:
    def __init__(self, text: str, mentions: Sequence[Mention], lexicon: Lexicon, regimens: Regimens) -> None:
        self._text, self._lexicon, self._regimens = text, lexicon, regimens
        self._doses = [m.span for m in mentions if m.label is Label.DOSE]
        self._treatments = [m for m in mentions if m.label in (Label.DRUG, Label.REGIMEN)]

    def unexplained(self) -> Iterator[tuple[int, str]]:
        """The codes that neither lexicon nor letters explain, with their number among the treatments."""
        for place, mention in enumerate(self._treatments):
            if mention.label is Label.REGIMEN and not self._regimens.expand(mention.text):
                yield place, mention.text

    def explanation(self, place: int, found: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """The drugs that stand before a code, or behind it; empty where the text gives none."""
        code = self._treatments[place].text
        behind_bracket = self._before(place)
        if behind_bracket is not None:
            known = found.get(lookup_key(self._treatments[place - 1].text), ())
            members = [*reversed(list(self._leftward(place - 1)))]
            return known or _whole(code, members, listed=behind_bracket)
        if self._opens(place):
            return _whole(code, list(self._rightward(place + 1)), listed=True)
        return ()

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
            drugs = self._drugs(self._treatments[place])
            tied = self._tied(place - 1) if place else None
            yield _Member(drugs, bool(tied))
            if tied is None or not drugs:
                return
            place -= 1

    def _rightward(self, place: int) -> Iterator[_Member]:
        tied: bool | None = False
        while place < len(self._treatments) and tied is not None:
            yield _Member(self._drugs(self._treatments[place]), tied)
            tied = self._tied(place)
            place += 1

    def _drugs(self, mention: Mention) -> tuple[str, ...]:
        return (mention.concept,) if mention.label is Label.DRUG else self._regimens.expand(mention.text)

    def _tied(self, place: int) -> bool | None:
        """Whether a treatment is tied to the next to one regimen, or only listed; ``None``: neither."""
        if place + 1 >= len(self._treatments):
            return None
        left, right = self._treatments[place], self._treatments[place + 1]
        if right.span.start - left.span.end > _LONGEST_GAP:
            return None
        gap = self._bare(left.span.end, right.span.start)
        if gap in _STEPS or self._lexicon.cue("join_strong").fullmatch(gap):
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
    if len(members) < 2 or not all(member.drugs for member in members):
        return ()
    ties = [number for number, member in enumerate(members) if number and member.tied]
    if not listed and not ties:
        return ()
    letters = sum(character.isalpha() for character in code)
    if ties and len(members) - ties[-1] >= 2 and letters != len(members):
        members = members[ties[-1] :]
    return union(*(member.drugs for member in members))
