"""Finding all written forms of the lexicon in a text, in one pass.

White space between two characters counts only where both are Latin letters or digits; there a
hyphen is the same as a blank. So ``MRD 阴性率`` finds ``MRD阴性率``, and ``is a`` never finds ``Isa``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from isaextract.lexicon import fold

_CODE_LENGTH = 8
_NO_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—−﹣－"), " ")
_HEAD = 3  # characters that forms are looked up by
_STEM = 4  # letters written the same, that tell a name whose tail is written otherwise: CameL-sq
_GLUED = regex.compile(r"\d+(?:\.\d|\s*[%％])").match  # a number right on its endpoint: PFS11.1
_LOOSE_TAIL = 4  # a hyphenated word this long may follow a code: Kd-treated


class Form(NamedTuple):
    """A written form: its ``kind`` (``drug``, ``event`` ...), the key of its entry, and how strict it is.

    A named tuple, as `Hit` is: there are tens of thousands of them.
    """

    kind: str
    key: str
    text: str
    exact: bool = False  # upper and lower case must agree

    @property
    def code(self) -> bool:
        """Whether it is a code, which must not be part of a longer code."""
        return self.exact or is_code(self.text)


class Hit(NamedTuple):
    """A form found at ``[start, end)``."""

    start: int
    end: int
    kind: str
    key: str


def is_code(form: str) -> bool:
    """Whether a written form is a short Latin code, whose case counts (``Pd`` is not ``PD``)."""
    if not form.isascii() or " " in form or len(form) > _CODE_LENGTH:
        return False
    return len(form) <= 4 or form[1:] != form[1:].lower() or any(c.isdigit() for c in form)


def canonical(text: str) -> tuple[str, list[int]]:
    """The characters that count, and the place of each in ``text``."""
    characters: list[str] = []
    places: list[int] = []
    gap: list[int] = []  # blanks and hyphens since the last character
    for place, character in enumerate(text):
        if character == "-" or character.isspace():
            gap.append(place)
            continue
        if gap and characters and _plain(characters[-1]) and _plain(character):
            gap = gap[:1]
            characters.append(" ")
        else:
            gap = [hyphen for hyphen in gap if text[hyphen] == "-"]
            characters.extend("-" * len(gap))
        places.extend(gap)
        characters.append(character)
        places.append(place)
        gap = []
    hyphens = [place for place in gap if text[place] == "-"]
    return "".join(characters) + "-" * len(hyphens), places + hyphens


def _letters_of(text: str) -> str:
    """The characters that count."""
    plain = "-" not in text and not any(map(str.isspace, text))
    return text if plain else canonical(text)[0]


def _plain(character: str) -> bool:
    return character.isascii() and character.isalnum()


class FormIndex:
    """Written forms by the characters that count, and how long those are that begin alike."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._forms: dict[str, list[Form]] = {}
        lengths: dict[str, set[int]] = {}
        for form in forms:
            letters = _letters_of(fold(form.text))
            alike = self._forms.setdefault(letters, [])
            if form not in alike:
                alike.append(form)
                lengths.setdefault(letters[:_HEAD], set()).add(len(letters))
        self._lengths = {head: sorted(found) for head, found in lengths.items()}

    def forms(self, kind: str) -> Iterator[Form]:
        """All forms of a kind."""
        return (form for alike in self._forms.values() for form in alike if form.kind == kind)

    def find(self, text: str, folded: str) -> list[Hit]:
        """Every form that stands in ``text`` (``folded`` is its folding), overlapping ones too."""
        letters, places = canonical(folded)
        hits: set[Hit] = set()
        for start, low in enumerate(places):
            if low and _plain(text[low]) and _plain(text[low - 1]):
                continue  # no form begins inside a Latin word
            for end in self._ends(letters, start):
                high = places[end - 1] + 1
                for form in _agreeing(self._forms[letters[start:end]], text, low, high):
                    hits.add(Hit(low, _with_plural(text, high, form), form.kind, form.key))
        return sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.kind, hit.key))

    def _ends(self, letters: str, start: int) -> Iterator[int]:
        """Where forms that begin at ``start`` end."""
        for head in range(1, _HEAD + 1):
            for length in self._lengths.get(letters[start : start + head], ()):
                end = start + length
                if letters[start:end] in self._forms and end <= len(letters):
                    yield end


def _agreeing(forms: Sequence[Form], text: str, start: int, end: int) -> Iterable[Form]:
    if not forms:
        return ()
    surface = _letters(text[start:end])
    verbatim = {form.kind for form in forms if _letters(form.text) == surface}
    return [
        form for form in forms if _bounded(text, start, end, form) and _case_agrees(form, surface, verbatim)
    ]


def _letters(text: str) -> str:
    return "".join(text.translate(_NO_DASHES).split())


def _case_agrees(form: Form, surface: str, verbatim: set[str]) -> bool:
    written = _letters(form.text)
    if written == surface or not form.code:
        return True
    if verbatim:  # another form is written just so: this one gives way
        return False
    if form.exact:
        telling = any(c.isdigit() for c in surface) or surface[:_STEM] == written[:_STEM]
        return telling and surface.casefold() == written.casefold()
    shouted = sum(c.isupper() for c in surface) >= 2 and surface.upper() == written.upper()
    return shouted or (written == written.lower() and surface.lower() == written)


def _bounded(text: str, start: int, end: int, form: Form) -> bool:
    if (
        _plain(text[start])
        and start
        and (_plain(text[start - 1]) or (form.code and _hyphenated(text, start - 1, -1)))
    ):
        return False
    if not _plain(text[end - 1]):
        return True
    tail = _with_plural(text, end, form)
    if tail < len(text) and _plain(text[tail]) and not (form.kind == "endpoint" and _GLUED(text, tail)):
        return False
    return not (form.code and _hyphenated(text, tail, 1)) or _loose(text[tail + 1 :])


def _hyphenated(text: str, place: int, step: int) -> bool:
    beyond = place + step
    return (
        0 <= place < len(text)
        and text[place] in "-‐‑"
        and 0 <= beyond < len(text)
        and (_plain(text[beyond]) or text[beyond] == "(")
    )


def _loose(tail: str) -> bool:
    word = tail[:_LOOSE_TAIL]
    return len(word) == _LOOSE_TAIL and word.isascii() and word.isalpha() and word.islower()


def _with_plural(text: str, end: int, form: Form) -> int:
    """Take an English plural into the match, where what follows it is no letter."""
    if form.kind == "trial" or not text[end - 1].isascii() or not text[end - 1].isalpha():
        return end
    for plural in ("s", "es"):
        beyond = end + len(plural)
        if text[end:beyond] == plural and not (beyond < len(text) and _plain(text[beyond])):
            return beyond
    return end
