"""Arithmetic without gold: what agrees passes, what contradicts fails, what proves nothing is not listed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from isaextract.rows import checked
from isaextract.rows.checks import Levels, has_bare_p
from isaextract.rows.checks_alone import p_bounds
from isaextract.schema import Arm, Document, EvidenceRow, FieldGround, Ground, Label, Mention, Span, Study

NEW, OLD = ("dexamethasone", "isatuximab"), ("dexamethasone",)
EMPTY = Document("d", "", ())
ORR = EvidenceRow("d", "ORR", "rate", 60.4, "%", trial_name="VELA", regimen=NEW, raw="60.4%")
PFS = replace(ORR, endpoint="PFS", measure="median", value=11.5, unit="month", raw="11.5 months")
HR = replace(PFS, measure="hazard_ratio", value=0.6, unit="", raw="0.60", comparator=OLD)
VELA = Study("d", name="VELA", N=307, arms=(Arm(NEW), Arm(OLD)))


def results(name: str, *rows: EvidenceRow, studies: tuple[Study, ...] = ()) -> list[list[bool]]:
    """Per row, whether each check of that name passed."""
    found = checked(EMPTY, (), studies, rows)
    return [[check.passed for check in row.checks if check.name == name] for row in found]


def rate(endpoint: str, value: float, **other: Any) -> EvidenceRow:
    return replace(ORR, endpoint=endpoint, value=value, raw=f"{value:g}%", **other)


def at(endpoint: str, months: int, value: float) -> EvidenceRow:
    return rate(endpoint, value, timepoint=f"{months} month")


@pytest.mark.parametrize(
    ("value", "raw", "n", "total", "fits"),
    [
        (60.4, "60.4%", 93, 154, [True]),  # 60.39
        (60.3, "60.3%", 93, 154, [True]),  # cut off, not rounded
        (60.5, "60.5%", 93, 154, [False]),
        (60, "60%", 93, 154, [True]),
        (61, "61%", 93, 154, [False]),
        (60, "60.0%", 93, 154, [False]),  # printed to a decimal
        (53.5, "53·5%", 31, 58, [False]),  # 53.448
        (60.4, "60.4%", None, 154, []),
        (60.4, "60.4%", 93, 0, []),
    ],
)
def test_n_of_N(value: float, raw: str, n: int | None, total: int, fits: list[bool]) -> None:
    assert results("share", replace(ORR, value=value, raw=raw, n=n, N=total)) == [fits]


@pytest.mark.parametrize(
    ("row", "low", "high", "fits"),
    [
        (HR, 0.44, 0.81, [True]),
        (HR, 0.61, 0.81, [False]),
        (HR, 0.6, 0.81, [True]),
        (HR, 0.81, 0.44, [False]),
        (HR, None, 0.81, [True]),
        (HR, None, None, []),
        (replace(HR, value=0.7, raw="0.7"), 0.74, 0.9, [True]),  # 0.7 may stand for 0.74
        (PFS, 8.9, None, [True]),
        (PFS, 12.0, 14.1, [False]),
        (ORR, 52.2, 68.2, [True]),
        (replace(HR, measure="difference", value=5.0, raw="5"), -9, -1, [True]),  # the sign is the text's
        (replace(HR, measure="risk_reduction", value=40, unit="%"), 0.4, 0.8, []),
    ],
)
def test_an_interval_holds_its_value(
    row: EvidenceRow, low: float | None, high: float | None, fits: list[bool]
) -> None:
    assert results("interval", replace(row, ci_low=low, ci_high=high)) == [fits]


@pytest.mark.parametrize(
    ("value", "unit", "measure", "fits"),
    [
        (100, "%", "rate", [True]),
        (604, "%", "rate", [False]),
        (-5, "%", "difference", [True]),
        (0, "", "hazard_ratio", [False]),
        (11.5, "month", "median", []),
    ],
)
def test_the_range(value: float, unit: str, measure: str, fits: list[bool]) -> None:
    assert results("range", replace(ORR, value=value, unit=unit, measure=measure)) == [fits]


def with_p(text: str, low: float, high: float, p: str, measure: str = "hazard_ratio") -> list[bool]:
    """The p check of a row whose interval and p stand in a text as ``[...]`` and ``{...}``."""
    ci, at_p = (Span(text.index(a), text.index(b) + 1) for a, b in ("[]", "{}"))
    document = Document("d", text, ())
    mention = Mention(Label.CI, ci, ci.of(text))
    grounds = tuple(FieldGround(name, Ground(span), "rule") for name, span in (("ci", ci), ("p", at_p)))
    row = replace(HR, measure=measure, ci_low=low, ci_high=high, p=p, grounds=grounds)
    (found,) = checked(document, (mention,), (), (row,))
    return [check.passed for check in found.checks if check.name == "p_value"]


PLAIN = "HR 0.60 (95% CI [44-81]; P{=1})"


@pytest.mark.parametrize(
    ("low", "high", "p", "fits"),
    [
        (0.44, 0.81, "<0.001", [True]),
        (0.44, 0.81, "0.21", [False]),
        (0.44, 0.81, ">0.05", []),  # it may be 0.051
        (0.44, 0.99, "0.055", []),  # two calculations at the border
        (0.44, 1.21, "0.21", [True]),
        (0.44, 1.21, "<0.001", [False]),
        (0.44, 1.21, "0.03", []),  # it may be one-sided
        (0.44, 1.0, "0.21", []),  # 1.00 may stand for 0.996
        (0.44, 1.21, "NS", []),
    ],
)
def test_a_p_value_goes_with_its_interval(low: float, high: float, p: str, fits: list[bool]) -> None:
    assert with_p(PLAIN, low, high, p) == fits


def test_a_difference_is_held_against_zero() -> None:
    assert with_p(PLAIN, 1.5, 9.0, "0.4", "difference") == [False]
    assert with_p(PLAIN, -1.5, 9.0, "0.4", "difference") == [True]


@pytest.mark.parametrize(
    "text",
    [
        "HR 0.60 (99.9% CI [44-81]; P{=1})",
        "HR 0.60 (99·9%CI [44-81], P{=1})",
        "HR 0.60 (95% CI [44-81]; P for interaction {=1})",
        "HR 0.60 (95% CI [44-81]; P{=1} for non-inferiority)",
        "非劣效性 P{=1}, HR 0.60 (95% CI [44-81])",
    ],
)
def test_another_level_or_another_question_is_not_judged(text: str) -> None:
    assert with_p(text, 0.44, 0.81, "0.21") == []
    assert with_p("HR 0.60(95%置信区间 [44-81], P 值{=1}),差异", 0.44, 0.81, "0.21") == [False]


def test_a_level_holds_for_the_intervals_behind_it() -> None:
    text = "0.82, 95·1% CI 69-98; 0.54 (41-71); 0.50 (95% CI 3-8)"
    places = [Span(text.index(part), text.index(part) + len(part)) for part in ("69-98", "41-71", "3-8")]
    levels = Levels(Document("d", text, ()), [Mention(Label.CI, s, s.of(text)) for s in places])
    rows = [replace(HR, grounds=(FieldGround("ci", Ground(span), "rule"),)) for span in places]
    assert [levels.of(row) for row in (*rows, HR)] == [95.1, 95.1, 95, 95]


def test_a_row_without_places_has_no_p_to_judge() -> None:
    assert not has_bare_p(PLAIN, HR)


@pytest.mark.parametrize(
    ("said", "bounds"),
    [("<0.001", (0, 0.001)), ("= 0.0010", (0.001, 0.001)), ("＞0·05", (0.05, 1)), ("NS", None), ("3", None)],
)
def test_reading_p(said: str, bounds: tuple[float, float] | None) -> None:
    assert p_bounds(said) == bounds


@pytest.mark.parametrize(
    ("low", "high", "fits"),
    [
        (rate("CR", 30), rate("ORR", 60), [True]),
        (rate("CR", 90), rate("ORR", 60), [False]),
        (rate("CR", 60.4), rate("ORR", 60), [True]),
        (rate("VGPR_or_better", 61), rate("ORR", 60), [True]),  # 60.5 rounds to either
        (rate("CR_or_better", 45), rate("VGPR_or_better", 40.1), [False]),
        (rate("sCR", 40), rate("CR", 10), []),  # the CR of best responses leaves sCR out
        (rate("CR", 90), rate("ORR", 60, subgroup="高危"), []),
        (rate("CR", 90), rate("ORR", 60, follow_up="12 month"), []),
        (rate("CR", 90), rate("ORR", 60, regimen=OLD), []),
        (rate("CR", 90), rate("ORR", 60, trial_name="LYRA"), []),
    ],
)
def test_responses_grow_outward(low: EvidenceRow, high: EvidenceRow, fits: list[bool]) -> None:
    assert results("response_order", low, high) == [fits, fits]


def test_a_number_given_twice_judges_nothing() -> None:
    assert results("response_order", rate("CR", 90), rate("ORR", 60), rate("ORR", 95)) == [[], [], []]


@pytest.mark.parametrize(("pr", "fits"), [(30.4, True), (20, True), (32, False)])
def test_cr_and_pr_are_at_most_orr(pr: float, fits: bool) -> None:
    rows = rate("CR", 30), rate("PR", pr), rate("ORR", 60.4)
    assert results("response_sum", *rows) == [[fits]] * 3
    assert results("response_sum", *rows[:2]) == [[], []]


@pytest.mark.parametrize(
    ("grade", "other", "fits"),
    [(">=3", "", [False]), ("3", ">=3", [False]), ("3-4", "1-2", []), ("", ">=3", [True])],
)
def test_a_grade_is_part_of_all_grades(grade: str, other: str, fits: list[bool]) -> None:
    rows = (
        rate("AE", 40, event="anemia", grade=grade),
        rate("AE", 30, event="anemia", grade=other),
    )
    assert results("grade_order", *rows) == [fits, fits]
    assert results("grade_order", rows[0], replace(rows[1], event="nausea")) == [[], []]


def test_progression_comes_before_death() -> None:
    os = replace(PFS, endpoint="OS", value=1, unit="year", raw="1 year")
    assert results("survival_order", PFS, os) == [[True], [True]]
    assert results("survival_order", PFS, replace(os, value=10, unit="month")) == [[False], [False]]
    unreached = replace(PFS, value=None, unit="", status="not_reached", raw="NR")
    assert results("survival_order", unreached, os) == [[False], [False]]
    assert results("survival_order", PFS, replace(unreached, endpoint="OS")) == [[True], [True]]
    assert results("survival_order", unreached, replace(unreached, endpoint="OS")) == [[], []]
    assert results("survival_order", at("PFS", 12, 70), at("OS", 12, 60)) == [[False], [False]]
    assert results("survival_order", at("PFS", 12, 70), at("OS", 24, 60)) == [[], []]


def test_survival_falls() -> None:
    assert results("over_time", at("PFS", 12, 70), at("PFS", 24, 60)) == [[True], [True]]
    assert results("over_time", at("PFS", 24, 70), at("PFS", 12, 60)) == [[False], [False]]
    assert results("over_time", at("MRD_negativity", 24, 70), at("MRD_negativity", 12, 60)) == [[], []]


@pytest.mark.parametrize(
    ("month", "share", "fits"), [(6, 60, [True]), (6, 40, [False]), (24, 60, [False]), (24, 30, [True])]
)
def test_half_are_left_at_the_median(month: int, share: float, fits: list[bool]) -> None:
    assert results("median_and_rate", PFS, at("PFS", month, share)) == [fits, fits]


@pytest.mark.parametrize(("reduction", "fits"), [(40, True), (47, False)])
def test_a_reduction_and_its_ratio(reduction: float, fits: bool) -> None:
    other = replace(HR, measure="risk_reduction", value=reduction, unit="%", raw=f"{reduction}%")
    assert results("risk_reduction", HR, other) == [[fits], [fits]]
    assert results("risk_reduction", HR, replace(other, comparator=("placebo",))) == [[], []]


@pytest.mark.parametrize(
    ("ratio", "low", "high", "control", "fits"),
    [
        (0.6, 0.44, 0.81, 6.5, [True]),
        (0.6, 0.44, 0.81, 16.5, [False]),
        (0.6, None, None, 16.5, [False]),
        (0.92, None, None, 16.5, []),  # curves may cross
        (0.6, 0.34, 1.1, 16.5, []),
        (1.6, 1.2, 2.1, 16.5, [True]),
        (0.6, 0.44, 0.81, None, [False]),
    ],
)
def test_the_direction_of_a_ratio(
    ratio: float, low: float | None, high: float | None, control: float | None, fits: list[bool]
) -> None:
    hr = replace(HR, value=ratio, ci_low=low, ci_high=high)
    other = replace(PFS, regimen=OLD, value=control, unit="month" if control else "")
    assert results("direction", hr, PFS, other) == [fits] * 3


def test_where_faster_is_better_a_ratio_has_no_direction() -> None:
    rows = [replace(row, endpoint="TTR") for row in (HR, PFS, replace(PFS, regimen=OLD, value=20))]
    assert results("direction", *rows) == [[], [], []]


def test_patients_fit_into_their_study() -> None:
    assert results("patients", replace(ORR, N=154), studies=(VELA,)) == [[True]]
    assert results("patients", replace(ORR, N=370), studies=(VELA,)) == [[False]]
    assert results("patients", replace(ORR, n=160, N=154)) == [[False]]
    assert results("patients", replace(ORR, N=370), studies=(VELA, VELA)) == [[]]
    arms = replace(ORR, N=154), replace(ORR, regimen=OLD, N=153)
    assert results("patients", *arms, studies=(VELA,)) == [[True, True]] * 2
    over = arms[0], replace(arms[1], N=200)
    assert results("patients", *over, studies=(VELA,)) == [[True, False]] * 2


def test_rows_keep_all_else_and_their_order() -> None:
    rows = (rate("CR", 90), ORR)
    found = checked(EMPTY, (), (VELA,), rows)
    assert tuple(replace(row, checks=()) for row in found) == rows
    assert [check.record() for check in found[0].failed] == [
        {"check": "response_order", "result": "failed", "other": "ORR 60.4%"}
    ]
