"""Glyphs to lines: raised citations, blanks, look-alike characters."""

from __future__ import annotations

import pytest

from isaextract.pdf.folding import fold
from isaextract.pdf.lines import lines
from unit.pdf.typesetter import end, page, read, texts, typeset


def raised(before: str, mark: str, after: str = "", *, size: float = 6.0, rise: float = 3.5) -> str:
    glyphs = typeset(before, 50, 100)
    small = typeset(mark, end(glyphs), 100 - rise, size=size)
    (line,) = lines([*glyphs, *small, *typeset(after, end(small), 100)])
    return line.text


@pytest.mark.parametrize(
    ("before", "mark", "after", "expected"),
    [
        ("ORR was 60.4%", "[23]", ".", "ORR was 60.4%[23]."),
        ("60.4%", "23", ".", "60.4%²³."),
        ("11.6", "23", " and", "11.6²³ and"),
        ("10", "9", "/L", "10⁹/L"),
        ("60.4%", "[2,3]", ".", "60.4%[2,3]."),
        ("60.4%", "[1]-[3]", "", "60.4%[1]-[3]"),
        ("0.85", "a", " vs", "0.85a vs"),
        ("田闻华", "1", ", ", "田闻华1,"),
        ("Wei Luo", "2*", "", "Wei Luo2*"),
    ],
)
def test_a_raised_mark_is_in_line_and_never_part_of_a_number(
    before: str, mark: str, after: str, expected: str
) -> None:
    assert raised(before, mark, after) == expected


def test_a_raised_mark_may_begin_a_line() -> None:
    glyphs = [
        *typeset("第一行的文字在这里", 50, 86),
        *typeset("[1]", 50, 96.5, size=6),
        *typeset("。", 59, 100),
    ]
    assert [line.text for line in lines(glyphs)] == ["第一行的文字在这里", "[1]。"]
    assert lines(glyphs)[1].size == 10


def test_several_raised_marks_with_wide_white_stay_on_their_line() -> None:
    glyphs = [*typeset("另一项 Ib 期", 50, 100), *typeset("研究", 180, 100)]
    for x, mark in ((112, "[27]"), (136, "[28]"), (160, "[29]")):
        glyphs += typeset(mark, x, 96.5, size=6)
    (line,) = lines(glyphs)
    assert line.text == "另一项 Ib 期[27] [28] [29]研究"


def test_white_between_letters_is_a_blank_though_none_was_drawn() -> None:
    left = typeset("60-month", 50, 100)
    (line,) = lines([*left, *typeset("PFS", end(left) + 3, 100)])
    assert line.text == "60-month PFS"


def test_white_beside_an_ideograph_is_none() -> None:
    left = typeset("组", 50, 100)
    (line,) = lines([*left, *typeset("Rd", end(left) + 2.5, 100)])
    assert line.text == "组Rd"


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("⽤", "用"),
        ("⻣", "骨"),
        ("⻓", "长"),
        ("ﬁ", "fi"),
        ("〜", "～"),
        ("\u200b", ""),
        ("℃", "℃"),
        ("Ⅲ", "Ⅲ"),
    ],
)
def test_lookalikes_are_folded_and_nothing_else(char: str, expected: str) -> None:
    assert fold(char) == expected


def test_glyphs_drawn_twice_count_once() -> None:
    once = typeset("Safety", 50, 100)
    assert texts(read(page([*once, *typeset("Safety", 50.3, 100)]))) == ["Safety"]
    assert texts(read(page(typeset("aaa", 50, 100)))) == ["aaa"]


def test_every_character_has_the_box_of_its_glyph() -> None:
    glyphs = typeset("HR 0.59", 50, 100)
    document = read(page(glyphs))
    assert [g.box for g in glyphs] == list(document.glyphs)
