"""Numbers as a document prints them: how finely, and in which unit."""

from __future__ import annotations

import re

from isaextract.schema import EvidenceRow

_NUMBER = re.compile(r"\d+(?:[.·]\d+)?")
_MONTHS = {"hour": 1 / 730.5, "day": 12 / 365.25, "week": 84 / 365.25, "month": 1.0, "year": 12.0}
SLACK = 1e-9


def decimals(value: float) -> int:
    """Decimals that a number needs: 0 for 60, 1 for 60.4."""
    return len(repr(float(value)).partition(".")[2]) if value != int(value) else 0


def unit_in_last_place(row: EvidenceRow) -> float:
    """The last printed digit's worth of a row's value: 0.1 for ``60.4%``, 0.01 for ``0.80``."""
    if row.value is None:
        return 0.0
    printed = [match.group().replace("·", ".") for match in _NUMBER.finditer(row.raw)]
    same = [number for number in printed if abs(float(number) - abs(row.value)) < SLACK]
    places = len(same[0].partition(".")[2]) if same else decimals(row.value)
    return float(10**-places)


def half_unit(row: EvidenceRow) -> float:
    """How far rounding may have moved a row's value."""
    return unit_in_last_place(row) / 2


def months(value: float, unit: str) -> float | None:
    """A length of time in months; ``None`` where the unit is no time."""
    return value * _MONTHS[unit] if unit in _MONTHS else None


def time_in_months(said: str) -> float | None:
    """``"24 month"`` in months; ``None`` for ``""`` or what is no time."""
    number, _, unit = said.partition(" ")
    return months(float(number), unit) if _NUMBER.fullmatch(number) else None


def in_short(row: EvidenceRow) -> str:
    """A row's number in short words: ``ORR 60.4%``, ``OS median 24.6 month``, ``HR 0.72``."""
    value = "not reached" if row.value is None else f"{row.value:g}"
    unit = row.unit if row.unit in ("", "%") else f" {row.unit}"
    grade = f"grade {row.grade}" if row.grade else ""
    measure = "" if row.measure == "rate" else row.measure.replace("_", " ")
    return " ".join(p for p in (row.endpoint, row.event, grade, row.timepoint, measure, value + unit) if p)
