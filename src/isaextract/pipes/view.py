"""A text as the parts see it: folded, with the lexicon's forms found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex

from isaextract.errors import LexiconError
from isaextract.lexicon import Lexicon, Term, branches, compiled, fold, latin_bounds
from isaextract.pipes.forms import Form, FormIndex, Hit

LEARNED = "learned:"  # before the key of a hit that the document introduces
HEARD = "heard:"  # before the key of a hit that the trained model was heard on
UNLISTED = "stem:"  # before the key of a drug that only its stem gives away
_PRIVATE = 0xE000  # characters of private use stand for masked forms
_HOLE = regex.compile(r"«(\w+)»")
_MASK = regex.compile(r"<<(\w+)>>")


@dataclass(frozen=True, slots=True, order=True)
class Heard:
    """A name that the lexicon does not know, who said it is one of its ``kind``, and how sure that is."""

    kind: str
    name: str
    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What a document itself introduces: names of studies, codes of regimens, short names of drugs."""

    trials: frozenset[str] = frozenset()
    regimens: frozenset[str] = frozenset()
    drugs: frozenset[str] = frozenset()
    named: frozenset[str] | None = None  # the INNs of all drugs that the document names; None: not known
    heard: tuple[Heard, ...] = ()  # names that the trained model found
    meanings: Mapping[str, str] = field(default_factory=dict)  # concepts of drugs' own names

    def names(self, kind: str) -> frozenset[str]:
        """The names of a kind that were defined or heard."""
        defined = {"trial": self.trials, "regimen": self.regimens, "drug": self.drugs}.get(kind, frozenset())
        return defined | {heard.name for heard in self.heard if heard.kind == kind}

    def __or__(self, other: Learned) -> Learned:
        """What both say; where one takes for a regimen what the other takes for a drug, it is a regimen."""
        regimens = self.regimens | other.regimens
        named = (self.named or frozenset()) | (other.named or frozenset())
        drugs = (self.drugs | other.drugs) - regimens
        return Learned(self.trials | other.trials, regimens, drugs, named, self.heard or other.heard)


class Words:
    """A lexicon made ready for matching."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._index = FormIndex(_forms(lexicon))
        self._compiled: dict[str, regex.Pattern[str]] = {}
        self._numeric: dict[str, bool] = {}
        self._letters: dict[str, set[str]] = {}
        self._letter_drugs: dict[str, set[str]] = {}
        self._endings: dict[tuple[str, int], frozenset[str]] = {}
        for entry in lexicon.letters.entries.values():
            self._letters.setdefault(entry.setting, set()).add(entry.letters)
            self._letter_drugs.setdefault(entry.letters, set()).update(entry.drugs)

    def hits(self, text: str, folded: str) -> list[Hit]:
        """All forms of the lexicon in a text."""
        return self._index.find(text, folded)

    def pattern(self, template: str) -> regex.Pattern[str]:
        """Compile a pattern: ``«name»`` is an entry of ``patterns.tsv``, ``<<kind>>`` a masked form.

        Raises
        ------
        LexiconError
            When the template asks for an entry that no file has.
        """
        if template not in self._compiled:
            filled = _MASK.sub(lambda match: masked(match[1]), _HOLE.sub(self._fill, template))
            self._compiled[template] = compiled(latin_bounds(filled), regex.IGNORECASE)
        return self._compiled[template]

    def begins_with_number(self, template: str) -> bool:
        """Whether every match of a pattern begins with ``«number»``."""
        if template not in self._numeric:
            self._numeric[template] = all(map(_LED_BY_NUMBER, branches(template)))
        return self._numeric[template]

    def endings(self, kind: str, letters: int) -> frozenset[str]:
        """The last ``letters`` characters of all forms of a kind, blanks left out."""
        if (kind, letters) not in self._endings:
            forms = ("".join(fold(form.text).split()) for form in self._index.forms(kind))
            long = (form for form in forms if len(form) >= letters)
            self._endings[kind, letters] = frozenset(form[-letters:] for form in long)
        return self._endings[kind, letters]

    def last_words(self, kind: str) -> frozenset[str]:
        """The last words of all forms of a kind."""
        if (kind, 0) not in self._endings:
            forms = (fold(form.text).split() for form in self._index.forms(kind))
            self._endings[kind, 0] = frozenset(form[-1] for form in forms if form)
        return self._endings[kind, 0]

    def is_letter(self, part: str, drugs: Iterable[str] | None = None) -> bool:
        """Whether a part of a code stands for a drug in some field (for one of ``drugs``, if given)."""
        known = self._letter_drugs.get(part, set())
        return bool(known) if drugs is None else not known.isdisjoint(drugs)

    def spells(self, code: str) -> bool:
        """Whether a code can be cut into letters of one field that stand for two drugs or more."""
        return any(_cuts(code, letters, 0) for letters in self._letters.values())

    def _fill(self, match: regex.Match[str]) -> str:
        entry = self.lexicon.patterns.entries.get(match[1])
        if entry is None:
            raise LexiconError(f"patterns.tsv: no pattern named {match[1]!r}")
        inside = "|".join((*entry.zh, *entry.en))
        return "(?:" + _HOLE.sub(self._fill, inside) + ")"


def _cuts(code: str, letters: set[str], so_far: int) -> bool:
    if not code:
        return so_far >= 2
    return any(code.startswith(part) and _cuts(code[len(part) :], letters, so_far + 1) for part in letters)


_READY: dict[
    int, Words
] = {}  # by the lexicon's identity; Words holds the lexicon, so the number stays its own
_READY_AT_MOST = 4


def words_of(lexicon: Lexicon) -> Words:
    """The lexicon made ready for matching; made once for each lexicon."""
    if id(lexicon) not in _READY:
        while len(_READY) >= _READY_AT_MOST:
            del _READY[next(iter(_READY))]
        _READY[id(lexicon)] = Words(lexicon)
    return _READY[id(lexicon)]


# What a population of some kind does in a composed one.
_ROLES = {
    "setting": "setting",
    "age": "frailty",
    "performance": "frailty",
    "biomarker": "modifier",
    "stage": "modifier",
    "disease_state": "modifier",
    "histology": "modifier",
}


def _forms(lexicon: Lexicon) -> Iterator[Form]:
    for kind, terms in _shelves(lexicon):
        for term in terms:
            yield from _forms_of(kind, term)
    for endpoint in lexicon.endpoints.entries.values():
        yield from (Form("risk", endpoint.key, text) for text in endpoint.risk)
    for setting in lexicon.populations.entries.values():
        role = _ROLES.get(setting.kind)
        if role is not None:
            yield from (Form(role, setting.key, text) for text in setting.forms)
    for word in lexicon.words.entries.values():
        yield from (Form(word.kind, word.key, text) for text in word.forms)


def _shelves(lexicon: Lexicon) -> Iterator[tuple[str, Iterable[Term]]]:
    yield "drug", lexicon.drugs.entries.values()
    yield "class", lexicon.classes.entries.values()
    yield "regimen", lexicon.regimens.entries.values()
    yield "event", lexicon.events.entries.values()
    yield "endpoint", lexicon.endpoints.entries.values()
    yield "population", lexicon.populations.entries.values()
    yield "trial", lexicon.trials.entries.values()


_KEYED = {"drug", "class", "regimen", "event", "trial"}  # kinds whose key is itself a written form


def _forms_of(kind: str, term: Term) -> Iterator[Form]:
    for text in (*((term.key,) if kind in _KEYED else ()), *term.forms):
        if text.strip():
            exact = kind == "trial" or (kind == "regimen" and text.isascii())
            yield from (Form(kind, term.key, form, exact=exact) for form in (text, *_plurals(text)))


_TURNS = {  # of a laboratory finding's name in CTCAE
    " increased": ("elevation of {}", "elevations of {}", "elevation in {}", "elevations in {}",
                   "increase in {}", "increases in {}", "{} elevations", "raised {}"),
    " decreased": ("decrease in {}", "decreases in {}", "reduction in {}", "{} reductions", "low {}"),
}  # fmt: skip


def _plurals(text: str) -> tuple[str, ...]:
    """English plurals that are more than an s, and the turns of a finding: ``elevation of X``."""
    for ending, turns in _TURNS.items():
        if text.endswith(ending):
            thing = text.removesuffix(ending)
            return tuple(turn.format(thing) for turn in turns)
    if text.endswith("sis"):
        return (text[:-2] + "es",)
    return (text[:-1] + "ies",) if text.endswith("ity") else ()


@cache
def _mark(kind: str) -> tuple[str, str]:
    number = _KINDS.setdefault(kind, len(_KINDS))
    return chr(_PRIVATE + 2 * number), chr(_PRIVATE + 2 * number + 1)


_KINDS: dict[str, int] = {}


def masked(kind: str) -> str:
    """The pattern of one masked form of a kind."""
    head, tail = _mark(kind)
    return f"(?:{head}{tail}*)"


_NUMBER_BEGINS = regex.compile(r"(?<!\d)\d").finditer
_LED_BY_NUMBER = regex.compile(r"(?:\(\?<!(?:[^()\\]|\\.)*\))?(?:\(\?P<\w+>)?«number»").match

_SUFFIX = r"(?:-[a-z]{4}(?![a-z]))?"  # of biological products: -irfc
_CODE = r"(?<![A-Za-z0-9-])(?-i:[A-Z]{2,4}-?\d{3,5}[A-Z]?)(?![A-Za-z0-9-])"  # of a drug without a name yet
_STEMS = (
    rf"(?<![A-Za-z0-9-])[A-Za-z]{{3,}}«stem_en»{_SUFFIX}(?:\s(?:«payload_en»|«salt_en»))?(?![A-Za-z0-9])",
    r"(?<![A-Za-z0-9-])(?-i:[A-Z][A-Za-z]{0,5})-«payload_code»(?![A-Za-z0-9])",
    r"(?:(?!«stem_not»)\p{Han}){2,5}«stem_zh»",
    r"(?:(?!«stem_not»)\p{Han}){0,3}«stem_zh_near»",
    rf"(?<=«code_given»\s*){_CODE}|{_CODE}(?=\s*(?:«code_goes_on»))",
)
_CONJUGATES = (
    r"(?<![A-Za-z0-9-])[A-Za-z]{3,}mab\s«payload_en»(?![A-Za-z0-9])",
    r"«payload_zh»(?:(?!«stem_not»)\p{Han}){2,5}单抗",
)  # antibodies with what they carry: a listed antibody is only a part of them
_NO_DRUGS = ("drug", "endpoint", "event", "disease", "population", "regimen", "trial", "marker", "measure")


class View:
    """A text with its folding and the forms found in it; made once for a text, then only read.

    Parameters
    ----------
    text
        The text of a block.
    words
        The lexicon, made ready.
    learned
        What the document introduces.
    plain
        A view of the same text without what the document introduces, where there is one.
    """

    def __init__(
        self, text: str, words: Words, learned: Learned | None = None, plain: View | None = None
    ) -> None:
        self.text = text
        self.words = words
        self.learned = learned or Learned()
        self._plain = plain  # never itself: nothing is left for the garbage collector
        self._masks: dict[tuple[str, ...], str] = {}
        self._matches: dict[tuple[str, str], tuple[regex.Match[str], ...]] = plain._matches if plain else {}
        if plain is None:
            self.flat = "".join(c if c.isascii() else fold(c) for c in text)
            self.hits: tuple[Hit, ...] = tuple(words.hits(text, fold(text)))
            self.hits = tuple(sorted({*self.hits, *self._by_stem()}, key=_place))
            self._masks.clear()
        else:
            self.flat, own = plain.flat, set(self._learned())
            self.hits = tuple(sorted({*plain.hits, *own}, key=_place)) if own else plain.hits
            if not own:
                self._masks = plain._masks

    def taught(self, learned: Learned) -> View:
        """The same text, seen by one who has learned more."""
        return View(self.text, self.words, learned, self._plain or self)

    def of(self, *kinds: str) -> list[Hit]:
        """The hits of some kinds, left to right."""
        return [hit for hit in self.hits if hit.kind in kinds]

    def heard(self, hit: Hit) -> Heard | None:
        """What was heard about a hit's name; ``None`` where the lexicon or a definition gave it."""
        if not hit.key.startswith(HEARD):
            return None
        name = "".join(hit.key.removeprefix(HEARD).split())
        return next(
            (h for h in self.learned.heard if h.kind == hit.kind and "".join(h.name.split()) == name), None
        )

    def mask(self, *kinds: str) -> str:
        """The flat text with the forms of some kinds masked, one character for one; the longest form wins."""
        if kinds not in self._masks:
            self._masks[kinds] = self._masked(kinds)
        return self._masks[kinds]

    def finditer(self, template: str, *kinds: str) -> Iterator[regex.Match[str]]:
        """Search a pattern (see ``Words.pattern``) in the flat text with some kinds masked."""
        text = self.mask(*kinds) if kinds else self.flat
        found = self._matches.get((template, text))
        if found is None:
            found = self._matches[template, text] = tuple(self._found(template, text))
        return iter(found)

    def _found(self, template: str, text: str) -> Iterator[regex.Match[str]]:
        """The matches of a pattern; one that begins with a number is tried where a number begins alone."""
        pattern = self.words.pattern(template)
        if not self.words.begins_with_number(template):
            yield from pattern.finditer(text)
            return
        end = 0
        for digit in _NUMBER_BEGINS(text):
            if digit.start() >= end and (found := pattern.match(text, digit.start())):
                yield found
                end = found.end()

    def _masked(self, kinds: tuple[str, ...]) -> str:
        letters = list(self.flat)
        order = {kind: place for place, kind in enumerate(kinds)}
        said = (hit for hit in self.of(*kinds) if not (hit.kind == "population" and self.heard(hit)))
        hits = sorted(said, key=lambda hit: (hit.start - hit.end, hit.start, order[hit.kind]))
        taken = bytearray(len(letters))
        for hit in hits:
            if taken.find(1, hit.start, hit.end) >= 0:
                continue
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            head, tail = _mark(hit.kind)
            letters[hit.start : hit.end] = [head, *(tail * (hit.end - hit.start - 1))]
        return "".join(letters)

    def _by_stem(self) -> Iterator[Hit]:
        """Drugs that no list has, by the stem of their INN."""
        listed = {(hit.start, hit.end) for hit in self.of("drug")}
        for template in _CONJUGATES:
            for match in self.finditer(template):
                if match.span() not in listed:
                    yield Hit(match.start(), match.end(), "drug", f"{UNLISTED}{match[0].casefold()}")
        for template in _STEMS:
            for match in self.finditer(template, *_NO_DRUGS):
                yield Hit(match.start(), match.end(), "drug", f"{UNLISTED}{match[0].casefold()}")

    def _learned(self) -> Iterator[Hit]:
        for kind, names in (
            ("trial", self.learned.trials),
            ("regimen", self.learned.regimens),
            ("drug", self.learned.drugs),
        ):
            if names:
                for match in names_pattern(names).finditer(self.text):
                    yield Hit(match.start(), match.end(), kind, f"{LEARNED}{match[0]}")
        for kind in dict.fromkeys(heard.kind for heard in self.learned.heard):
            names = frozenset(heard.name for heard in self.learned.heard if heard.kind == kind)
            for match in names_pattern(names).finditer(self.text):
                yield Hit(match.start(), match.end(), kind, f"{HEARD}{match[0]}")


def _place(hit: Hit) -> tuple[int, int, str, str]:
    return (hit.start, -hit.end, hit.kind, hit.key)


@lru_cache(maxsize=64)
def names_pattern(names: frozenset[str]) -> regex.Pattern[str]:
    """The pattern of a document's own names, none inside a longer word or code."""
    inside = "|".join(
        regex.escape(name, special_only=True).replace(r"\ ", r"\s*") for name in _longest_first(names)
    )
    return regex.compile(rf"(?<![A-Za-z0-9])(?<![A-Za-z0-9][-/.])(?:{inside})(?![A-Za-z0-9]|[-/][A-Z0-9])")


def _longest_first(names: frozenset[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))
