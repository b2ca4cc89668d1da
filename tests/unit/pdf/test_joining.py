"""Lines to paragraphs: blanks, hyphens, columns, pages."""

from __future__ import annotations

from typing import Any

import pytest

from isaextract.pdf.joining import learn
from isaextract.pdf.lines import lines
from unit.pdf.typesetter import column, page, read, texts, typeset

FILL = "Patients received isatuximab with pomalidomide again"


def joined(*texts: str, context: str = "") -> str:
    """The texts as full lines of one paragraph of a document that also holds the context."""
    found = lines(column([context, *texts] if context else texts))
    own = found[1:] if context else found
    return learn(found).join((line, line.x1) for line in own).text


def test_no_blank_between_ideographs_and_one_between_words() -> None:
    assert (
        joined("中位无进展生存期在两组间差异", "有统计学意义") == "中位无进展生存期在两组间差异有统计学意义"
    )
    assert joined("median overall survival", "was not reached") == "median overall survival was not reached"


def test_a_blank_between_scripts_follows_the_documents_habit() -> None:
    assert joined("OS 组", "64 个月", context="中位 OS 为 24 个月而 HR 为 0.76") == "OS 组 64 个月"
    assert joined("OS组", "64个月", context="中位OS为24个月而HR为0.76") == "OS组64个月"


def test_the_paragraphs_own_habit_goes_before_the_documents() -> None:
    context = "中位 OS 为 24 个月而 HR 为 0.76"
    assert (
        joined("于2024年7月15日至2024年8月27", "日止", context=context) == "于2024年7月15日至2024年8月27日止"
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["in the Isa-", "Pd group"], "in the Isa-Pd group"),
        (["the progres‐", "sion of disease"], "the progression of disease"),
        (["the progres\u00ad", "sion of disease"], "the progression of disease"),
        (["95% CI, 1.33–", "2.48; P"], "95% CI, 1.33–2.48; P"),
        (["relapsed/", "refractory"], "relapsed/refractory"),
        (["the first –", "and last – one"], "the first – and last – one"),
        (["so (HR 0.5; P", "< 0.001)"], "so (HR 0.5; P < 0.001)"),
        (
            ["see https://doi.org/10.1182/", "blood-2021 for it"],
            "see https://doi.org/10.1182/blood-2021 for it",
        ),
    ],
)
def test_what_stands_at_a_lines_end(parts: list[str], expected: str) -> None:
    assert joined(*parts) == expected


def test_a_plain_hyphen_is_undone_only_where_the_document_breaks_words() -> None:
    context = "the progression was low or the dose high in it"
    breaking = joined("had progres-", "sion at a low-", "dose of intra-", "venous drug", context=context)
    assert breaking == "had progression at a low-dose of intravenous drug"
    assert joined("given as intra-", "day therapy", context=context) == "given as intra-day therapy"


def test_a_blank_that_would_have_been_drawn_is_none() -> None:
    """A producer that ends lines in blanks cut a word where it left none, with room for one."""
    found = lines([*typeset("SWOG ", 50, 100), *typeset("0.71", 50, 114), *typeset("2 months", 50, 128)])
    assert learn(found).join((line, 200.0) for line in found).text == "SWOG 0.712 months"


def test_a_hyphen_of_an_address_stays() -> None:
    context = "the progression was low or the dose high in it"
    lines = ("had progres-", "sion; https://doi.org/10.1182/blood-", "advances.2020.1")
    assert joined(*lines, context=context) == "had progression; https://doi.org/10.1182/blood-advances.2020.1"


def test_first_line_indents_part_paragraphs() -> None:
    document = read(page(column([f">{FILL}", FILL, "the end.", f">{FILL}", FILL])))
    assert [text.split()[-1] for text in texts(document)] == ["end.", "again"]


def test_white_parts_paragraphs() -> None:
    glyphs = [*column([FILL, FILL, "the end."]), *column([FILL, FILL], y=160)]
    assert len(texts(read(page(glyphs)))) == 2


def test_a_little_white_after_a_full_line_parts_paragraphs_that_have_ended() -> None:
    full = [f"{FILL[:-1]}."] * 6
    glyphs = [*column(full), *column(full, y=188)]
    assert [len(text) for text in texts(read(page(glyphs)))] == [6 * len(FILL) + 5] * 2


def test_a_line_that_stops_short_ends_its_paragraph() -> None:
    lines = [FILL, "It was over.", FILL, FILL]
    assert [text[-5:] for text in texts(read(page(column(lines))))] == ["over.", "again"]


def test_a_heading_in_another_size_stands_alone() -> None:
    glyphs = [*typeset("Safety profile", 50, 86, size=12, font="Serif-Bold"), *column([FILL, FILL])]
    assert texts(read(page(glyphs)))[0] == "Safety profile"


def two_columns(left: list[str], right: list[str], number: int = 1) -> list[Any]:
    return [*column(left, page=number), *column(right, x=330, y=103, page=number)]


def test_columns_are_read_one_after_the_other_and_paragraphs_go_on() -> None:
    left = [f"{FILL[:36]} l{i}" for i in range(9)]
    right = [f"{FILL[:36]} r{i}" for i in range(9)]
    (text,) = texts(read(page(two_columns(left, right))))
    assert [word for word in text.split() if word[0] in "lr" and word[1:].isdigit()] == [
        *(f"l{i}" for i in range(9)),
        *(f"r{i}" for i in range(9)),
    ]


def test_a_title_over_two_columns_comes_first() -> None:
    body = [f"{FILL[:40]}" for _ in range(9)]
    title = typeset("A title that runs across both of the columns", 80, 60, size=14)
    assert texts(read(page([*two_columns(body, body), *title])))[0].startswith("A title")


def test_paragraphs_go_on_over_pages_unless_set_in() -> None:
    first = page(column([f">{FILL}", FILL, FILL]), number=1)
    goes_on = page(column([FILL, "the end.", f">{FILL}", FILL], page=2), number=2)
    document = read(first, goes_on)
    assert len(texts(document)) == 2
    boxes = [document.glyphs[document.text.index("the end")], document.glyphs[0]]
    assert [box.page for box in boxes if box] == [2, 1]
