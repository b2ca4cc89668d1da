"""COUNT: numbers of patients."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import before, sentence_start, shared_before, value
from isaextract.pipes.view import View
from isaextract.schema import Label

_FRACTION = r"(?<![A-Za-z0-9./%-])(?P<part>\d{1,5})\s*/\s*(?P<whole>\d{1,5})(?![\d./])(?:\s*«count_suffix»)?"
_OF = r"(?P<part>«whole»)\s+of\s+(?:the\s+)?(?P<whole>«whole»)(?:\s+«measure_word»)?"
_MEASURED = r"«number»(?:\s*[~-]\s*«number»)?\s*«measure_word»"
_ADJECTIVES = r"«whole»(?=\s+(?:(?!«function_word»\b)[\w/+.*:-]+\s+){1,5}«patients»\b)"
_RESPECTIVELY = r"\(\s*(?P<number>«whole»)\s+and\s+(?P<second>«whole»),?\s*respectively\s*\)"
_EQUALS = r"(?<![A-Za-z])[nN]\s*[=:]\s*(?P<number>«whole»)"
_WITH_SHARE = r"(?P<number>«whole»)\s*[(\[]\s*«number»\s*%"
_OF_WHOLE = r"[)\]]\s+of\s+(?P<number>«whole»)(?![\s-]*(?:%|«time_unit»|«dose_unit»))"
_NAMED = (
    r"(?:<<drug>>|<<regimen>>|<<population>>|\b«arm_noun»)(?:\s*«group_word»)?\s*"
    r"(?:,\s*(?P<number>«whole»)(?=\s*[;)\]])|\(\s*(?P<number>\d{2,5})\s*\))"
)
_WHO = r"(?<![-./])(?P<number>«whole»)(?=\s+(?:of\s+whom|who)\b)"
_GOING_ON = r"(?<![-./])(?P<number>«whole»)(?=\s+«count_verb»\s+(?:[A-Za-z]|[\ue000-\uf8ff]))"
_OF_DRUG = r"(?:,|\band)\s*(?P<number>«whole»)(?=\s+(?:<<drug>>|<<regimen>>))"
_GIVEN = (
    r"«given»\s+to\s+(?P<number>«whole»)(?:,\s*[^,;.()]{1,40}?\s+to\s+(?P<second>«whole»))?"
    r"(?=\s*(?:[,;.)]|and\b))"
)
_DEATHS = r"(?<![-./])(?P<number>«whole»)(?:\s+«also»\s+(?P<second>«whole»))?(?=\s+«deaths»)"
_OTHER_NUMBER = r"«numbered»"
_SMALLEST_WHOLE = 5
_SMALLEST_GROUP = 10
_YEARS = range(1900, 2101)


def match(view: View) -> Iterator[Candidate]:
    """Counts by measure word, as fractions, as ``n = 154``, and bare ones that their neighbours give away."""
    yield from _fractions(view)
    for found in view.finditer(_MEASURED):
        if not before(view, _OTHER_NUMBER, found.start()):
            yield Candidate(*found.span(), Label.COUNT, "count.measured")
            for start, end in shared_before(view, found.start()):
                yield Candidate(start, end, Label.COUNT, "count.shared", -2, 0.7)
    for template, source in (
        (_EQUALS, "count.equals"),
        (_WITH_SHARE, "count.share"),
        (_WHO, "count.who"),
        (_OF_WHOLE, "count.of"),
    ):
        for found in view.finditer(template):
            yield Candidate(*found.span("number"), Label.COUNT, source, confidence=0.9)
    for found in view.finditer(_RESPECTIVELY):
        yield Candidate(*found.span("number"), Label.COUNT, "count.respectively", -1, 0.7)
        yield Candidate(*found.span("second"), Label.COUNT, "count.respectively", -1, 0.7)
    for found in view.finditer(_DEATHS):
        for group in ("number", "second"):
            if found[group]:
                yield Candidate(*found.span(group), Label.COUNT, "count.deaths", -1, 0.7)
    for found in view.finditer(_GIVEN):
        for group in ("number", "second"):
            if found[group] and value(found[group]) >= _SMALLEST_GROUP:
                yield Candidate(*found.span(group), Label.COUNT, "count.given", -1, 0.7)
    yield from _bare(view)


def _fractions(view: View) -> Iterator[Candidate]:
    for template, source in ((_FRACTION, "count.fraction"), (_OF, "count.of")):
        for found in view.finditer(template):
            part, whole = value(found["part"]), value(found["whole"])
            if part <= whole and whole >= _SMALLEST_WHOLE and not before(view, _OTHER_NUMBER, found.start()):
                yield Candidate(*found.span(), Label.COUNT, source, confidence=0.9)


def _bare(view: View) -> Iterator[Candidate]:
    for found in view.finditer(_ADJECTIVES):
        if not before(view, _OTHER_NUMBER, found.start()) and value(found[0]) not in _YEARS:
            yield Candidate(*found.span(), Label.COUNT, "count.adjectives", -1, 0.8)
    for found in view.finditer(_NAMED, "drug", "regimen", "population"):
        yield Candidate(*found.span("number"), Label.COUNT, "count.named", -1, 0.8)
    for template in (_GOING_ON, _OF_DRUG):
        for found in view.finditer(template, "drug", "regimen"):
            if _continues(view, found):
                yield Candidate(*found.span("number"), Label.COUNT, "count.continued", -2, 0.6)


def _continues(view: View, found: regex.Match[str]) -> bool:
    """Whether patients were counted before in the sentence (``109 patients … and 55 with``)."""
    number = value(found["number"])
    if number < 10 or number in _YEARS or before(view, _OTHER_NUMBER, found.start("number")):
        return False
    counted = view.words.pattern(r"«whole»\s+(?:[\w/+.-]+\s+){0,5}?(?:«patients»|who|whom)\b")
    return counted.search(view.flat, sentence_start(view, found.start()), found.start()) is not None
