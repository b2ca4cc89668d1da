"""Sentences of this project's own, filled with names of the lexicon and invented ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

import regex

from isaextract.lang import LANGUAGES, Language
from isaextract.schema import Label
from isaextract.train.invent import invent, pick
from isaextract.train.pieces import Piece, join
from isaextract.train.pool import Pool, Script
from isaextract.train.samples import Sample

DATA = Path(__file__).parent / "data"

_SLOT = regex.compile(r"\{(?P<kind>[a-z]+)(?P<number>\d*)\}")
_INVENTED = 0.5

# What a slot holds: a label, and the scripts it may be written in, by the file's language.
_NAMES: Mapping[str, tuple[Label, tuple[Script, ...], tuple[Script, ...]]] = {
    "drug": (Label.DRUG, (Script.HAN,), (Script.LATIN,)),
    "drugen": (Label.DRUG, (Script.LATIN,), (Script.LATIN,)),
    "short": (Label.DRUG, (Script.CODE,), (Script.CODE,)),
    "drugcode": (Label.DRUG, (Script.CODE,), (Script.CODE,)),
    "regimen": (Label.REGIMEN, (Script.CODE, Script.CODE, Script.CODE, Script.LATIN), (Script.CODE,)),
    "trial": (Label.TRIAL_NAME, (Script.CODE, Script.LATIN), (Script.CODE, Script.LATIN)),
    "event": (Label.EVENT, (Script.HAN,), (Script.LATIN,)),
    "population": (Label.POPULATION, (Script.HAN,), (Script.LATIN,)),
    "popcode": (Label.POPULATION, (Script.CODE,), (Script.CODE,)),
}
_WORDS: Mapping[str, tuple[str, tuple[Script, ...]]] = {
    "disease": ("disease", (Script.HAN, Script.HAN, Script.CODE)),
    "diseaseen": ("disease", (Script.LATIN,)),
}
_PARTS: Mapping[str, tuple[str, str]] = {
    "gene": ("gene", "gene"),
    "institution": ("institution_zh", "institution_en"),
    "institutionen": ("institution_en", "institution_en"),
    "journal": ("journal", "journal"),
    "device": ("device", "device"),
    "class": ("class_zh_other", "class_en_other"),
    "classen": ("class_en_other", "class_en_other"),
    "endpoint": ("endpoint_zh", "endpoint_en"),
    "endpointen": ("endpoint_en", "endpoint_en"),
}


@cache
def templates(language: Language) -> tuple[str, ...]:
    """The sentences of one file."""
    lines = (DATA / f"templates.{language}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))


def fill(rng: Random, template: str, language: Language, pool: Pool) -> Sample:
    """A template with every slot filled; slots of one kind and number hold the same."""
    filled: dict[str, Piece] = {}
    pieces: list[Piece] = []
    done = 0
    for slot in _SLOT.finditer(template):
        pieces.append(Piece(template[done : slot.start()]))
        key = slot[0] if slot["number"] else f"{slot[0]}{slot.start()}"
        if key not in filled:
            filled[key] = _piece(rng, slot["kind"], language, pool)
        pieces.append(filled[key])
        done = slot.end()
    return join([*pieces, Piece(template[done:])])


def _piece(rng: Random, kind: str, language: Language, pool: Pool) -> Piece:
    place = LANGUAGES.index(language)
    if kind in _NAMES:
        label, *scripts = _NAMES[kind]
        return Piece(name(rng, label, rng.choice(scripts[place]), pool), label)
    if kind == "placebo":
        return Piece(pool.word(rng, "drug", (Script.HAN, Script.LATIN)[place]), Label.DRUG)
    if kind in _WORDS:
        word, choices = _WORDS[kind]
        return Piece(pool.word(rng, word, rng.choice(choices)))
    if kind in _PARTS:
        return Piece(pick(rng, _PARTS[kind][place]))
    return Piece(_number(rng, kind))


def name(rng: Random, label: Label, script: Script, pool: Pool) -> str:
    """A name of the lexicon or an invented one."""
    if rng.random() < _INVENTED:
        return invent(rng, label, script, pool) or pool.draw(rng, label, script)
    return pool.draw(rng, label, script) or invent(rng, label, script, pool)


def _number(rng: Random, kind: str) -> str:
    match kind:
        case "pct":
            return f"{rng.uniform(1, 99):.{rng.choice((0, 1, 1))}f}"
        case "n":
            return str(rng.choice((rng.randrange(1, 100), rng.randrange(100, 1200))))
        case "time":
            return f"{rng.uniform(1, 80):.1f}"
        case "hr":
            return f"0.{rng.randrange(30, 99)}"
        case "ci":
            return f"0.{rng.randrange(20, 50)}{rng.choice('~-～–')}0.{rng.randrange(50, 99)}"
        case "nct":
            return f"NCT0{rng.randrange(10**6, 10**7)}"
        case "cite":
            return rng.choice(("", f"[{rng.randrange(1, 60)}]", f" [{rng.randrange(1, 60)}]"))
    raise ValueError(f"no slot named {kind!r}")
