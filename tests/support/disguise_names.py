"""Other names for drugs, codes of regimens and trials, and the lexicon that knows them.

Every drug becomes another drug of the lexicon, of the same class where one is left. A code is spelt anew,
letter for letter and piece for piece (``Isa-KRd``, ``KRd12``, ``Isa-Kd/R`` stay kin), and the lexicon
gets what it has for the old spelling: the regimen's line, its letters, the drug's short name.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import TypeVar

from isaextract.gold import GoldDocument
from isaextract.lexicon import Drug, Letters, Lexicon, Regimen, Shelf, Term, lookup_key
from isaextract.schema import Label

T = TypeVar("T", bound=Term)

COMPONENTS = {"placebo", "observation"}
NO_CANCER_DRUG = re.compile("supportive|antiviral|traditional|vaccine|anticoag|antibiotic|antifungal")
HAN = re.compile(r"[\u4e00-\u9fff]")
PIECE = re.compile(r"[A-Za-z]+(?:\d+[A-Za-z]+)*")
SOUNDS = "维卢诺泽塔莫菲瑞"
VOWELS = "aeiou"
CONSONANTS = "bcdfghjklmnpqrstvwxyz"
TRIES = 20_000


class Names:
    """A seeded bijection of drugs, code letters and trial names over all documents."""

    def __init__(self, gold: Iterable[GoldDocument], lexicon: Lexicon, random: Random) -> None:
        self._old = lexicon
        self._gold = tuple(gold)
        self._codes = self._surfaces(Label.REGIMEN)
        self._drugs = self._surfaces(Label.DRUG)
        self._taken = self._taken_keys()
        self.inn = self._bijection(random)
        self._sounds = _shuffled(VOWELS, random) | _shuffled(CONSONANTS, random)
        self._letters = self._code_letters(random)
        self.drugs = {surface: self._drug(surface) for surface in self._drugs}
        self.codes = {code: self.code(code) for code in self._codes}
        self._forms = self._form_pattern()

    @property
    def old_drugs(self) -> frozenset[str]:
        """The INN of every drug that was replaced."""
        return frozenset(self.inn)

    def arm(self, drugs: Iterable[str]) -> tuple[str, ...]:
        """An arm with its new drugs."""
        return tuple(sorted(self.inn.get(drug, drug) for drug in drugs))

    def words(self, text: str) -> str:
        """Words of a document with the names in them replaced."""
        return self._forms.sub(lambda found: self._image(found[0]), text)

    def code(self, code: str) -> str:
        """A regimen's code spelt anew."""
        if HAN.search(code):
            return HAN.sub(lambda found: SOUNDS[ord(found[0]) % len(SOUNDS)], code[::-1], count=1)[::-1]
        return PIECE.sub(lambda found: self._piece(found[0]), code)

    def trial(self, name: str) -> str:
        """A trial's name with other letters and digits, its shape kept."""
        letters = self._sounds
        spelt = "".join(_cased(letters.get(c.lower(), c), c) for c in name)
        return re.sub(r"\d", lambda found: str((int(found[0]) + 3) % 10), spelt)

    def number(self, registry: str) -> str:
        """A registry number with other last digits."""
        places = [i for i, c in enumerate(registry) if c.isdigit()][-5:]
        return "".join(str((int(c) + 4) % 10) if i in places else c for i, c in enumerate(registry))

    def lexicon(self) -> Lexicon:
        """The lexicon that also knows the new codes: as it knew the old ones."""
        return replace(
            self._old,
            drugs=_shelf(self._short_names()),
            regimens=_shelf(dict(self._old.regimens.entries) | self._new_regimens()),
            letters=_shelf(self._new_letters()),
            digest=f"{self._old.digest} disguised",
        )

    # ------------------------------------------------------------ drugs

    def _bijection(self, random: Random) -> dict[str, str]:
        drugs = self._old.drugs.entries
        found = [self._old.drugs.find(surface) for surface in self._drugs]
        keys = {entry.key for entry in found if entry}
        keys |= {drug for item in self._gold for row in item.rows for drug in (*row.regimen, *row.comparator)}
        keys |= {
            drug for item in self._gold for study in item.studies for arm in study.arms for drug in arm.drugs
        }
        keys = {key for key in keys if key in drugs} - COMPONENTS
        free = [
            d for d in drugs.values() if d.key not in keys | COMPONENTS and not NO_CANCER_DRUG.search(d.group)
        ]
        free = [drug for drug in free if drug.zh and drug.key.isalpha()]
        images: dict[str, str] = {}
        for key in sorted(keys):
            kin = [drug for drug in free if drug.group == drugs[key].group]
            choice = random.choice(kin or free)
            free.remove(choice)
            images[key] = choice.key
        return images

    def _drug(self, surface: str) -> str:
        given = self._old.given(surface)
        if given is None:
            return self._stranger(surface)
        entry = self._old.drugs.find(surface)
        if entry is None or entry.key not in self.inn:
            return surface
        new = self._old.drugs.entries[self.inn[entry.key]]
        key = lookup_key(surface)
        if HAN.search(surface):
            listed = [lookup_key(form) for form in entry.zh]
            return new.zh[listed.index(key) % len(new.zh) if key in listed else 0]
        if key == lookup_key(entry.key):
            return _cased(new.key, surface)
        if key in map(lookup_key, entry.en):
            names = [name for name in new.en if name.isascii() and len(name) > 4] or [new.key]
            return _cased(names[0], surface)
        return self._short(surface, new)

    def _stranger(self, surface: str) -> str:
        """A name that no lexicon has: another one that no lexicon has, or the letter of a code."""
        if HAN.search(surface):
            return SOUNDS[:2] + surface[2:]
        return self._piece(surface) if len(surface) < 3 else self.trial(surface)

    def _short(self, surface: str, new: Drug) -> str:
        """A short name or research code: of the same shape, by the new drug's letters where it can be."""
        if not surface.isalpha():
            digits = [code for code in new.short if any(c.isdigit() for c in code)]
            return digits[0] if digits and any(c.isdigit() for c in surface) else self.trial(surface)
        size = len(surface)
        names = ["".join(letters) for letters in combinations(new.key + new.key, size)]
        name = next(name for name in names if name[0] == new.key[0] and self._free(name))
        return "".join(_cased(new_letter, old) for new_letter, old in zip(name, surface, strict=True))

    def _short_names(self) -> dict[str, Drug]:
        entries = dict(self._old.drugs.entries)
        for surface, image in self.drugs.items():
            old = self._old.drugs.find(surface)
            if old is not None and old.key in self.inn and image != surface:
                new = entries[self.inn[old.key]]
                if image not in (new.key, *new.forms) and not HAN.search(image):
                    entries[new.key] = replace(new, short=(*new.short, image))
        return entries

    # ------------------------------------------------------------ codes

    def _code_letters(self, random: Random) -> Mapping[str, str]:
        """A permutation of capitals and one of small letters that spells no word in use."""
        pieces = {piece for code in self._codes for piece in PIECE.findall(code) if not self._is_drug(piece)}
        for _ in range(TRIES):
            letters = _shuffled(string.ascii_uppercase, random) | _shuffled(string.ascii_lowercase, random)
            spelt = ["".join(letters.get(c, c) for c in piece) for piece in pieces if len(piece) > 1]
            if all(self._free(word) for word in spelt):
                return letters
        raise AssertionError("no permutation of letters leaves all codes free")

    def _piece(self, piece: str) -> str:
        if self._is_drug(piece):
            return self._drug(piece)
        if piece.upper() in ("ASCT", "SCT", "HSCT"):
            return piece
        return "".join(self._letters.get(c, c) for c in piece)

    def _is_drug(self, piece: str) -> bool:
        entry = self._old.drugs.find(piece)
        return len(piece) > 2 and entry is not None and piece in (*entry.forms, piece.upper(), entry.key)

    def _new_regimens(self) -> dict[str, Regimen]:
        found: dict[str, set[str]] = {}
        for code in self._codes:
            for part in (code, re.sub(r"\d+$", "", code), *re.split(r"[-+/–＋→\s]+", code)):
                entry = self._old.regimens.find(part)
                if entry is not None:
                    found.setdefault(entry.key, set()).add(self.code(part))
        entries = {}
        for key, spelt in sorted(found.items()):
            old = self._old.regimens.entries[key]
            spelt |= {self.code(form) for form in (key, *old.short) if form.isascii() and len(form) <= 10}
            first, *others = sorted(spelt)
            readings = tuple(self.arm(reading) for reading in old.readings)
            entries[first] = replace(old, key=first, short=tuple(others), readings=readings)
        return entries

    def _new_letters(self) -> dict[str, Letters]:
        entries = {}
        for old in self._old.letters.entries.values():
            letters = self.code(old.letters)
            drugs = tuple(self.inn.get(drug, drug) for drug in old.drugs)
            entry = replace(old, key=f"{letters}@{old.setting}", letters=letters, drugs=drugs)
            entries[entry.key] = entry
        return entries

    # ------------------------------------------------------------ words

    def _surfaces(self, label: Label) -> list[str]:
        return sorted({m.text for item in self._gold for m in item.mentions if m.label is label})

    def _taken_keys(self) -> set[str]:
        shelves = (
            self._old.drugs,
            self._old.classes,
            self._old.regimens,
            self._old.events,
            self._old.endpoints,
            self._old.populations,
            self._old.trials,
            self._old.words,
        )
        taken = {key for shelf in shelves for key in shelf.by_form}
        for item in self._gold:
            taken |= {word.lower() for word in re.findall(r"[A-Za-z]+", item.text)}
        return taken | {
            "at",
            "in",
            "is",
            "an",
            "of",
            "to",
            "by",
            "or",
            "as",
            "on",
            "hr",
            "ci",
            "nr",
            "ne",
            "up",
        }

    def _free(self, word: str) -> bool:
        return lookup_key(word) not in self._taken

    def _form_pattern(self) -> re.Pattern[str]:
        """Names that stand in other words: all of the replaced drugs' and the codes', longest first."""
        drugs = (self._old.drugs.entries[key] for key in self.inn)
        forms = {form for drug in drugs for form in (drug.key, *drug.forms)} | {*self._drugs, *self._codes}
        forms = {form for form in forms if len(form) > 2 or HAN.search(form) or form in self._codes}
        longest = sorted(forms, key=lambda form: (-len(form), form))
        pattern = "|".join(map(re.escape, longest))
        return re.compile(rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z])")

    def _image(self, form: str) -> str:
        if form in self.codes:
            return self.codes[form]
        return self.drugs.get(form) or self._drug(form)


def _cased(new: str, old: str) -> str:
    """A name with a capital where the old one has it."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _shuffled(letters: str, random: Random) -> dict[str, str]:
    """A permutation of the letters in which none stays itself."""
    while True:
        images = random.sample(letters, len(letters))
        if all(old != new for old, new in zip(letters, images, strict=True)):
            return dict(zip(letters, images, strict=True))


def _shelf(entries: dict[str, T]) -> Shelf[T]:
    index = {lookup_key(key): entry for key, entry in reversed(entries.items())}
    for entry in entries.values():
        for form in entry.forms:
            index.setdefault(lookup_key(form), entry)
    return Shelf(entries, index)
