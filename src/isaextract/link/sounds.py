"""Whether a Chinese name of a drug sounds like an INN: 来那度胺 is lenalidomide.

Both are cut into sounds, consonants of one kind under one letter, and compared by a weighted edit
distance. It tells a few candidates apart, those that a document gives cause for; over all INNs it
would not (see ``tests/unit/link/test_sounds.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

from isaextract.lexicon import Lexicon, compiled, fold

_VOWELS = frozenset("aeiou")
_NASAL = "n"  # at the end of a Chinese syllable; else N
_EITHER = "J"  # j and q of Pinyin render g and k, or s
_KIND = str.maketrans("bpfvwdtgkqszjlrmnh", "BBFFFTTKKKSSSLLMNH")
_SOFT = regex.compile(r"c(?=[eiy])|sh|ch|z")
_LATIN = ((regex.compile("ph"), "f"), (regex.compile("th"), "t"), (_SOFT, "s"), (regex.compile("qu|c"), "k"),
          (regex.compile("^x"), "s"), (regex.compile("x"), "ks"), (regex.compile("y"), "i"))  # fmt: skip
_SYLLABLE = regex.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsw])?(er|y?[aeiouv]*?)(ng|n)?")
_INITIALS = {"x": "S", "c": "S", "r": "L", "j": _EITHER, "q": _EITHER, "zh": "S", "ch": "S", "sh": "S"}
_CLOSE = {
    frozenset("MN"): 0.5, frozenset("ST"): 0.7, frozenset("SK"): 0.8, frozenset("FH"): 0.7,
    frozenset("FB"): 0.7, frozenset("KH"): 0.7, frozenset("JS"): 0.2, frozenset("JK"): 0.2,
}  # fmt: skip
_FAR = 1.6
_LEFT_OUT = {"L": 0.45, "N": 0.6, "M": 0.7, "H": 0.3, "S": 0.7, "T": 0.7, "K": 0.8}  # by the Chinese name
_ALIKE = 0.26  # the greatest distance of two names of one drug
_ALONE = 0.37  # where no other candidate has the name's stem
_CLEAR = 0.06  # by how much the second best must be further off


def renders(name: str, inns: Iterable[str], lexicon: Lexicon) -> str:
    """The one of a few INNs that a Chinese name renders; ``""`` where none, or more than one, fits.

    Parameters
    ----------
    name
        A drug's name in Chinese characters.
    inns
        The candidates.
    lexicon
        Says how characters sound and which INN stem a Chinese stem renders.
    """
    single = {inn for inn in inns if " " not in inn}
    found = sorted((_distance(name, inn, lexicon), inn) for inn in single)
    near = [inn for distance, inn in found if distance < 1.0]
    alone = len(near) == 1 and _stem(name, lexicon)[1]
    if not found or found[0][0] > (_ALONE if alone else _ALIKE):
        return ""
    return found[0][1] if len(found) == 1 or found[1][0] - found[0][0] >= _CLEAR else ""


def _distance(name: str, inn: str, lexicon: Lexicon) -> float:
    """How far apart two names sound: 0 the same, 1 nothing alike."""
    rest, stems = _stem(name, lexicon)
    latin = compiled(r"[^a-z]").sub("", fold(inn).split()[0].partition("-")[0])
    if stems:
        stem = next((stem for stem in stems if latin.endswith(stem)), None)
        if stem is None:
            return 1.0
        latin = latin.removesuffix(stem)
    han = _of_chinese(rest, lexicon)
    if han is None:
        return 1.0
    sounds = _of_latin(latin)
    if not han or not sounds:
        return 0.0 if not han and not sounds else 1.0
    return min(1.0, _edit(han, sounds) / max(len(han), len(sounds), 4))


def _stem(name: str, lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    for start in range(len(name)):
        entry = lexicon.syllables.entries.get(name[start:])
        if entry is not None and (len(entry.key) > 1 or _SYLLABLE.fullmatch(entry.latin[0]) is None):
            return name[:start], entry.latin
    return name, ()


@lru_cache(maxsize=4096)
def _of_latin(name: str) -> tuple[str, ...]:
    for pattern, plain in _LATIN:
        name = pattern.sub(plain, name)
    letters = name.translate(_KIND)
    return tuple(c for place, c in enumerate(letters) if not place or letters[place - 1] != c)


def _of_chinese(name: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    sounds: list[str] = []
    for character in name:
        entry = lexicon.syllables.entries.get(character)
        match = _SYLLABLE.fullmatch(entry.latin[0]) if entry else None
        if match is None:
            return None
        initial, vowel, coda = match[1] or "", match[2] or "", match[3] or ""
        if initial:
            sounds.append(_INITIALS.get(initial, initial.translate(_KIND)))
        sounds += (
            ["e", "L"]
            if vowel == "er"
            else [vowel.replace("yi", "i").replace("y", "i").replace("v", "u") or "e"]
        )
        sounds += [_NASAL] if coda else []
    return tuple(sounds)


def _edit(han: Sequence[str], latin: Sequence[str]) -> float:
    row = [0.0]
    for sound in latin:
        row.append(row[-1] + _left_out(sound))
    for own in han:
        alone = 0.5 if own == _NASAL else 0.3 if own.islower() else 1.3
        below = [row[0] + alone]
        for place, sound in enumerate(latin, 1):
            below.append(
                min(row[place - 1] + _apart(own, sound), row[place] + alone, below[-1] + _left_out(sound))
            )
        row = below
    return row[-1]


def _left_out(sound: str) -> float:
    return 0.3 if sound in _VOWELS else _LEFT_OUT.get(sound, 1.0)


def _apart(own: str, sound: str) -> float:
    """How far a Chinese sound is from a Latin one."""
    if own == _NASAL:
        return 0.0 if sound in ("N", "M") else _FAR
    if own.islower() and sound in _VOWELS:
        return 0.0 if sound in own else 0.3
    if own.islower() or sound in _VOWELS:
        return 0.3 if own == "F" and sound in "uo" else _FAR
    return 0.0 if own == sound else _CLOSE.get(frozenset((own, sound)), _FAR)
