"""From a mention's characters to its normal form: a concept of the lexicon, or a quantity."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TypeVar

from isaextract.lexicon import Endpoint, Event, Lexicon, Shelf, Term, compiled, fold, lookup_key
from isaextract.pipes.quantities import (
    citation_numbers,
    pvalue_text,
    read_count,
    read_interval,
    read_percent,
    read_pvalue,
    read_ratio,
    read_time,
)
from isaextract.schema import Label, Quantity

T = TypeVar("T", bound=Term)

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_BETTER = {"CR", "VGPR", "MR"}


def normalise(label: Label, text: str, lexicon: Lexicon) -> tuple[str, Quantity | None]:
    """The concept and the quantity that a mention says (either may be empty).

    Parameters
    ----------
    label
        The mention's label.
    text
        Its characters as written.
    lexicon
        The words to look it up in.

    Returns
    -------
    tuple of str and Quantity or None
        See ``Mention.concept``; the quantity of labels that say a number.
    """
    if label in _QUANTITIES:
        concept = pvalue_text(text) if label is Label.PVALUE else ""
        return concept, _QUANTITIES[label](text, lexicon)
    reader = _CONCEPTS.get(label)
    return (reader(text, lexicon) if reader else ""), None


def registry_number(text: str, lexicon: Lexicon) -> str:
    """A registry number as the contract writes it: folded width, single blanks, upper case as given."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def trial_name(text: str, lexicon: Lexicon) -> str:
    """A study's name: folded width, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def phase(text: str, lexicon: Lexicon) -> str:
    """A phase: ``Ⅲ期`` → ``3``, ``phase 1b`` → ``1b``, ``II/III`` → ``2/3``."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    parts = compiled(r"(?<![a-z])(iv|i{1,3}|[1-4])\s*([abc])?(?![a-z])").findall(folded)
    numbers = [_ROMAN.get(number, number) + letter for number, letter in parts]
    return "/".join(dict.fromkeys(numbers)) if numbers else ""


def drug(text: str, lexicon: Lexicon) -> str:
    """A drug's INN, or its own text in lower case, without a salt, where the lexicon does not know it."""
    bare = lexicon.cue("salt").sub("", text).strip() or text
    forms = (text, text.removesuffix("s"), bare)
    entry = next((entry for form in forms if (entry := lexicon.given(form)) is not None), None)
    return entry.key if entry else " ".join(fold(bare).split())


def grade(text: str, lexicon: Lexicon) -> str:
    """A severity grade: ``3/4 级`` → ``3-4``, ``3 级及以上`` → ``>=3``."""
    folded = fold(unicodedata.normalize("NFKC", text))
    digits = compiled(r"[1-5]").findall(folded) or [
        _ROMAN[part] for part in compiled(r"(?<![a-z])(iv|i{1,3})(?![a-z])").findall(folded)
    ]
    if not digits:
        return ""
    if len(digits) > 1:
        return f"{digits[0]}-{digits[-1]}"
    if lexicon.cue("grade_up").search(folded):
        return f">={digits[0]}"
    return f"1-{digits[0]}" if lexicon.cue("grade_down").search(folded) and digits[0] != "1" else digits[0]


def event(text: str, lexicon: Lexicon) -> str:
    """An event's CTCAE term, or its own text in lower case where the lexicon does not know it."""
    entry = find_term(lexicon.events, text) or _turned(text, lexicon)
    return entry.key if entry else " ".join(fold(text).split())


def _turned(text: str, lexicon: Lexicon) -> Event | None:
    """ "Elevation of X", "low X": looked up as "X increased", "X decreased"."""
    for name, ending in (("event_rise", "increased"), ("event_fall", "decreased")):
        match = lexicon.cue(name).match(text)
        if match is not None:
            return find_term(lexicon.events, f"{text[match.end() :].strip()} {ending}")
    return None


_NARROWING = ("state", "marker", "status", "biomarker")  # words that make a setting of a disease's name


def population(text: str, lexicon: Lexicon) -> str:
    """A population as ``kind:key``; kind ``subgroup`` where the lexicon does not know it."""
    entry = find_term(lexicon.populations, text)
    if entry is not None:
        return f"{entry.kind}:{entry.key}"
    words = " ".join(text.split())
    return f"setting:{words}" if _ends_in_setting(text, lexicon) else f"subgroup:{words}"


def _ends_in_setting(text: str, lexicon: Lexicon) -> bool:
    """Whether a narrower population ends in a disease setting (``HER2 阳性晚期胃癌``)."""
    key = lookup_key(text)
    tails = (lexicon.populations.by_form.get(key[start:]) for start in range(1, len(key) - 2))
    if any(tail is not None and tail.kind == "setting" for tail in tails) or _narrows_disease(key, lexicon):
        return True
    return codes_disease(text, lexicon)


def codes_disease(text: str, lexicon: Lexicon) -> bool:
    """Whether a code is a disease's abbreviation behind what narrows it: RRMM, mCRC, ES-SCLC."""
    diseases = (entry for entry in lexicon.words.entries.values() if entry.kind == "disease")
    short = (form for entry in diseases for form in entry.short if len(form) > 1 and form.isupper())
    return " " not in text and any(text.endswith(form) and len(text) > len(form) for form in short)


def _narrows_disease(key: str, lexicon: Lexicon) -> bool:
    """Whether states and markers of a disease stand before its name, and nothing else (``经治髓样癌``)."""
    narrowed = 0
    while narrowed < len(key):
        words = [
            (end, entry.kind)
            for end in range(narrowed + 1, len(key) + 1)
            if (entry := lexicon.words.by_form.get(key[narrowed:end])) is not None
        ]
        if any(kind == "disease" and end == len(key) for end, kind in words):
            return narrowed > 0
        narrowed = max((end for end, kind in words if kind in _NARROWING), default=len(key))
    return False


def endpoint(text: str, lexicon: Lexicon) -> str:
    """An endpoint's code; ``""`` where it cannot be told."""
    word = find_term(lexicon.words, text)
    if word is not None and word.kind == "outcome":  # an endpoint that the contract has no code for
        return ""
    if composed := _composed_endpoint(text, lexicon):
        return composed
    entry = (
        find_term(lexicon.endpoints, text)
        or _by_risk(text, lexicon)
        or _longest_inside(lexicon.endpoints, text)
    )
    return entry.key if entry else ""


def find_term(shelf: Shelf[T], text: str) -> T | None:
    """Look a text up as written, then with an English plural taken off."""
    return shelf.find(text) or (shelf.find(text[:-1]) if text[-1:].casefold() == "s" else None)


def _composed_endpoint(text: str, lexicon: Lexicon) -> str:
    """Codes that are composed: an adverse event with what it led to, a response "or better"."""
    says = {name: bool(lexicon.cue(name).search(text)) for name in _COMPOSING}
    if says["mrd"]:
        return "MRD_negativity"
    if says["adverse"] and says["discontinuation"]:
        return "AE_discontinuation"
    if says["adverse"] and says["dose_reduction"]:
        return "AE_dose_reduction"
    if says["death"] and (says["adverse"] or says["treatment_related"] or says["emergent"]):
        return "AE_death"
    if says["death"] and says["transplant_related"]:
        return "mortality"
    if says["adverse"] and says["serious"]:
        return "SAE"
    return _or_better(text, lexicon)


_COMPOSING = (
    "mrd",
    "adverse",
    "discontinuation",
    "dose_reduction",
    "death",
    "treatment_related",
    "emergent",
    "transplant_related",
    "serious",
)


def _or_better(text: str, lexicon: Lexicon) -> str:
    rest = lexicon.cue("or_better").sub("", text)
    base = {entry.key for entry in _responses_in(rest, lexicon)}
    if {"CR", "sCR"} <= base:
        return "CR_or_better"
    if rest == text or len(base & _BETTER) != 1:
        return ""
    return f"{(base & _BETTER).pop()}_or_better"


def _responses_in(text: str, lexicon: Lexicon) -> list[Endpoint]:
    parts = [text, *compiled(r"[()/（）]|或|及|和|\bor\b|\band\b|\ba\b|[≥>=]").split(text)]
    found = (find_term(lexicon.endpoints, part.strip()) for part in parts if part.strip())
    return [entry for entry in found if entry is not None]


def _by_risk(text: str, lexicon: Lexicon) -> Endpoint | None:
    key = lookup_key(text)
    for entry in lexicon.endpoints.entries.values():
        if any(lookup_key(form) == key for form in entry.risk):
            return entry
    return None


def _longest_inside(shelf: Shelf[T], text: str) -> T | None:
    key = lookup_key(text)
    inside = [(len(form), form) for form in shelf.by_form if len(form) > 1 and form in key]
    return shelf.by_form[max(inside)[1]] if inside else None


_CONCEPTS: dict[Label, Callable[[str, Lexicon], str]] = {
    Label.TRIAL_ID: registry_number,
    Label.TRIAL_NAME: trial_name,
    Label.PHASE: phase,
    Label.DRUG: drug,
    Label.ENDPOINT: endpoint,
    Label.EVENT: event,
    Label.GRADE: grade,
    Label.POPULATION: population,
    Label.CITATION: lambda text, lexicon: ";".join(citation_numbers(text)),
}

_QUANTITIES: dict[Label, Callable[[str, Lexicon], Quantity | None]] = {
    Label.PERCENT: read_percent,
    Label.TIME: read_time,
    Label.COUNT: read_count,
    Label.RATIO: read_ratio,
    Label.CI: read_interval,
    Label.PVALUE: read_pvalue,
}
