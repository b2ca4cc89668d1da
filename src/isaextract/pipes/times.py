"""TIME: lengths of time; ages, dates and dosing intervals are none."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.quantity_rules import after, before, shared_before, value
from isaextract.pipes.view import View
from isaextract.schema import Label

_TIME = r"(?P<first>«number»)(?:\s*[~-]\s*«number»)?\s*-?\s*«time_unit»"
_TO = r"(?P<first>«number»)\s*«to»\s*«number»\s*-?\s*«time_unit»"
_MONTH = r"(?<!«calendar_before»)(?P<first>«number»)\s*«month_bare»"
_AGES = r"«number»\s*[~-]\s*«number»\s*(?:years?|yrs?)"
_YOUNGEST = 15
_CALENDAR = range(1900, 2101)


def match(view: View) -> Iterator[Candidate]:
    """Numbers with a unit of time, number words (两年, two-year), and bare numbers sharing a later unit."""
    for found in view.finditer(_TIME):
        if _is_length(view, found):
            yield Candidate(*found.span(), Label.TIME, "time.unit")
            for start, end in shared_before(view, found.start()):
                yield Candidate(start, end, Label.TIME, "time.shared", -1, 0.8)
    for found in view.finditer(r"«time_word_start»«time_word»"):
        if not before(view, "«not_time_before»", found.start()):
            yield Candidate(*found.span(), Label.TIME, "time.word", confidence=0.8)
    yield from _ranges(view)
    yield from _bare_months(view)


def _is_length(view: View, found: regex.Match[str]) -> bool:
    if before(view, "«not_time_before»", found.start()) or after(view, "«not_time_after»", found.end()):
        return False
    if before(view, "«age_before»", found.start()):
        return False
    return not _is_date(view, found) and not _is_age_range(view, found)


def _is_date(view: View, found: regex.Match[str]) -> bool:
    """Whether the number names a year of the calendar (``2022 年``)."""
    by_year = view.words.pattern(r".*«calendar_year»").fullmatch(found[0]) is not None
    return by_year and value(found["first"]) in _CALENDAR


def _is_age_range(view: View, found: regex.Match[str]) -> bool:
    """Whether a range in years is one of ages (``18–64 years``)."""
    return view.words.pattern(_AGES).fullmatch(found[0]) is not None and value(found["first"]) >= _YOUNGEST


def _ranges(view: View) -> Iterator[Candidate]:
    for found in view.finditer(_TO):
        if before(view, "«about»", found.start()) and _is_length(view, found):
            yield Candidate(*found.span(), Label.TIME, "time.range", 1, 0.8)


def _bare_months(view: View) -> Iterator[Candidate]:
    """``11.6 月``: no date, since it is no whole month of a year."""
    for found in view.finditer(_MONTH):
        number = value(found["first"])
        if number > 12 or number != int(number):
            yield Candidate(*found.span(), Label.TIME, "time.month", confidence=0.7)
