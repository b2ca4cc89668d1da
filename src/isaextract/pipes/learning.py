"""What a document introduces itself: names of studies, codes of regimens, short names of drugs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import regex

from isaextract.lexicon import compiled
from isaextract.pipes.regimens import reads_as_letters
from isaextract.pipes.view import UNLISTED, Learned, View

_NAME = (
    r"(?<![A-Za-z0-9])(?-i:[A-Z][a-z]{2,}[A-Z]-[a-z]{2,8}(?![A-Za-z0-9])|(?:[a-z]{1,8}(?=[A-Z]))?[A-Z][A-Za-z0-9]*(?:\.[A-Z]\.?)*"
    r"(?:[-/ ](?:[A-Z0-9][A-Za-z0-9]*))*(?:-[a-z]{1,2}(?![A-Za-z0-9]))?"
    r"|\d{3,4}(?=\s*«trial_word»))"
)
_COINED = regex.compile(r"[A-Z][a-z]{2,}[A-Z](?:-[a-z]{2,8})?")  # CameL, CameL-lung
_CITED = r"(?:\s*\[[\d\s,~、-]+\])*"
_ID = r"(?:NCT\d{8}|ChiCTR\S{6,}|CTR\d{8}|EudraCT|ISRCTN\d+|UMIN\d+|jRCT\w+|JapicCTI\S+|<<id>>)"
_TRIALS = (
    rf"(?P<name>{_NAME})\s*(?:«trial_word»)?{_CITED}\s*\((?:{_NAME}\s*[,;]\s*)?[^()]{{0,12}}?{_ID}",
    rf"(?P<name>{_NAME})\s*«trial_word_zh»(?!«not_trial_word_after»)",
    rf"(?P<name>{_NAME})\s+(?:trial|study)\b",
    rf"«trial_word»\s+(?P<name>{_NAME}){_CITED}\s*\(",
    rf"(?P<name>{_NAME}){_CITED}\s*«is_a_study»",
    rf"«trial_word»\s*(?P<name>{_NAME}){_CITED}\s*«study_does»",
)
_ALIAS = rf"<<trial>>\s*(?:«trial_word»)?{_CITED}\s*\(\s*(?P<name>{_NAME})\s*(?=[,;)])"
_LETTERED_ARM = r"(?<![A-Za-z0-9/+-])(?P<code>(?-i:[A-Z][A-Za-z]{1,6}))\s*«arm_tail»"
_SPELT_MIXED = regex.compile(r"[A-Z][A-Za-z]*[a-z]")
_SPELT = regex.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
_DECIMAL = regex.compile(r"\.\d")
_RESEARCH_CODE = regex.compile(r"[A-Z]{2,4}-?\d{3,5}[A-Z]?")
_CELL_NAME = regex.compile(r"[A-Z][A-Za-z0-9.]*(?:[-/ ][A-Z0-9][A-Za-z0-9]*)*")
_HEAD_NUMBER = r"«heading_number»\s*"
_HEADING = (
    rf"^\s*(?:{_HEAD_NUMBER})?(?P<name>(?-i:[A-Z][A-Z0-9]{{3,}}(?:[-/ .][A-Z0-9]+)*\.?))\s*«heading_after»"
)

_LONGEST_HEADING = 80

_CODE = r"(?-i:[A-Za-z][A-Za-z0-9]*(?:[-+/][A-Za-z0-9]+)*|[A-Za-z])"
_DOSE = r"(?:\s*\d[\d ./]*\s*(?:mg|g|μg|AUC)\S{0,8})?"
_QUALIFIED = r"«drug_qualifier»?\s*"
_LINK = r"\s*«drug_link»\s*\(?\s*"
_ONE = (
    rf"(?:<<drug>>|<<regimen>>|<<class>>){_DOSE}(?:\s*\((?=[^()]*(?:\d|<<drug>>))[^()]{{1,30}}\)(?={_LINK}))?"
)
_CHAIN = rf"(?P<chain>{_ONE}(?:{_LINK}{_QUALIFIED}{_ONE})+)"
_TAIL = r"\s*«regimen_tail»*\s*\)?\s*"
_REGIMEN_DEFINED = rf"{_CHAIN}{_TAIL}\(\s*(?P<code>{_CODE}|<<regimen>>)\s*(?=[,;)]|«called_after»)"
_NOTE_DEFINED = rf"(?:^|[;:.。]|\|)\s*(?P<code>(?-i:[A-Z][A-Za-z]{{1,5}})|<<regimen>>)\s*[,:=]\s*{_CHAIN}"
_QUOTED = r"(?:“|\"|‘)(?P<code>[\p{Han}A-Za-z0-9+-]{2,8})(?:”|\"|’)\s*«regimen_called»"
_NAMED_GROUP = (
    rf"{_CHAIN}(?:\s*\([^()]{{1,40}}\))?\s*«of»\s*(?P<code>(?-i:[A-Z][A-Z0-9a-z]{{2,10}}))\s*«called_after»"
)
_ALSO = r"(?:<<regimen>>)\s*,\s*«also_called»\s*(?P<code>(?-i:[A-Za-z][A-Za-z0-9+-]*))"
_ARM = r"(?P<code><<regimen>>)\s*«arm_tail»"
_HAN = regex.compile(r"\p{Han}{2,}")
_OFTEN = 3  # places that tell a longer name from a word before a listed one
_SHORT_CODE = regex.compile(r"[A-Z][A-Za-z]{1,4}")  # before a dose: "tisotumab vedotin (TV; 2.0 mg/kg)"
_LONGEST_SHORT_NAME = 6
_DRUG_BRACKET = r"(?P<drug><<drug>>)«alone»?\s*\((?P<inside>[^()]{1,80})\)"
_PIECE = r"(?:«also_called»\s*)?(?P<name>\p{Han}{2,9}|(?-i:[A-Za-z][A-Za-z0-9]*(?:[- ][A-Za-z0-9]+){0,2}))"


def learn(views: Iterable[View], cells: Iterable[str]) -> Learned:
    """Read the definitions of a document.

    Parameters
    ----------
    views
        The document's labelled blocks.
    cells
        Cells of tables that name a study.
    """
    views = list(views)
    trials = {name for view in views for name in _trials(view)} | set(_from_cells(cells))
    regimens = {code for view in views for code in (*_regimens(view), *_added_to(view), *_of_arms(view))}
    if views:
        regimens |= set(_backbones(views[0], regimens))
    drugs = {name for view in views for name in (*_drugs(view), *_research_codes(view))} - regimens - trials
    drugs |= set(_longer(views))
    named = {hit.key for view in views for hit in view.of("drug")}
    return Learned(frozenset(trials), frozenset(regimens), frozenset(drugs), frozenset(named))


def _trials(view: View) -> Iterator[str]:
    kinds = (
        "drug",
        "class",
        "regimen",
        "endpoint",
        "event",
        "disease",
        "population",
        "biomarker",
        "marker",
        "measure",
        "scale",
        "stage",
    )
    headings = (_HEADING,) if len(view.text) < _LONGEST_HEADING else ()
    for template in (*_TRIALS, *headings):
        for found in view.finditer(template, *kinds):
            yield from _accepted(view, found)
    for found in view.finditer(_ALIAS, "trial"):
        yield from _accepted(view, found)


def _accepted(view: View, found: regex.Match[str]) -> Iterator[str]:
    start, end = found.span("name")
    name = view.text[start:end].strip()
    while view.words.pattern(r"(?:«not_trial»|«trial_word»|\d{1,2})\s").match(name) and " " in name:
        name = name.split(" ", 1)[1]
    capitals = sum(c.isupper() for c in name)
    if (
        view.words.lexicon.trials.find(name)
        or _DECIMAL.match(view.flat, end)  # an endpoint and its number without a blank
        or len(name) < 3
        or view.words.pattern("«not_trial»|«transplant_code»").fullmatch(name)
    ):
        return
    if (
        capitals >= 3
        or _COINED.fullmatch(name)
        or (any(c.isdigit() for c in name) and (capitals or len(name) == 4))
        or _before_id(view, end)
    ):
        yield name


def _before_id(view: View, end: int) -> bool:
    return view.words.pattern(rf"{_CITED}\s*\(\s*{_ID}").match(view.flat, end) is not None


def _from_cells(cells: Iterable[str]) -> Iterator[str]:
    for cell in cells:
        name = compiled(r"\s*[\[［][\d\s,，~～、–-]+[\]］].*$|\s*[（(].*$").sub("", cell).strip()
        coined = sum(c.isupper() for c in name) >= 3 or any(c.isdigit() for c in name)
        if coined and len(name) > 3 and _CELL_NAME.fullmatch(name):
            yield name


def _regimens(view: View) -> Iterator[str]:
    kinds = ("drug", "regimen", "class")
    for template in (_REGIMEN_DEFINED, _NAMED_GROUP, _NOTE_DEFINED):
        for found in view.finditer(template, *kinds):
            code = view.text[slice(*found.span("code"))]
            if not _means_else(view, code, explained=True):
                yield code
    for template, masked in ((_QUOTED, ()), (_ALSO, ("regimen",)), (_ARM, ("regimen",))):
        for found in view.finditer(template, *masked):
            code = view.text[slice(*found.span("code"))]
            if not _means_else(view, code):
                yield code


def _of_arms(view: View) -> Iterator[str]:
    """Codes that are called an arm or a regimen and can be spelt with drugs' letters (``Kd 组``)."""
    for found in view.finditer(_LETTERED_ARM):
        code = found["code"]
        mixed = any(character.islower() for character in code)
        if mixed and reads_as_letters(view, code):
            yield code


def _backbones(view: View, codes: Iterable[str]) -> Iterator[str]:
    """The code behind a prefix: a document that writes ``Isa-Pd`` may write ``Pd``."""
    for code in codes:
        rest = code.rpartition("-")[2]
        if rest != code and _SPELT_MIXED.fullmatch(rest) and reads_as_letters(view, rest):
            yield rest


def _added_to(view: View) -> Iterator[str]:
    """Codes behind a drug that is added to others (``加用卡非佐米(KRd)``), spelt with its letter."""
    for found in view.finditer(_DRUG_BRACKET, "drug"):
        inside = view.text[slice(*found.span("inside"))]
        code = compiled(r"[,;，；、]").split(inside)[0].strip()
        if _SPELT.fullmatch(code) and view.words.spells(code) and not _means_else(view, code):
            names = _names_of(view, found.start(), found.end("drug"))
            lettered = any(view.words.is_letter(part, names) for part in (code[:1], code[-1:]))
            if lettered and not any(_abbreviates(code, name) for name in names):
                yield code


def _drugs(view: View) -> Iterator[str]:
    piece = view.words.pattern(_PIECE)
    for found in view.finditer(_DRUG_BRACKET, "drug"):
        start, end = found.span("inside")
        names = (*_names_of(view, found.start(), found.end("drug")), *_names_inside(view, start, end))
        dosed = view.words.pattern(r"«number»\s*-?\s*«dose_unit»").search(view.flat, start, end) is not None
        for number, part in enumerate(compiled(r"[,;，；、]").split(view.text[start:end])):
            match = piece.fullmatch(part.strip())
            if match is None:
                continue
            coined = dosed and not number and _SHORT_CODE.fullmatch(match["name"]) is not None
            if _names_drug(view, match["name"], coined or part.strip() != match["name"], names):
                yield match["name"]


def _research_codes(view: View) -> Iterator[str]:
    """Drugs without a name yet (``SHR-1701``), known by a treatment's place; they are so at all places."""
    for hit in view.of("drug"):
        if hit.key.startswith(UNLISTED) and _RESEARCH_CODE.fullmatch(view.text, hit.start, hit.end):
            yield view.text[hit.start : hit.end]


def _longer(views: Iterable[View]) -> Iterator[str]:
    """Chinese names that a listed one only ends: where it never stands without one more character."""
    before: dict[str, Counter[str]] = defaultdict(Counter)
    for view in views:
        for hit in view.of("drug"):
            name = view.text[hit.start : hit.end]
            if _HAN.fullmatch(name) and not hit.key.startswith(UNLISTED):
                before[name][view.text[max(0, hit.start - 1) : hit.start]] += 1
        within = view.words.pattern(r"(?!«stem_not»)\p{Han}")
    for name, counts in before.items():
        first, count = counts.most_common(1)[0]
        if len(counts) == 1 and count >= _OFTEN and within.fullmatch(first):
            yield f"{first}{name}"


def _names_inside(view: View, start: int, end: int) -> Iterator[str]:
    """Names of the drug inside the bracket behind it, which a short name may abbreviate as well."""
    for hit in view.of("drug"):
        if start <= hit.start and hit.end <= end:
            yield view.text[hit.start : hit.end]


def _names_of(view: View, start: int, end: int) -> tuple[str, ...]:
    """The names of the drug at a place: as written, and its INN."""
    keys = [hit.key for hit in view.of("drug") if hit.start == start and hit.end == end]
    return (view.text[start:end], *keys)


def _names_drug(view: View, name: str, announced: bool, names: tuple[str, ...]) -> bool:
    """Whether a piece in the bracket behind a drug is another name of it."""
    if _means_else(view, name) or view.words.lexicon.given(name):
        return False
    if compiled(r"\p{Han}").search(name):
        return announced
    if announced or compiled(r"(?:[A-Z]{2,6}[- ]?\d{2,8}|[A-Z]\d{4,6})[A-Za-z]?").fullmatch(name):
        return True
    if view.words.pattern(r"[a-z]{3,}«stem_en»").fullmatch(name):
        return True
    if view.words.is_letter(name, names):
        return view.words.pattern("«not_drug_letter»").fullmatch(name) is None
    short = 1 < len(name) <= _LONGEST_SHORT_NAME and " " not in name and name != name.lower()
    return short and any(_abbreviates(name, full) for full in names)


def _abbreviates(short: str, full: str) -> bool:
    """Whether the letters of a short name stand in a full one in this order, the first at its start."""
    letters = iter(full.casefold())
    wanted = short.casefold().replace("-", "")
    return wanted[:1] == full[:1].casefold() and all(letter in letters for letter in wanted)


def _means_else(view: View, name: str, *, explained: bool = False) -> bool:
    """Whether a name, written just so, means an endpoint, an event, a population or a disease.

    A code that the document itself ``explained`` by drugs stands for no disease in it.
    """
    if view.words.pattern("«ratio_short»").fullmatch(name):
        return True
    lexicon = view.words.lexicon
    for entry in (lexicon.endpoints.find(name), lexicon.events.find(name), lexicon.populations.find(name)):
        if entry is not None and (name in (entry.key, *entry.forms) or len(name) > _LONGEST_SHORT_NAME):
            return True
    if explained:
        return False
    inside = View(name, view.words).of("disease", "measure", "scale")
    return any(hit.end - hit.start == len(name) for hit in inside)
