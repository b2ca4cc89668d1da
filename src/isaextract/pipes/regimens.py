"""REGIMEN: codes that name a combination."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.lexicon import Term
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.forms import Hit, is_code
from isaextract.pipes.quantity_rules import after
from isaextract.pipes.view import LEARNED, UNLISTED, View
from isaextract.schema import Label

_TOKEN = regex.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:\s?[-/+]\s?[A-Za-z][A-Za-z0-9]*)*(?![A-Za-z0-9])"
)
_TWICE = regex.compile(
    r"(?<![A-Za-z0-9/-])(?P<code>[A-Z][A-Za-z]{1,6})\s?/\s?(?P<again>(?P=code))(?![A-Za-z0-9/])"
)
_PART = regex.compile(r"[A-Za-z][A-Za-z0-9]*")
_STRONG_JOIN = regex.compile(r"\s?[-/+]\s?")
_CYCLES = regex.compile(r"\d{1,2}$")
_SHORT_CODE = 4
_MOST_LETTERS = 7


def match(view: View) -> Iterator[Candidate]:
    """Codes of the lexicon and of the document, joined codes, and codes that the letters' grammar reads."""
    for hit in view.of("regimen"):
        if view.heard(hit):
            continue
        if hit.key.startswith(LEARNED):
            yield Candidate(hit.start, hit.end, Label.REGIMEN, "regimen.learned", 1, 0.9)
        elif _is_code(view, hit) and _plausible(view, hit):
            yield Candidate(hit.start, _bare_end(view, hit), Label.REGIMEN, "regimen.lexicon", 1)
    unlisted = (hit for hit in view.of("drug") if view.heard(hit) or hit.key.startswith(UNLISTED))
    drugs = {(hit.start, hit.end) for hit in unlisted}
    whole = [(hit.start, hit.end) for hit in view.of("regimen") if not view.heard(hit)]
    for found in _TOKEN.finditer(view.flat):
        span = _joined(view, found.start(), found.end())
        if span is not None and span not in drugs and not any(_holds(each, span) for each in whole):
            yield Candidate(*span, Label.REGIMEN, "regimen.joined", 2, 0.9)
    for found in _TWICE.finditer(view.flat):
        if _kind(view, found["code"]) == "regimen":
            for place in (found.span("code"), found.span("again")):
                yield Candidate(*place, Label.REGIMEN, "regimen.twice", 1, 0.9)
    for found in view.finditer(r"(?<![A-Za-z0-9/+-])(?P<code>(?-i:[A-Z][A-Za-z]{1,6}))(?=\s*«arm_tail»)"):
        if reads_as_letters(view, found["code"]):
            yield Candidate(*found.span("code"), Label.REGIMEN, "regimen.letters", -1, 0.6)


def _holds(whole: tuple[int, int], part: tuple[int, int]) -> bool:
    """Whether a known code holds a part of itself that could be read alone (``pola-R-CHP``)."""
    return whole != part and whole[0] <= part[0] and part[1] <= whole[1]


def _is_code(view: View, hit: Hit) -> bool:
    """Whether a form of the lexicon is a code, not the drugs spelt out, and stands alone."""
    if any(
        hit.start <= drug.start and drug.end <= hit.end and _is_name(view, drug) for drug in view.of("drug")
    ):
        return False
    return not view.text[hit.start : hit.end].isascii() or not _inside_token(view.flat, hit.start, hit.end)


def _bare_end(view: View, hit: Hit) -> int:
    """Where a form ends without the word for "regimen" behind the code."""
    found = view.words.pattern(r"(?P<code>.+?)\s*«regimen_word»").fullmatch(view.flat, hit.start, hit.end)
    return found.end("code") if found else hit.end


def _is_name(view: View, drug: Hit) -> bool:
    return not is_code(view.text[drug.start : drug.end])


def _plausible(view: View, hit: Hit) -> bool:
    """Whether a short code can be meant: its drugs are named in the document, or it is called a regimen."""
    entry = view.words.lexicon.regimens.entries.get(hit.key)
    if entry is None or view.learned.named is None or hit.end - hit.start > _SHORT_CODE:
        return True
    if view.text[hit.start : hit.end].upper() in {code.upper() for code in view.learned.regimens}:
        return True
    named, drugs = view.learned.named, view.words.lexicon.drugs.entries
    if any(all(drug in named for drug in reading if drug in drugs) for reading in entry.readings):
        return True
    code = view.text[hit.start : hit.end]
    if len(code) == _SHORT_CODE or any(character.islower() for character in code):
        return True
    return after(view, r"\s*(?:«arm_tail»|-based|-treated)", hit.end) or _listed(view, hit)


def _listed(view: View, hit: Hit) -> bool:
    """Whether a code is listed with, or joined to, a drug or another code (``MEC、FLAG-IDA 或阿扎胞苷``)."""
    mask = view.mask("drug", "regimen")
    pattern = view.words.pattern
    return (
        pattern(r"(?:<<drug>>|<<regimen>>)\s*(?:«listing»|«drug_link»)\s*$").search(
            mask, max(0, hit.start - 40), hit.start
        )
        is not None
        or pattern(r"\s*(?:«listing»|«drug_link»)\s*(?:<<drug>>|<<regimen>>)").match(mask, hit.end)
        is not None
    )


def _inside_token(flat: str, start: int, end: int) -> bool:
    return (start > 0 and flat[start - 1] in "-/" and _is_latin(flat[start - 2 : start - 1])) or (
        flat[end : end + 1] in ("-", "/")
        and _is_latin(flat[end + 1 : end + 2])
        and not flat[end + 1 : end + 5].islower()
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _joined(view: View, start: int, end: int) -> tuple[int, int] | None:
    """The longest stretch of a joined token whose parts are regimens, short drug names or a transplant."""
    kinds = [
        (part.start(), part.end(), _kind(view, part[0])) for part in _PART.finditer(view.flat, start, end)
    ]
    if (
        len(kinds) == 1
        and view.flat[end - 1].isdigit()
        and _numbered(view, _CYCLES.sub("", view.flat[start:end]))
    ):
        return start, end
    written = [view.flat[low:high] for low, high, _ in kinds]
    if len(written) == 2 and written[0] == written[1]:  # the same arm twice is no regimen
        return None
    best: tuple[int, int] | None = None
    for first in range(len(kinds)):
        for last in range(first + 1, len(kinds)):
            names = [kind for _, _, kind in kinds[first : last + 1]]
            if (
                "" in names
                or names[0] == "transplant"
                or not _combines(view, kinds[first][0], kinds[last][1], names)
            ):
                continue
            if best is None or kinds[last][1] - kinds[first][0] > best[1] - best[0]:
                best = kinds[first][0], kinds[last][1]
    return best


def _combines(view: View, start: int, end: int, names: list[str]) -> bool:
    """Whether parts of these kinds make a regimen: a code among them, or short names joined tightly.

    A stroke before or behind a name in full parts two arms ("XELOX/placebo").
    """
    joins = _STRONG_JOIN.findall(view.flat[start:end])
    if "name" in names and any(join.strip() == "/" for join in joins):
        return False
    if "regimen" in names:
        return True
    return "short" in names and all(join.strip() != "/" and " " not in join for join in joins)


def _kind(view: View, part: str) -> str:
    """What a part of a code is: regimen, short or full name of a drug, letter, transplant, or ``""``."""
    lexicon = view.words.lexicon
    if part in view.learned.names("regimen") or _exact(lexicon.regimens.find(part), part):
        return "regimen"
    if part in view.learned.names("drug") or _exact(lexicon.given(part), part):
        return "short" if is_code(part) else "name"
    if view.words.pattern(r"«transplant_code»").fullmatch(part):
        return "transplant"
    if view.words.is_letter(part):
        return "letter"
    stripped = _CYCLES.sub("", part)
    return "regimen" if stripped != part and _numbered(view, stripped) else ""


def _numbered(view: View, stripped: str) -> bool:
    """Whether what stands before a number of cycles or milligrams (Rd18, Kd56) is a regimen."""
    mixed = any(c.islower() for c in stripped) or len(stripped) > 2
    return mixed and _kind(view, stripped) == "regimen"


def _exact(entry: Term | None, part: str) -> bool:
    if entry is None:
        return False
    forms = (entry.key, *entry.forms)
    if part in forms:
        return True
    shouted = sum(c.isupper() for c in part) >= 2
    return (shouted and any(form.upper() == part.upper() for form in forms)) or (
        len(part) > _MOST_LETTERS and any(form.casefold() == part.casefold() for form in forms)
    )


def reads_as_letters(view: View, code: str) -> bool:
    """Whether a code reads as letters that stand for at least two drugs and means nothing else."""
    if any(hit.kind in _OTHER_KINDS and view.text[hit.start : hit.end] == code for hit in view.hits):
        return False
    if view.words.pattern("«transplant_code»|«not_regimen»").fullmatch(code):
        return False
    return len(code) <= _MOST_LETTERS and view.words.spells(code)


_OTHER_KINDS = {"endpoint", "event", "disease", "population", "drug", "trial", "class", "marker", "measure"}
