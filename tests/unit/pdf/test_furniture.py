"""Running heads, foot lines, page numbers and footnotes."""

from __future__ import annotations

from isaextract.pdf.glyphs import Page
from isaextract.schema import BlockKind
from unit.pdf.typesetter import bar, column, page, read, texts, typeset

BODY = ["Some words of the body stand here", "and go on with others to the end."]


def numbered(number: int, head: str = "Review Article", foot: str = "Page {}") -> Page:
    glyphs = [
        *typeset(head, 50, 30, size=8, page=number),
        *column([f"{line} {'abc'[number - 1]}" for line in BODY], page=number),
        *typeset(foot.format(number), 280, 780, size=8, page=number),
    ]
    return page(glyphs, number=number)


def test_what_repeats_at_the_edges_is_left_out() -> None:
    text = read(numbered(1), numbered(2), numbered(3)).text
    assert "Review" not in text
    assert "Page" not in text
    assert text.count("Some words") == 3


def test_a_first_pages_own_head_goes_with_the_others() -> None:
    text = read(numbered(1, head="Received 2024"), numbered(2), numbered(3)).text
    assert "Received" not in text


def test_a_lone_page_number_of_a_single_page_is_left_out() -> None:
    assert "· 7 ·" not in read(page([*column(BODY), *typeset("· 7 ·", 290, 780)])).text


def test_a_body_line_that_stands_twice_is_kept() -> None:
    pages = [page(column([*"xyz"[n - 1 : n], "The same line.", *BODY], page=n), number=n) for n in (1, 2)]
    assert read(*pages).text.count("The same line.") == 2


def test_small_print_under_a_short_rule_is_a_note_at_the_end() -> None:
    note = typeset("*Corresponding author.", 50, 720, size=7)
    document = read(page([*column(BODY * 4), *note], rules=bar(705, 50, 150)))
    assert document.blocks[-1].kind is BlockKind.NOTE
    assert texts(document)[-1] == "*Corresponding author."
