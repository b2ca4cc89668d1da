"""What the number of a cell is: a rate, a median, a count, "not reached"; and of how many patients."""

from __future__ import annotations

from dataclasses import dataclass

from isaextract.lexicon import Lexicon
from isaextract.link.table_cells import UNITS, Reading
from isaextract.link.table_heads import Facet
from isaextract.link.table_notes import Notes
from isaextract.link.table_sheet import Item
from isaextract.schema import Span

_SLACK = 1.0  # percent points: how far n/N may be from the percentage beside it


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a row takes it."""

    measure: str
    value: float | None
    unit: str
    span: Span
    n: int | None = None
    total: int | None = None
    status: str = "reported"


def number_of(item: Item, total: int | None, lexicon: Lexicon, notes: Notes) -> Number | None:
    """The number of a cell of values; ``None`` where the cell reports nothing.

    Parameters
    ----------
    total
        The patients that the table's row or column gives.
    """
    reading, context = item.reading, item.context
    measure = _measure(reading, context, lexicon)
    if reading.status == "missing":
        return _missing(reading, measure, total, notes, lexicon)
    if reading.fraction is not None and reading.value is None:
        return None if _is_timed(context, lexicon) else _fraction(reading)
    if reading.status != "number" or reading.value is None:
        return None
    if measure == "rate":
        return _share(reading, context, total)
    if measure == "count":
        return Number("count", reading.value, "", reading.span, int(reading.value), total)
    return Number(
        measure, reading.value, reading.unit or _time(context) or "month", reading.span, total=total
    )


def ratio_unit(item: Item, lexicon: Lexicon) -> str:
    """The unit of a contrast: none for a ratio, percent points or a time for a difference."""
    if item.ratio != "difference":
        return ""
    usual = "month" if _is_timed(item.context, lexicon) and not item.context.timepoint else "%"
    return item.reading.unit or item.context.unit or usual


def _time(context: Facet) -> str:
    return context.unit if context.unit in UNITS else ""


def _measure(reading: Reading, context: Facet, lexicon: Lexicon) -> str:
    """By the number's own unit, the label's words and unit, else the endpoint's usual measure."""
    usual = lexicon.endpoints.entries.get(context.endpoint)
    if reading.unit == "%" or reading.bracket_unit == "%" or reading.fraction is not None:
        return "rate"
    if reading.unit in UNITS:
        return "mean" if context.measure == "mean" else "median"
    if context.timepoint and context.measure != "median":
        return "rate"
    if context.measure:
        return context.measure
    if context.unit == "%" or context.counted in ("n(%)", "%(n)"):
        return "rate"
    if context.counted == "n" and not _is_timed(context, lexicon):
        return "count"
    return "median" if _time(context) else (usual.measure if usual else "rate")


def _missing(
    reading: Reading, measure: str, total: int | None, notes: Notes, lexicon: Lexicon
) -> Number | None:
    """A row for a median that was not reached; nothing for what was not reported."""
    meaning = notes.missing(reading.word)
    if not meaning:
        unreached = lexicon.cue("table_unreached").fullmatch(reading.word.strip())
        meaning = "unreached" if unreached else "missing"
    if meaning != "unreached" or measure != "median":
        return None
    return Number("median", None, "", reading.span, total=total, status="not_reached")


def _is_timed(context: Facet, lexicon: Lexicon) -> bool:
    """Whether an endpoint is a time, of which ``23/32`` counts events, which is no result."""
    usual = lexicon.endpoints.entries.get(context.endpoint)
    return usual is not None and usual.measure == "median"


def _fraction(reading: Reading) -> Number | None:
    """``23/32`` without its percentage."""
    if reading.fraction is None:
        return None
    part, whole = reading.fraction
    return Number("count", float(part), "", reading.span, part, whole)


def _share(reading: Reading, context: Facet, total: int | None) -> Number:
    """A share of patients, with the patients behind it."""
    value = reading.value if reading.value is not None else 0.0
    if reading.fraction is not None:
        part, whole = reading.fraction
        return Number("rate", value, "%", reading.span, part, whole)
    if value == 0 and reading.bracket is None and not reading.unit and context.counted == "n(%)":
        return Number("rate", value, "%", reading.span, 0, total)
    if reading.bracket is None or reading.bracket_unit not in ("", "%"):
        return Number("rate", value, "%", reading.span, total=total)
    if _count_first(reading, value, context, total):
        span = reading.bracket_span or reading.span
        return Number("rate", reading.bracket, "%", span, int(value), total)
    if reading.bracket == int(reading.bracket):
        return Number("rate", value, "%", reading.span, int(reading.bracket), total)
    return Number("rate", value, "%", reading.span, total=total)


def _count_first(reading: Reading, value: float, context: Facet, total: int | None) -> bool:
    """Whether ``108 (41)`` is patients and percent, not percent and patients."""
    bracket = reading.bracket or 0.0
    if reading.unit == "%":
        return False
    if reading.bracket_unit == "%":
        return True
    if total and value == int(value) and abs(100 * value / total - bracket) <= _SLACK:
        return True
    if total and abs(100 * bracket / total - value) <= _SLACK:
        return False
    if context.counted in ("n(%)", "%(n)"):
        return context.counted == "n(%)"
    return value == int(value)
