"""ENDPOINT: endpoints, in long and short form."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import after, before
from isaextract.pipes.view import View
from isaextract.schema import Label

_E = r"<<endpoint>>"
_BRACKETED = rf"{_E}(?:\s*\(\s*{_E}\s*\))?"
_COMPOSED = (
    (rf"«at_least»{_BRACKETED}", "endpoint.at_least"),
    (rf"{_BRACKETED}\s*«better»", "endpoint.better"),
    (rf"{_E}\s*(?:/|«or»)\s*{_E}", "endpoint.either"),
    (rf"{_E}\s*(?:«of»\s*)?{_E}", "endpoint.of"),
    (rf"«fatal»\s*{_E}", "endpoint.serious"),
    (rf"«cause»\s*(?:\S{{0,6}}?)\s*{_BRACKETED}\s*«causing»?«stop_words»", "endpoint.stopped"),
    (rf"«imaged»\s*{_E}", "endpoint.imaged"),
    (rf"{_E}\s*\(\s*{_E}\s*\)\s*«rate_zh»", "endpoint.rate"),
    (rf"{_E}«leading»", "endpoint.leading"),
    (rf"(?:«stopping»|{_E}\s+«because»\s+){_E}", "endpoint.stopping"),
)
_RESPONSES = {"CR", "sCR", "VGPR", "PR", "MR", "nCR", "SD", "CR_or_better", "VGPR_or_better", "MR_or_better"}
_AS_EVENTS = {"CRS", "ICANS"}  # codes of rows, but mentions of events
_EVENTS = {"AE", "TEAE", "TRAE", "SAE", "AE_death", "AE_discontinuation"}


def match(view: View) -> Iterator[Candidate]:
    """Forms of the lexicon, forms that mean an endpoint where a risk is spoken of, and composed ones."""
    for hit in view.of("endpoint"):
        end = _without_rate(view, hit.start, hit.end)
        if hit.key in _AS_EVENTS:
            continue
        if end > hit.start and not _is_weak(view, hit.start, end):
            yield Candidate(hit.start, end, Label.ENDPOINT, "endpoint.lexicon")
    for hit in view.of("outcome"):
        yield Candidate(hit.start, _without_rate(view, hit.start, hit.end), Label.ENDPOINT, "endpoint.other")
    for hit in view.of("risk"):
        start, end = _without_risk(view, hit.start, hit.end)
        if end > start and _of_risk(view, start, end):
            yield Candidate(start, end, Label.ENDPOINT, "endpoint.risk", 1)
    for found in view.finditer(r"«year_before»(?P<word>«year_survival»)"):
        yield Candidate(*found.span("word"), Label.ENDPOINT, "endpoint.survival", confidence=0.8)
    for found in view.finditer(r"«counted_deaths»"):
        yield Candidate(*found.span(), Label.ENDPOINT, "endpoint.deaths", confidence=0.8)
    for template, source in _COMPOSED:
        for found in view.finditer(template, "endpoint"):
            if _sensible(view, found.start(), found.end(), source):
                yield Candidate(*found.span(), Label.ENDPOINT, source, 1, 0.9)


def _without_rate(view: View, start: int, end: int) -> int:
    """Leave out "rate" behind an abbreviation; a form that ends in a bracket gives way to its parts."""
    shorter = view.words.pattern(r"(?P<head>.*(?-i:[A-Z0-9]))\s*«rate_word»").fullmatch(view.flat, start, end)
    if shorter is not None:
        return shorter.end("head")
    bracket = view.words.pattern(r".*\(\s*[A-Za-z]+\s*\)\s*«rate_word»?").fullmatch(view.flat, start, end)
    return start if bracket is not None else end


def _without_risk(view: View, start: int, end: int) -> tuple[int, int]:
    found = view.words.pattern(r"(?:«risk_before»)?(?P<core>.*?)(?:\s*«of»?\s*«risk_word»)?").fullmatch(
        view.flat, start, end
    )
    return found.span("core") if found else (start, end)


def _is_weak(view: View, start: int, end: int) -> bool:
    """Whether a form means an endpoint only beside a number or a rate, and stands without one."""
    if view.words.pattern("«weak_endpoint»").fullmatch(view.flat, start, end) is None:
        return False
    return not after(view, "«weak_endpoint_after»", end)


def _of_risk(view: View, start: int, end: int) -> bool:
    """Whether a risk is spoken of: ``死亡风险``, ``疾病进展或死亡、死亡风险``, ``risk of death``."""
    if view.words.pattern(r".*«or».*").fullmatch(view.flat, start, end):
        return True
    forward = r"(?:«risk_list»<<risk>>)*\s*«happening»?\s*«risk_word»"
    backward = r"«risk_before»(?:<<risk>>\s*(?:and|or|,)\s*)*"
    mask = view.mask("risk")
    pattern = view.words.pattern
    return (
        pattern(forward).match(mask, end) is not None
        or pattern(rf"(?:{backward})\s*$").search(mask, max(0, start - 60), start) is not None
        or before(view, "«risk_before»", start)
        or after(view, r"\s*«happening»?\s*«risk_word»", end)
    )


def _sensible(view: View, start: int, end: int, source: str) -> bool:
    keys = {hit.key for hit in view.of("endpoint") if start <= hit.start and hit.end <= end}
    if source in ("endpoint.at_least", "endpoint.better", "endpoint.either"):
        return bool(keys & _RESPONSES)
    if source in ("endpoint.imaged", "endpoint.rate"):
        return len(keys) == 1
    if source == "endpoint.of":
        return "MRD_negativity" in keys and bool(keys & _RESPONSES)
    return bool(keys & _EVENTS)
