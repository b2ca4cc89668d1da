"""What a document introduces itself: names of studies, codes of regimens, short names of drugs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from isaextract.pipes.regimens import reads_as_letters
from isaextract.pipes.view import Learned, View

_NAME = r"(?-i:[A-Z][A-Za-z0-9]*(?:\.[A-Z]\.?)*(?:[-/ ](?:[A-Z0-9][A-Za-z0-9]*))*|\d{3,4}(?=\s*(?:研究|试验|study|trial)))"
_CITED = r"(?:\s*\[[\d\s,~、-]+\])*"
_ID = r"(?:NCT\d{8}|ChiCTR\S{6,}|CTR\d{8}|EudraCT|ISRCTN\d+|UMIN\d+|jRCT\w+|JapicCTI\S+|<<id>>)"
_TRIALS = (
    rf"(?P<name>{_NAME})\s*(?:{{{{trial_word}}}})?{_CITED}\s*\((?:{_NAME}\s*[,;]\s*)?[^()]{{0,12}}?{_ID}",
    rf"(?P<name>{_NAME})\s*(?:研究|试验)(?!药|组|方案|者|性|设计|对象|终点|期|数据|显示)",
    rf"(?P<name>{_NAME})\s+(?:trial|study)\b",
    rf"(?:研究|试验|trial|study)\s+(?P<name>{_NAME}){_CITED}\s*\(",
)
_ALIAS = rf"<<trial>>\s*(?:{{{{trial_word}}}})?{_CITED}\s*\(\s*(?P<name>{_NAME})\s*(?=[,;)])"
_HEAD_NUMBER = r"(?:\d+(?:\.\d+)*\.?|[一二三四五六七八九十]+[、.])\s*"
_HEADING = rf"^\s*(?:{_HEAD_NUMBER})?(?P<name>(?-i:[A-Z][A-Z0-9]{{3,}}(?:[-/ .][A-Z0-9]+)*\.?))\s*(?:$|[:(\[]|研究|试验|与|和)"

_LONGEST_HEADING = 80

_CODE = r"(?-i:[A-Za-z][A-Za-z0-9]*(?:[-+/][A-Za-z0-9]+)*|[A-Za-z])"
_DOSE = r"(?:\s*\d[\d ./]*\s*(?:mg|g|μg|AUC)\S{0,8})?"
_QUALIFIED = r"(?:小剂量|低剂量|大剂量|皮下|静脉|low-dose|high-dose|subcutaneous|intravenous)?\s*"
_LINK = (
    r"\s*(?:、|,\s*and|,|和|及|与|加用?|联合|联用|\+|/|-|plus|and|in\s+combination\s+with|with|combined\s+with|给予|再加)\s*\(?\s*"
)
_ONE = rf"(?:<<drug>>|<<regimen>>|<<class>>){_DOSE}(?:\s*\([^()]{{1,30}}\)(?={_LINK}))?"
_CHAIN = rf"(?P<chain>{_ONE}(?:{_LINK}{_QUALIFIED}{_ONE})+)"
_TAIL = r"\s*(?:\(?治疗|单药|三药联合|两药联合|四药联合|双药|三药|四联|三联|方案|联合方案|的)*\s*\)?\s*"
_REGIMEN_DEFINED = rf"{_CHAIN}{_TAIL}\(\s*(?P<code>{_CODE})\s*(?=[,;)]|方案|组)"
_QUOTED = r"(?:“|\"|‘)(?P<code>[\p{Han}A-Za-z0-9+-]{2,8})(?:”|\"|’)\s*(?:方案|联合方案|regimen)"
_NAMED_GROUP = rf"{_CHAIN}(?:\s*\([^()]{{1,40}}\))?\s*的\s*(?P<code>(?-i:[A-Z][A-Z0-9a-z]{{2,10}}))\s*(?:组|方案)"
_ALSO = r"(?:<<regimen>>)\s*,\s*{{also_called}}\s*(?P<code>(?-i:[A-Za-z][A-Za-z0-9+-]*))"
_DRUG_BRACKET = r"<<drug>>(?:单药|monotherapy|alone)?\s*\((?P<inside>[^()]{1,80})\)"
_PIECE = rf"(?:{{{{also_called}}}}\s*)?(?P<name>\p{{Han}}{{2,9}}|(?-i:[A-Za-z][A-Za-z0-9]*(?:[- ][A-Za-z0-9]+){{0,2}}))"


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
    regimens = {code for view in views for code in _regimens(view)}
    drugs = {name for view in views for name in _drugs(view)} - regimens
    named = {hit.key for view in views for hit in view.of("drug")}
    return Learned(frozenset(trials), frozenset(regimens), frozenset(drugs), frozenset(named))


def _trials(view: View) -> Iterator[str]:
    kinds = ("drug", "class", "regimen", "endpoint", "event", "disease", "population", "biomarker", "marker", "measure", "scale", "stage")
    headings = (_HEADING,) if len(view.text) < _LONGEST_HEADING else ()
    for template in (*_TRIALS, *headings):
        for found in view.finditer(template, *kinds):
            yield from _accepted(view, found)
    for found in view.finditer(_ALIAS, "trial"):
        yield from _accepted(view, found)


def _accepted(view: View, found: regex.Match[str]) -> Iterator[str]:
    start, end = found.span("name")
    name = view.text[start:end].strip()
    while view.words.pattern(r"(?:{{not_trial}}|{{trial_word}}|\d{1,2})\s").match(name) and " " in name:
        name = name.split(" ", 1)[1]
    capitals = sum(c.isupper() for c in name)
    known = any(view.words.lexicon.trials.find(part) for part in (name,))
    if known or len(name) < 3 or view.words.pattern("{{not_trial}}|{{transplant_code}}").fullmatch(name):
        return
    if capitals >= 3 or (any(c.isdigit() for c in name) and (capitals or len(name) == 4)) or _NUMBERED_BY_ID(view, end):
        yield name


def _NUMBERED_BY_ID(view: View, end: int) -> bool:
    return view.words.pattern(rf"{_CITED}\s*\(\s*{_ID}").match(view.flat, end) is not None


def _from_cells(cells: Iterable[str]) -> Iterator[str]:
    for cell in cells:
        name = regex.sub(r"\s*[\[［][\d\s,，~～、–-]+[\]］].*$|\s*[（(].*$", "", cell).strip()
        if regex.fullmatch(r"[A-Z][A-Za-z0-9.]*(?:[-/ ][A-Z0-9][A-Za-z0-9]*)*", name) and len(name) > 3:
            if sum(c.isupper() for c in name) >= 3 or any(c.isdigit() for c in name):
                yield name


def _regimens(view: View) -> Iterator[str]:
    kinds = ("drug", "regimen", "class")
    for template in (_REGIMEN_DEFINED, _NAMED_GROUP):
        for found in view.finditer(template, *kinds):
            code = view.text[slice(*found.span("code"))]
            if not _means_else(view, code):
                yield code
    for template, masked in ((_QUOTED, ()), (_ALSO, ("regimen",))):
        for found in view.finditer(template, *masked):
            code = view.text[slice(*found.span("code"))]
            if not _means_else(view, code):
                yield code
    # codes in brackets, masked themselves, need no learning: the lexicon knows them


def _drugs(view: View) -> Iterator[str]:
    piece = view.words.pattern(_PIECE)
    for found in view.finditer(_DRUG_BRACKET, "drug"):
        start, end = found.span("inside")
        for part in regex.split(r"[,;，；、]", view.text[start:end]):
            match = piece.fullmatch(part.strip())
            if match is not None and _names_drug(view, match["name"], part.strip() != match["name"]):
                yield match["name"]


def _names_drug(view: View, name: str, announced: bool) -> bool:
    """Whether a piece in the bracket behind a drug is another name of it."""
    if _means_else(view, name) or view.words.lexicon.drugs.find(name):
        return False
    if regex.search(r"\p{Han}", name):
        return announced
    if announced or regex.fullmatch(r"[A-Z]{2,6}[- ]?\d{2,8}[A-Za-z]?", name):
        return True
    if view.words.pattern(r"[a-z]{3,}{{stem_en}}").fullmatch(name):
        return True
    return len(name) <= 6 and " " not in name and not reads_as_letters(view, name) and name != name.lower()


def _means_else(view: View, name: str) -> bool:
    lexicon = view.words.lexicon
    if lexicon.endpoints.find(name) or lexicon.events.find(name) or lexicon.populations.find(name):
        return True
    return any(hit.kind in ("disease", "measure", "scale") for hit in View(name, view.words).hits if hit.end - hit.start == len(name))
