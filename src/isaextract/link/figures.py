"""A number as a result has it: value, unit, measure, interval, patients, times."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from isaextract.lexicon import fold
from isaextract.link.groups import Group
from isaextract.link.tokens import Token
from isaextract.link.values import Value

_SURVIVAL = ("PFS", "PFS2", "OS", "EFS", "DFS", "RFS", "IDFS")
_DURATIONS = ("TTP", "DOR", "TTR", "TTBR", "TTNT", "TTD", "infusion_duration")
TIMED = frozenset((*_SURVIVAL, *_DURATIONS))  # endpoints whose figure is a time
_CLEAR = 0.1  # share of the greater median
_DIGITS = regex.compile(r"\d+(?:\.\d+)?")


def unit_of(value: Value, behind: Sequence[Value]) -> str:
    """The unit of a time; a bare number takes the unit of the next one that has one."""
    for other in (value, *behind):
        quantity = other.quantity
        if quantity is not None and quantity.unit:
            return quantity.unit
    return ""


def time_text(token: Token, unit: str) -> str:
    """A time as the contract writes it: ``11.6 month``, years as whole months."""
    quantity = token.quantity
    if quantity is None or quantity.low is None:
        return ""
    if unit == "year" and round(quantity.low * 12, 6).is_integer():
        return f"{plain(round(quantity.low * 12, 6))} month"
    digits = _DIGITS.search(fold(token.text).replace("·", "."))
    return f"{digits[0] if digits else plain(quantity.low)} {unit}".strip()


def time_of(value: Value, group: Group) -> str:
    """A time of a run as the contract writes it."""
    return time_text(value.token, unit_of(value, group.onward(value)))


def differ(one: float | None, other: float | None) -> bool:
    """Whether two medians (``None``: not reached) lie so far apart that a hazard ratio should agree.

    Curves may cross: medians a tenth apart often contradict the ratio of the whole curves.
    """
    if one is None or other is None:
        return one is not other
    return abs(one - other) > _CLEAR * max(one, other)


def plain(number: float) -> str:
    """A number without a needless ``.0``."""
    return str(int(number)) if number == int(number) else str(number)


def whole(number: float | None) -> int | None:
    """A count of patients."""
    return None if number is None else int(number)


def patients(value: Value) -> tuple[int | None, int | None]:
    """Patients with the event and patients counted, as far as the text gives them for this number."""
    event = value.n.quantity if value.n else None
    total = value.total.quantity if value.total else None
    counted = None if total is None else (total.total if total.total is not None else total.low)
    return whole(event.low if event else None), whole(counted)


def interval(value: Value) -> tuple[float | None, float | None]:
    """The bounds of the number's confidence interval."""
    quantity = value.ci.quantity if value.ci else None
    return (quantity.low, quantity.high) if quantity else (None, None)


def share_fits(percent: float, event: float, total: float) -> bool:
    """Whether ``event`` of ``total`` patients are ``percent`` once rounded."""
    return total > 0 and abs(100 * event / total - percent) <= 0.6
