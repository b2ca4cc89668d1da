"""Checks that need one row and nothing else: its number, its patients, its interval, its p value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from isaextract.rows.numbers import SLACK, decimals, half_unit, unit_in_last_place
from isaextract.schema import Check, EvidenceRow

NEUTRAL = {"hazard_ratio": 1.0, "odds_ratio": 1.0, "risk_ratio": 1.0, "difference": 0.0}
_WITH_INTERVAL = frozenset({*NEUTRAL, "rate", "median", "mean"})
_P = re.compile(r"\s*([<>≤≥＜＞=＝]*)\s*(0?[.·]\d+|[01](?:[.·]\d+)?)\s*")
# A log-rank p and a Cox interval are two calculations: near 0.05 they may part without an error.
_BORDER = 0.06
_ONE_SIDED = 0.025


def alone(row: EvidenceRow, judged_p: bool) -> Iterator[Check]:
    """All checks of a row by itself; ``judged_p``: its p value answers the question of its 95 % interval."""
    yield from _range(row)
    yield from _patients(row)
    yield from _share(row)
    yield from _interval(row)
    if judged_p:
        yield from _p_value(row)


def _range(row: EvidenceRow) -> Iterator[Check]:
    """A share lies in 0 to 100 %, a difference of shares in -100 to 100, a ratio above 0."""
    if row.value is None:
        return
    if row.unit == "%" and row.measure in ("rate", "risk_reduction", "difference"):
        low = -100 if row.measure == "difference" else 0
        yield Check("range", low <= row.value <= 100, f"{low} to 100%")
    elif row.measure in ("hazard_ratio", "odds_ratio", "risk_ratio"):
        yield Check("range", row.value > 0, "a ratio is above 0")


def _patients(row: EvidenceRow) -> Iterator[Check]:
    if row.n is not None and row.N is not None:
        yield Check("patients", row.n <= row.N, f"{row.n} of {row.N} patients")


def _share(row: EvidenceRow) -> Iterator[Check]:
    """n of N rounds to the percentage, or is cut off to it."""
    if row.measure != "rate" or row.unit != "%" or row.value is None or row.n is None or not row.N:
        return
    share, unit = 100 * row.n / row.N, unit_in_last_place(row)
    fits = row.value - unit / 2 - SLACK <= share < row.value + unit + SLACK
    yield Check("share", fits, f"{row.n}/{row.N} = {share:.2f}%")


def _interval(row: EvidenceRow) -> Iterator[Check]:
    """The interval contains its value, as far as rounding can tell."""
    bounds = [bound for bound in (row.ci_low, row.ci_high) if bound is not None]
    if row.value is None or not bounds or row.measure not in _WITH_INTERVAL:
        return
    slack = max(half_unit(row), 0.5 * 10 ** -max(map(decimals, bounds))) + SLACK
    low = row.ci_low if row.ci_low is not None else float("-inf")
    high = row.ci_high if row.ci_high is not None else float("inf")
    signs = (1, -1) if row.measure == "difference" else (1,)
    inside = any(low - slack <= sign * row.value <= high + slack for sign in signs)
    yield Check("interval", inside and low <= high, f"interval {_bound(row.ci_low)} to {_bound(row.ci_high)}")


def _bound(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"


def _p_value(row: EvidenceRow) -> Iterator[Check]:
    """A 95 % interval that excludes no effect goes with a small p, and the other way round.

    Sound whether p is one- or two-sided: an interval beyond no effect makes either below 0.05, one
    that includes it makes the two-sided p at least 0.05 and the one-sided at least 0.025. What lies
    between, or at the border, is not judged.
    """
    neutral, p = NEUTRAL.get(row.measure), p_bounds(row.p)
    if neutral is None or p is None or row.ci_low is None or row.ci_high is None:
        return
    excludes = row.ci_low > neutral or row.ci_high < neutral
    includes = row.ci_low < neutral < row.ci_high
    p_low, p_high = p
    said = f"p {row.p} beside the interval {row.ci_low:g} to {row.ci_high:g}"
    if excludes and (p_high <= 0.05 or p_low >= _BORDER):
        yield Check("p_value", p_high <= 0.05, said)
    elif includes and (p_low >= 0.05 or p_high <= _ONE_SIDED):
        yield Check("p_value", p_low >= 0.05, said)


def p_bounds(said: str) -> tuple[float, float] | None:
    """The least and the greatest p that the text's p value allows; ``None`` where it is no number."""
    match = _P.fullmatch(said)
    if match is None:
        return None
    operator, value = match.group(1), float(match.group(2).replace("·", "."))
    if operator in ("<", "≤", "＜", "<="):
        return 0.0, value
    if operator in (">", "≥", "＞", ">="):
        return value, 1.0
    return (value, value) if value <= 1 else None
