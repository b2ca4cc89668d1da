"""What a regimen's code stands for: the document's own definitions first, then lexicon, then letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

import regex

from isaextract.lexicon import Lexicon, Scanner, fold, lookup_key

PARTS = regex.compile(r"\s*(?:[+＋/→]|(?<=\w)\s*[-–—‐]\s*(?=\w)|->)\s*")
_TRAILING = regex.compile(r"(?<=[A-Za-z])[-‐]?\d+$")


@dataclass(frozen=True, slots=True)
class Regimens:
    """Expands regimen codes to sorted drug names.

    ``defined`` holds the document's own definitions, by look-up key of the code; ``named`` the
    drugs that the document speaks of, which decide between the readings of an ambiguous code. A
    code that nothing explains stands for itself where ``literal``.
    """

    lexicon: Lexicon
    defined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    literal: bool = False

    def expand(self, code: str) -> tuple[str, ...]:
        """The drugs of a code, sorted; where nothing explains it, empty or its own text.

        Parameters
        ----------
        code
            As written: ``Isa-KRd``, ``RVd``, ``VRd→Rd``, ``T+A``, ``Rd18``.
        """
        known = self._listed(code)
        listed = known or self._parts(code) or self._spelled(code)
        own = self.defined.get(lookup_key(code), ())
        if own and not set(own) <= set(listed):
            return own
        return listed or own or ((" ".join(fold(code).split()),) if self.literal else ())

    def may_mean(self, code: str) -> frozenset[str]:
        """All drugs that some reading of a code, or of its parts, has."""
        found: set[str] = set()
        for piece in {code, *PARTS.split(code)}:
            entry = self.lexicon.regimens.find(piece) or self.lexicon.regimens.find(_TRAILING.sub("", piece))
            found |= {drug for reading in (entry.readings if entry else ()) for drug in reading}
            bare = "".join(c for c in _TRAILING.sub("", piece) if c.isalnum())
            found |= {drug for reading in letters_of(bare, self.lexicon) for drug in reading}
            letters = (each for each in self.lexicon.letters.entries.values() if each.letters == piece)
            found |= {drug for each in letters for drug in each.drugs}
        return frozenset(found)

    def _listed(self, code: str) -> tuple[str, ...]:
        for form in (code, _TRAILING.sub("", code.strip())):
            entry = self.lexicon.regimens.find(form)
            if entry is not None:
                return max(entry.readings, key=self._fit)
        return ()

    def _fit(self, drugs: tuple[str, ...]) -> float:
        """The share of a reading's drugs that the document names."""
        return len(self.named & set(drugs)) / len(drugs)

    def _spelled(self, code: str) -> tuple[str, ...]:
        """The reading of a code letter by letter that fits the document best."""
        bare = "".join(c for c in _TRAILING.sub("", code.strip()) if c.isalnum())
        readings = letters_of(bare, self.lexicon)
        best = max(readings, key=self._fit, default=())
        return best if best and (self._fit(best) > 0.5 or not self.named) else ()

    def _parts(self, code: str) -> tuple[str, ...]:
        pieces = [piece for piece in PARTS.split(code) if piece]
        if len(pieces) < 2:
            return ()
        drugs: set[str] = set()
        for piece in pieces:
            part = self._piece(piece)
            if not part:
                return ()
            drugs.update(part)
        return tuple(sorted(drugs))

    def _piece(self, piece: str) -> tuple[str, ...]:
        if component := component_in(piece, self.lexicon):
            return (component,)
        drug = self.lexicon.given(piece)
        if drug is not None and len(piece) > 2:
            return (drug.key,)
        own = self.defined.get(lookup_key(piece), ())
        return own or self._listed(piece) or self._letter(piece) or ((drug.key,) if drug else ())

    def _letter(self, piece: str) -> tuple[str, ...]:
        """A piece that is spelled out, a single letter too (the ``R`` of ``VRd/R``)."""
        return self._spelled(piece) if len(piece) > 1 else self._single(piece)

    def _single(self, letter: str) -> tuple[str, ...]:
        entries = (entry for entry in self.lexicon.letters.entries.values() if entry.letters == letter)
        drugs = [drug for entry in entries for drug in entry.drugs if drug in self.named]
        return tuple(drugs[:1])


def component_in(text: str, lexicon: Lexicon) -> str:
    """The component word (ASCT, chemotherapy ...) that the whole text names, or ``""``."""
    for name in components(lexicon):
        if lexicon.cue(f"component {name}").fullmatch(text.strip()):
            return name
    return ""


@lru_cache(maxsize=8)
def components(lexicon: Lexicon) -> tuple[str, ...]:
    """The component words of the data contract that the cues know."""
    prefix = "component "
    return tuple(key[len(prefix) :] for key in lexicon.cues.entries if key.startswith(prefix))


@lru_cache(maxsize=8)
def component_words(lexicon: Lexicon) -> Scanner[str]:
    """What finds the component words of the contract in a text (platinum), by their names."""
    return Scanner((name, lexicon.cue(f"component {name}").pattern) for name in components(lexicon))


def letters_of(code: str, lexicon: Lexicon) -> list[tuple[str, ...]]:
    """All readings of a code letter by letter (``KRd``: carfilzomib, lenalidomide, dexamethasone).

    Every character must be explained within one field of medicine, the longest letters first; a
    reading in which a drug comes out twice is none.
    """
    settings = dict.fromkeys(entry.setting for entry in lexicon.letters.entries.values())
    found: dict[tuple[str, ...], None] = {}
    for setting in settings:
        pieces = _cut(code, setting, lexicon)
        for drugs in product(*pieces) if pieces else ():
            if len(set(drugs)) == len(drugs) and len(code) > 1:
                found.setdefault(tuple(sorted(drugs)))
    return list(found)


def _cut(code: str, setting: str, lexicon: Lexicon) -> list[tuple[str, ...]]:
    """What each piece of a code may stand for in one field; empty where a piece is unknown."""
    pieces: list[tuple[str, ...]] = []
    rest = code
    while rest:
        for size in range(len(rest), 0, -1):
            entry = lexicon.letters.entries.get(f"{rest[:size]}@{setting}")
            if entry is not None:
                pieces.append(entry.drugs)
                rest = rest[size:]
                break
        else:
            return []
    return pieces
