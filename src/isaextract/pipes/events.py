"""EVENT: names of adverse events and clinical events."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.lang import is_function_word
from isaextract.lexicon import compiled
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.forms import Hit
from isaextract.pipes.quantity_rules import after, before, sentence_start
from isaextract.pipes.view import View
from isaextract.schema import Label

_AROUND = ("event", "drug", "class", "regimen", "trial", "disease")
_ZH = r"(?P<item>(?:(?!«event_stop»)\p{Han}){2,9})"
_EN = r"(?P<item>(?-i:[A-Za-z]?[a-z]+(?:[ -][a-z]+){0,2}?))"
_REMARK = r"(?:\s*\([^()]*\)|\s*\[[^\[\]]*\])?"
_STOP_ZH = r"(?=\s*(?:[、,，。；;()（）\d]|«event_stop»|<<event>>|$))"
_RATED = r"(?=\s*\(\s*(?:\d|<<grade>>|n\s*=)|\s+in\s+\d|\s+«event_verb»)"
_AND_ZH, _AND_EN = r"\s*(?:、|和|及|与|以及|或)\s*", r"\s*(?:,\s*(?:and\s+|or\s+)?|\band\s+|\bor\s+)"
_LISTED = (
    rf"<<event>>{_REMARK}(?:{_AND_ZH}(?:<<event>>|{_ZH}{_STOP_ZH}){_REMARK})+",
    rf"(?:«event_head»|、|,)(?:{_ZH}{_STOP_ZH}{_REMARK}{_AND_ZH})+<<event>>",
    rf"«event_head»{_ZH}{_STOP_ZH}{_REMARK}(?:{_AND_ZH}(?:<<event>>|{_ZH}{_STOP_ZH}){_REMARK})*",
    rf"«case_of»{_ZH}{_STOP_ZH}",
    rf"<<event>>{_REMARK}(?:{_AND_EN}<<event>>{_REMARK})*{_AND_EN}{_EN}{_RATED}",
    rf"«event_head»{_EN}{_RATED}",
    rf"(?:^|[.;:,]\s+){_EN}\s+«event_verb»",
    rf"\bgrade\s+[1-5](?:\s*(?:-|to|or|/)\s*(?:[1-5]|higher|worse|above))?\s+{_EN}{_RATED}",
)


def match(view: View) -> Iterator[Candidate]:
    """Names of the lexicon; symptoms of the disease and the infections that cause it are none."""
    for hit in view.of("event"):
        if view.heard(hit) or is_symptom(view, hit.start):
            continue
        if before(view, r"«infection_cause»\s*\)?", hit.start):
            continue
        if after(view, "«not_event_after»", hit.end) or _is_list(view, hit):
            continue
        yield Candidate(hit.start, hit.end, Label.EVENT, "event.lexicon")
    for start, end in _listed(view):
        yield Candidate(start, end, Label.EVENT, "event.listed", -3, 0.6)


def _listed(view: View) -> Iterator[tuple[int, int]]:
    """Names that no list has, where events are listed, behind a grade, or before a verb of events."""
    found = {
        span
        for template in _LISTED
        for match in view.finditer(template, *_AROUND)
        for span in match.spans("item")
        if _may_be_event(view, *span)
    }
    yield from sorted(found)


def _may_be_event(view: View, start: int, end: int) -> bool:
    """Whether a stretch is free of other mentions and function words."""
    words = view.flat[start:end].split()
    if any(map(is_function_word, words)) or view.words.pattern("«no_event»|«said_of_events»").fullmatch(
        view.flat, start, end
    ):
        return False
    return not is_symptom(view, start) and not any(
        hit.start < end and start < hit.end
        for hit in view.of(*_AROUND, "endpoint", "population", "measure", "scale")
    )


def is_symptom(view: View, place: int) -> bool:
    """Whether the sentence speaks of the disease's own symptoms before a place."""
    symptoms = view.words.pattern("«disease_symptom»")
    return symptoms.search(view.flat, sentence_start(view, place), place) is not None


def _is_list(view: View, hit: Hit) -> bool:
    """Whether a form is two events with an enumeration comma between (``恶心、呕吐``)."""
    parts = compiled("、").split(view.text[hit.start : hit.end])
    known = view.words.lexicon.events.find
    return len(parts) > 1 and all(known(part) for part in parts)
