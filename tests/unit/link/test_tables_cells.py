"""Single cells of numbers, and the notes that explain their marks."""

from __future__ import annotations

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.link.table_cells import Reading, is_number_cell, ratio_start, read_cell, read_p
from isaextract.schema import Span

MARKS = frozenset("abcd*")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def read(text: str, lexicon: Lexicon) -> tuple[Reading, ...]:
    return read_cell(text, Span(0, len(text)), lexicon, MARKS)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("81.5%", 81.5, "%"),
        ("43 个月", 43.0, "month"),
        ("8.2 mo (6.1–9.9)", 8.2, "month"),
        ("1 234", 1234.0, ""),
        ("10.6b", 10.6, ""),
        ("12d", 12.0, ""),
        ("23/32 (71.9%)", 71.9, "%"),
        ("HR 0.596, 95% CI 0.44–0.81; P < 0.001", 0.596, ""),
    ],
)
def test_a_number_and_its_unit(text: str, value: float, unit: str, lexicon: Lexicon) -> None:
    (reading,) = read(text, lexicon)
    assert (reading.status, reading.value, reading.unit) == ("number", value, unit)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("6.9(5.7~8.6)", (5.7, 8.6)),
        ("0.72（0.61～0.85）a", (0.61, 0.85)),
        ("5.6 (95%CI, 5.5 to 6.3)", (5.5, 6.3)),
        ("12.6 (10.1, 15.2)", (10.1, 15.2)),
        ("NR (18.3–NE)", (18.3, None)),
        ("78.4% (95% CI 70.1%–85.0%)", (70.1, 85.0)),
        ("12.6 (30)", None),
    ],
)
def test_an_interval_in_brackets(
    text: str, interval: tuple[float, float | None] | None, lexicon: Lexicon
) -> None:
    (reading,) = read(text, lexicon)
    assert reading.interval == interval


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("10.6 vs 4.1b", [10.6, 4.1]),
        ("12.3/8.4", [12.3, 8.4]),
        ("60%/35%", [60.0, 35.0]),
        ("未达到 比 12.3", [None, 12.3]),
        ("12 (8 vs 4)", [12.0]),
    ],
)
def test_the_sides_of_a_comparison(text: str, values: list[float | None], lexicon: Lexicon) -> None:
    assert [reading.value for reading in read(text, lexicon)] == values


def test_marks_hang_on_numbers_and_brackets(lexicon: Lexicon) -> None:
    assert [r.marks for r in read("10.6a vs 4.1 (3.0–5.2)b", lexicon)] == [("a",), ("b",)]
    assert read("9.1*", lexicon)[0].marks == ("*",)


@pytest.mark.parametrize("text", ["NE", "NR", "—", "未测", "N/A", "未报告", "not reported", "-"])
def test_a_word_in_place_of_a_number(text: str, lexicon: Lexicon) -> None:
    (reading,) = read(text, lexicon)
    assert (reading.status, reading.word) == ("missing", text)


@pytest.mark.parametrize("text", ["参照", "reference", "Ref.", "1.00 (ref)"])
def test_a_reference(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon)[0].status == "reference"


@pytest.mark.parametrize(("text", "p"), [("<0.0001", "<0.0001"), ("＝0.025", "0.025"), ("P ≤ .01", "<=.01")])
def test_a_p_value(text: str, p: str) -> None:
    found = read_p(text, Span(0, len(text)))
    assert found is not None
    assert found[0] == p


def test_a_p_value_behind_an_interval_needs_no_letter(lexicon: Lexicon) -> None:
    (reading,) = read("0.78 (0.65–0.93); 0.006", lexicon)
    assert (reading.value, reading.interval, reading.p) == (0.78, (0.65, 0.93), "0.006")


def test_a_ratio_behind_values_is_apart(lexicon: Lexicon) -> None:
    text = "9.0 vs 5.5 (HR 0.60)"
    assert ratio_start(text, Span(0, len(text)), lexicon) == text.index("HR")
    assert ratio_start("HR 0.60", Span(0, 7), lexicon) == -1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("48.1", True),
        ("NR", True),
        ("HR 0.6", True),
        ("HR (95% CI)", False),
        ("zanvotinib", False),
        ("", False),
    ],
)
def test_a_head_is_no_number(text: str, number: bool, lexicon: Lexicon) -> None:
    assert is_number_cell(text, lexicon) is number
