"""The lexicon's written forms to draw from, by label and by how they are written."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random

import regex

from isaextract.lexicon import Lexicon, Term
from isaextract.schema import Label

TRAINED = (Label.DRUG, Label.EVENT, Label.REGIMEN, Label.TRIAL_NAME, Label.POPULATION)

_HAN = regex.compile(r"\p{Han}")
_LONGEST_CODE = 8


class Script(StrEnum):
    """How a form is written: with Han characters, as a Latin code, as Latin words."""

    HAN = "han"
    CODE = "code"
    LATIN = "latin"


def script_of(text: str) -> Script:
    """How a form is written."""
    if _HAN.search(text):
        return Script.HAN
    coded = len(text) <= _LONGEST_CODE and (text[1:] != text[1:].lower() or any(c.isdigit() for c in text))
    return Script.CODE if coded or len(text) <= 4 else Script.LATIN


@dataclass(frozen=True, slots=True)
class Pool:
    """Forms by label and script, and the lexicon's words by kind (``disease``, ``marker`` ...) and script."""

    forms: Mapping[tuple[Label, Script], tuple[str, ...]]
    words: Mapping[tuple[str, Script], tuple[str, ...]]

    def draw(self, rng: Random, label: Label, script: Script) -> str:
        """A form; ``""`` where there is none."""
        choices = self.forms.get((label, script), ())
        return rng.choice(choices) if choices else ""

    def digest(self) -> str:
        """Twelve hexadecimal digits that name what training draws its names from."""
        parts = (self.forms, self.words)
        drawn = [sorted((*map(str, key), *names) for key, names in part.items()) for part in parts]
        return hashlib.sha256(json.dumps(drawn, ensure_ascii=False).encode()).hexdigest()[:12]

    def word(self, rng: Random, kind: str, script: Script) -> str:
        """A word of a kind; ``""`` where there is none."""
        choices = self.words.get((kind, script), ())
        return rng.choice(choices) if choices else ""


Keep = Callable[[Label, Term], bool]


def pool_of(lexicon: Lexicon, keep: Keep = lambda label, term: True) -> Pool:
    """The pool of a lexicon, of the entries that ``keep`` lets through."""
    forms: dict[tuple[Label, Script], dict[str, None]] = defaultdict(dict)
    for label, term in _terms(lexicon):
        if keep(label, term):
            for form in _forms(label, term):
                forms[label, script_of(form)][form] = None
    words: dict[tuple[str, Script], dict[str, None]] = defaultdict(dict)
    for word in lexicon.words.entries.values():
        for form in word.forms:
            words[word.kind, script_of(form)][form] = None
    for drug_class in lexicon.classes.entries.values():
        for form in drug_class.forms:
            words["class", script_of(form)][form] = None
    return Pool({k: tuple(v) for k, v in forms.items()}, {k: tuple(v) for k, v in words.items()})


def _terms(lexicon: Lexicon) -> Iterator[tuple[Label, Term]]:
    shelves: Mapping[Label, Mapping[str, Term]] = {
        Label.DRUG: lexicon.drugs.entries,
        Label.EVENT: lexicon.events.entries,
        Label.REGIMEN: lexicon.regimens.entries,
        Label.TRIAL_NAME: lexicon.trials.entries,
        Label.POPULATION: lexicon.populations.entries,
    }
    for label in TRAINED:
        yield from ((label, term) for term in shelves[label].values())


def _forms(label: Label, term: Term) -> Iterator[str]:
    if label is not Label.POPULATION:
        yield regex.sub(r"\s*\(.*\)$", "", term.key) if label is Label.TRIAL_NAME else term.key
    for form in term.forms:
        if label is not Label.REGIMEN or not form.endswith("方案"):
            yield form
