"""RATIO, CI and PVALUE: what statistics says about a comparison."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import sentence_start
from isaextract.pipes.view import View
from isaextract.schema import Label

_BOUND = r"(?:«number»\s*%?|«missing_bound»)"
_JOIN = r"\s*(?:[~-]|«to»)\s*"
_RANGE = rf"(?P<range>«number»\s*%?{_JOIN}{_BOUND}|«missing_bound»{_JOIN}«number»\s*%?)"
_CUED_RANGE = rf"(?P<range>(?:«number»\s*%?|«missing_bound»)\s*(?:[~-]|«to»|,|;|、)\s*{_BOUND})"
_CI_CUED = r"«ci»\s*[)\]]?«fill»[(\[]?\s*" + _CUED_RANGE
_CI_BEHIND = r"«number»(?:\s*%|\s*-?\s*«time_unit»)?\s*[(\[]\s*" + _RANGE + r"\s*(?=[)\];,])(?!\s*%)"
_CI_SQUARE = r"«number»\s*\[\s*(?P<range>«number»\s*;\s*«number»)\s*\]"
_CI_BEHIND_RATIO = (
    r"(?:«ratio»)[^。;()|\n\[\]]{0,60}?«number»\s*,\s*" + _RANGE + r"(?!\s*(?:%|«time_unit»|«dose_unit»))"
)

_GLOSS = r"(?:\s*[(\[]\s*«ratio_short»s?\s*[)\]])?"
_RATIO = (
    r"(?:«ratio»)" + _GLOSS + r"(?:\s*[(\[][^()|\n\[\]\d]{1,40}[)\]])?(?:\s+for\s+[^,;.()|\n\d]{1,60}?)?"
    r"«fill»(?P<number>«number»)(?!\s*(?:%|«time_unit»))"
)
_RATIO_SECOND = r"\s*(?:[(\[][^()\[\]]*[)\]])?\s*(?:«also»|,)\s*(?P<number>«number»)(?!\s*(?:%|«time_unit»))"
_BARE_WITH_CI = (
    r"(?<![<>=≤≥/]\s*)(?P<number>«number»)\s*[(\[](?:\s*«number»\s*%\s*(?:«ci»)[^()\[\]\d]*)?\s*"
    + _CUED_RANGE
)

_NUMBER_P = r"(?:«number»|\.\d+)(?:\s*[×x]\s*10\s*\^?\s*[-⁻]?\s*[\d⁰-⁹]+|(?-i:[eE]-?\d+))?"
_P = r"«p_word»«p_fill»(?P<value>«p_operator»\s*" + _NUMBER_P + r")"
_P_SECOND = (
    r"\s*(?:«also»|,)\s*(?P<value>(?:«p_operator»\s*|(?=0?\.))"
    + _NUMBER_P
    + r")(?!\s*(?:%|«time_unit»|[~-]))"
)
_P_BARE = r"«p_value_word»«fill»(?P<value>0?\.\d+)"


def match(view: View) -> Iterator[Candidate]:
    """Intervals, ratios and p values, each by its cue or by its place behind a number."""
    yield from _intervals(view)
    yield from _ratios(view)
    yield from _p_values(view)


def _intervals(view: View) -> Iterator[Candidate]:
    for found in view.finditer(_CI_CUED):
        yield Candidate(*found.span("range"), Label.CI, "ci.cue", 4)
    for found in view.finditer(_CI_BEHIND):
        yield Candidate(*found.span("range"), Label.CI, "ci.behind", 3, 0.9)
    for found in view.finditer(_CI_SQUARE):
        yield Candidate(*found.span("range"), Label.CI, "ci.square", 3, 0.8)
    for found in view.finditer(_CI_BEHIND_RATIO):
        yield Candidate(*found.span("range"), Label.CI, "ci.ratio", 3, 0.9)


def _ratios(view: View) -> Iterator[Candidate]:
    listed = view.words.pattern("«each_of»")
    for found in view.finditer(_RATIO):
        yield Candidate(*found.span("number"), Label.RATIO, "ratio.cue", 2)
        end = found.end("number")
        while following := view.words.pattern(_RATIO_SECOND).match(view.flat, end):
            end = following.end("number")
            if listed.search(found[0]):
                yield Candidate(*following.span("number"), Label.RATIO, "ratio.list", 2, 0.8)
    cue = view.words.pattern("«ratio»")
    for found in view.finditer(_BARE_WITH_CI):
        if cue.search(view.flat, sentence_start(view, found.start()), found.start()):
            yield Candidate(*found.span("number"), Label.RATIO, "ratio.interval", 2, 0.8)


def _p_values(view: View) -> Iterator[Candidate]:
    for found in view.finditer(_P):
        yield Candidate(*found.span("value"), Label.PVALUE, "pvalue.cue", 4)
        yield from _more_p(view, found)
    for found in view.finditer(_P_BARE):
        yield Candidate(*found.span("value"), Label.PVALUE, "pvalue.word", 4, 0.8)
        yield from _more_p(view, found)


def _more_p(view: View, found: regex.Match[str]) -> Iterator[Candidate]:
    """Further p values of a list: ``P values were 0.01 and <0.001``."""
    while (following := view.words.pattern(_P_SECOND).match(view.flat, found.end("value"))) is not None:
        yield Candidate(*following.span("value"), Label.PVALUE, "pvalue.list", 4, 0.8)
        found = following
