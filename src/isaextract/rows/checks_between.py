"""Checks that hold the rows of one analysis against each other.

An analysis is what one study reports for one subgroup at one follow-up: only there must numbers
fit. A number that the analysis gives twice, differently, is left out: it cannot be told which
of the two the others must fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from isaextract.rows.numbers import SLACK, half_unit, in_short, months, time_in_months
from isaextract.schema import Check, EvidenceRow

Found = tuple[int, Check]  # the row's place in the document's list, and what was found out
Numbered = tuple[int, EvidenceRow]

# Whoever has the first has the second: its share is never greater.
RESPONSES = (
    ("sCR", "CR_or_better"),
    ("CR", "CR_or_better"),
    ("CR_or_better", "VGPR_or_better"),
    ("sCR", "VGPR_or_better"),
    ("CR", "VGPR_or_better"),
    ("nCR", "VGPR_or_better"),
    ("VGPR", "VGPR_or_better"),
    ("sCR", "ORR"),
    ("CR", "ORR"),
    ("CR_or_better", "ORR"),
    ("VGPR", "ORR"),
    ("VGPR_or_better", "ORR"),
    ("PR", "ORR"),
    ("ORR", "MR_or_better"),
    ("ORR", "DCR"),
    ("ORR", "CBR"),
    ("SD", "DCR"),
    ("CBR", "DCR"),
)
# Whoever has the second has had the first, or has it at the same time: it never comes later.
SURVIVALS = (("PFS", "OS"), ("EFS", "OS"), ("PFS", "PFS2"), ("PFS2", "OS"), ("PFS", "TTP"), ("IDFS", "OS"))
# Longer is better: a hazard ratio below 1 goes with the longer median.
LONGER = frozenset({"PFS", "OS", "EFS", "DFS", "RFS", "IDFS", "PFS2", "TTP", "DOR", "TTNT"})
_GRADES = {"": "12345", "1-2": "12", "2-3": "23", "3-4": "34", ">=2": "2345", ">=3": "345", ">=4": "45"}
_CLEAR = (0.8, 1.25)  # a hazard ratio outside of these has a direction even without an interval


def between(rows: Sequence[EvidenceRow]) -> Iterator[Found]:
    """All checks of a document's rows against each other; both sides of a check get it."""
    for analysis in _analyses(rows):
        arms: dict[tuple[str, ...], list[Numbered]] = defaultdict(list)
        for number, row in analysis:
            if row.regimen and not row.comparator:
                arms[row.regimen].append((number, row))
        for arm in arms.values():
            settled = _settled(arm)
            yield from _orders(settled)
            yield from _response_sum(settled)
            yield from _over_time(settled)
        yield from _contrasts(analysis, {drugs: _settled(arm) for drugs, arm in arms.items()})


def study_key(row: EvidenceRow) -> tuple[object, ...]:
    """What tells a row's study from the document's others."""
    return row.trial_ids, row.trial_name, row.phase


def reading_key(row: EvidenceRow) -> tuple[object, ...]:
    """What a row's number says, the number itself left out."""
    return (
        *study_key(row),
        row.regimen,
        row.comparator,
        row.subgroup,
        row.endpoint,
        row.event,
        row.grade,
        row.measure,
        row.timepoint,
        row.follow_up,
    )


def _analyses(rows: Sequence[EvidenceRow]) -> Iterator[list[Numbered]]:
    groups: dict[tuple[object, ...], list[Numbered]] = defaultdict(list)
    for number, row in enumerate(rows):
        if any(study_key(row)):
            groups[*study_key(row), row.subgroup, row.follow_up].append((number, row))
    yield from groups.values()


def _settled(rows: Sequence[Numbered]) -> list[Numbered]:
    """The rows whose number the analysis does not give a second time."""
    times: dict[tuple[object, ...], int] = defaultdict(int)
    for _, row in rows:
        times[reading_key(row)] += 1
    return [(number, row) for number, row in rows if times[reading_key(row)] == 1]


# ------------------------------------------------------------ one arm


def _orders(rows: Sequence[Numbered]) -> Iterator[Found]:
    """Pairs of an arm's rows of which one cannot be greater than the other."""
    for low in rows:
        for high in rows:
            name = _order(low[1], high[1])
            if name:
                yield from _both(name, low, high, _not_above(low[1], high[1]))


def _order(low: EvidenceRow, high: EvidenceRow) -> str:
    """The check by which ``low`` is at most ``high``; ``""`` where none says so."""
    if low is high or low.measure != high.measure or low.event != high.event:
        return ""
    same_time, pair = low.timepoint == high.timepoint, (low.endpoint, high.endpoint)
    if low.measure == "rate" and same_time and low.grade == high.grade and pair in RESPONSES:
        return "response_order"
    if low.measure in ("rate", "median") and pair in SURVIVALS and same_time:
        return "survival_order" if low.timepoint or low.measure == "median" else ""
    if low.measure == "rate" and low.endpoint == high.endpoint and same_time:
        return "grade_order" if _is_part(low.grade, high.grade) else ""
    return ""


def _is_part(grade: str, other: str) -> bool:
    low, high = set(_GRADES.get(grade, grade)), set(_GRADES.get(other, other))
    return low < high


def _not_above(low: EvidenceRow, high: EvidenceRow) -> bool | None:
    """Whether a number is at most another, rounding allowed for; ``None``: units that do not compare."""
    first, second = _size(low), _size(high)
    if first is None or second is None:
        return None
    if first == second:
        return None if low.value is None else True
    return first <= second + half_unit(low) + half_unit(high) + SLACK


def _size(row: EvidenceRow) -> float | None:
    """A share in percent or a time in months; what was not reached is longer than any time."""
    if row.value is None:
        return float("inf") if row.measure == "median" else None
    return row.value if row.unit == "%" else months(row.value, row.unit)


def _response_sum(rows: Sequence[Numbered]) -> Iterator[Found]:
    """CR and PR exclude each other, so that both together are at most ORR.

    They are all of it only where no deeper grades (VGPR, sCR) and no incomplete ones are told apart, which
    an arm's rows cannot show; what is missing is therefore no failure.
    """
    by_endpoint = {row.endpoint: (number, row) for number, row in rows if row.measure == "rate"}
    if not {"CR", "PR", "ORR"} <= by_endpoint.keys():
        return
    parts = [by_endpoint[name] for name in ("CR", "PR")]
    whole = by_endpoint["ORR"]
    if any(row.unit != "%" or row.value is None for _, row in (*parts, whole)):
        return
    total = sum(row.value or 0.0 for _, row in parts)
    slack = sum(half_unit(row) for _, row in (*parts, whole))
    fits = total <= (whole[1].value or 0.0) + slack + SLACK
    for number, _ in (*parts, whole):
        yield number, Check("response_sum", fits, f"CR + PR = {total:g}%, ORR {whole[1].value:g}%")


def _over_time(rows: Sequence[Numbered]) -> Iterator[Found]:
    """Fewer and fewer are without the event; at the median it is half of them."""
    curves: dict[str, list[tuple[float, Numbered]]] = defaultdict(list)
    medians: dict[str, Numbered] = {}
    for number, row in rows:
        time = time_in_months(row.timepoint)
        if row.endpoint in LONGER and row.measure == "rate" and row.unit == "%" and time is not None:
            curves[row.endpoint].append((time, (number, row)))
        if row.endpoint in LONGER and row.measure == "median" and _size(row) is not None:
            medians[row.endpoint] = (number, row)
    for endpoint, curve in curves.items():
        curve.sort(key=lambda point: (point[0], point[1][0]))
        for (early, before), (late, after) in pairwise(curve):
            if early < late:
                yield from _both("over_time", after, before, _not_above(after[1], before[1]))
        if endpoint in medians:
            yield from _at_median(medians[endpoint], curve)


def _at_median(median: Numbered, curve: Sequence[tuple[float, Numbered]]) -> Iterator[Found]:
    size, slack = _size(median[1]) or 0.0, half_unit(median[1])
    for time, point in curve:
        value, rounding = point[1].value or 0.0, half_unit(point[1]) + SLACK
        if time < size - slack:
            yield from _both("median_and_rate", point, median, value >= 50 - rounding)
        elif time > size + slack:
            yield from _both("median_and_rate", point, median, value <= 50 + rounding)


# ------------------------------------------------------------ two arms


def _contrasts(
    analysis: Sequence[Numbered], arms: Mapping[tuple[str, ...], Sequence[Numbered]]
) -> Iterator[Found]:
    """What a hazard ratio says of the risk and of the medians of its two arms."""
    compared = _settled([(number, row) for number, row in analysis if row.comparator])
    for number, row in compared:
        if row.measure != "hazard_ratio" or row.value is None:
            continue
        for other, reduction in compared:
            same = (row.endpoint, row.regimen, row.comparator) == (
                reduction.endpoint,
                reduction.regimen,
                reduction.comparator,
            )
            if same and reduction.measure == "risk_reduction":
                yield from _reduction((number, row), (other, reduction))
        yield from _direction((number, row), arms)


def _reduction(ratio: Numbered, reduction: Numbered) -> Iterator[Found]:
    """A risk that falls by 47 % is a hazard ratio of 0.53."""
    if ratio[1].value is None or reduction[1].value is None:
        return
    slack = 100 * half_unit(ratio[1]) + half_unit(reduction[1]) + SLACK
    fits = abs(100 * (1 - ratio[1].value) - reduction[1].value) <= slack
    yield from _both("risk_reduction", ratio, reduction, fits)


def _direction(ratio: Numbered, arms: Mapping[tuple[str, ...], Sequence[Numbered]]) -> Iterator[Found]:
    """The arm with the lower hazard has the longer median, where the ratio is clear of 1."""
    number, row = ratio
    mine, theirs = (_median(arms.get(drugs, ()), row.endpoint) for drugs in (row.regimen, row.comparator))
    if row.endpoint not in LONGER or mine is None or theirs is None or row.value is None:
        return
    below = row.ci_high < 1 if row.ci_high is not None else row.value <= _CLEAR[0]
    above = row.ci_low > 1 if row.ci_low is not None else row.value >= _CLEAR[1]
    if below == above:
        return
    fits = _not_above(theirs[1], mine[1]) if below else _not_above(mine[1], theirs[1])
    if fits is None:
        return
    said = f"{in_short(mine[1])} against {in_short(theirs[1])}"
    yield number, Check("direction", fits, said)
    for place, _ in (mine, theirs):
        yield place, Check("direction", fits, f"{in_short(row)}; {said}")


def _median(arm: Sequence[Numbered], endpoint: str) -> Numbered | None:
    found = [
        (number, row)
        for number, row in arm
        if (row.endpoint, row.measure) == (endpoint, "median") and _size(row) is not None
    ]
    return found[0] if len(found) == 1 else None


def _both(name: str, one: Numbered, other: Numbered, fits: bool | None) -> Iterator[Found]:
    if fits is None:
        return
    yield one[0], Check(name, fits, in_short(other[1]))
    yield other[0], Check(name, fits, in_short(one[1]))
