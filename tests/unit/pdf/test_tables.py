"""Tables: with three rules, with a grid, over columns and pages."""

from __future__ import annotations

from isaextract.pdf.glyphs import Glyph, Rule
from isaextract.schema import BlockKind
from unit.pdf.typesetter import bar, column, page, read, table_rows, texts, typeset

PLACES = (50.0, 150.0, 250.0, 350.0)
ROWS = [["Study", "n", "ORR"], ["ICARIA", "154", "60.4%"], ["", "153", "35.3%"]]


def cells(
    rows: list[list[str]], y: float, *, x: float = 50.0, step: float = 20.0, number: int = 1
) -> list[Glyph]:
    glyphs = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            for i, line in enumerate(text.split("\n")):
                glyphs += typeset(line, x + 5 + 100 * c, y + r * step + i * 9, size=8, page=number)
    return glyphs


def test_a_table_between_three_rules() -> None:
    rules = [*bar(100, *PLACES), *bar(120, *PLACES), *bar(160, *PLACES)]
    caption = [*typeset("A title", 50, 60, size=14), *typeset("Table 1 Efficacy", 50, 90)]
    note = typeset("Note: ORR by IMWG.", 50, 175)
    document = read(page([*caption, *cells(ROWS, 112), *note], rules=rules))
    assert table_rows(document) == ROWS
    assert [block.kind for block in document.blocks[-2:]] == [BlockKind.TABLE, BlockKind.NOTE]
    assert document.tables[0].caption is not None
    assert [note.of(document.text) for note in document.tables[0].notes] == ["Note: ORR by IMWG."]


def test_columns_are_found_by_white_where_the_rules_run_through() -> None:
    rules = [Rule(50, y, 350, y) for y in (100, 120, 160)]
    full = [*ROWS[:2], ["IKEMA", "179", "86.6%"]]
    assert table_rows(read(page(cells(full, 112), rules=rules))) == full


def test_lines_of_one_cell_stay_in_one_row() -> None:
    rows = [
        ["Study", "Median\nPFS", "ORR"],
        ["ICARIA-\nMM", "11.5", "60.4%"],
        ["IKEMA", "35.7\nmonths", "86.6%"],
    ]
    rules = [*bar(100, *PLACES), *bar(128, *PLACES), *bar(190, *PLACES)]
    expected = [
        ["Study", "Median PFS", "ORR"],
        ["ICARIA-MM", "11.5", "60.4%"],
        ["IKEMA", "35.7 months", "86.6%"],
    ]
    assert table_rows(read(page(cells(rows, 112, step=30), rules=rules))) == expected


def grid(tops: list[float]) -> list[Rule]:
    return [*(Rule(50, y, 350, y) for y in tops), *(Rule(x, tops[0], x, tops[-1]) for x in PLACES)]


def test_a_gridded_table() -> None:
    assert table_rows(read(page(cells(ROWS, 112), rules=grid([100, 120, 140, 160])))) == ROWS


def test_a_cell_that_spans_rows_stands_in_the_first() -> None:
    rules = grid([100, 120, 160])
    rules.append(Rule(150, 140, 350, 140))
    spanning = [["Study", "n", "ORR"], ["", "154", "60.4%"], ["", "153", "35.3%"]]
    glyphs = [*cells(spanning, 112), *typeset("ICARIA", 55, 143, size=8)]
    assert table_rows(read(page(glyphs, rules=rules))) == ROWS


def test_a_table_goes_on_on_the_next_page_without_its_head() -> None:
    first = page(cells(ROWS[:2], 112), rules=[*bar(100, *PLACES), *bar(120, *PLACES)])
    second = page(cells([ROWS[2]], 112, number=2), rules=bar(120, *PLACES), number=2)
    document = read(first, second)
    assert table_rows(document) == ROWS
    assert len(document.tables) == 1


def test_a_repeated_head_is_left_out() -> None:
    first = page(cells(ROWS[:2], 112), rules=grid([100, 120, 130, 140]))
    second = page(cells([ROWS[0], ROWS[2]], 212, number=2), rules=grid([200, 220, 230, 240]), number=2)
    assert table_rows(read(first, second)) == ROWS


def test_a_paragraph_that_a_table_interrupts_is_whole() -> None:
    line = "The overall response rate rose in the group of isatuximab"
    rules = [*bar(200, *PLACES), *bar(220, *PLACES), *bar(260, *PLACES)]
    glyphs = [
        *column([f">{line}", line, line], y=100),
        *typeset("Table 1 Efficacy", 70, 180),
        *cells(ROWS, 212),
        *column(["with pomalidomide.", f">{line}", line], y=300),
    ]
    document = read(page(glyphs, rules=rules))
    assert texts(document)[0].endswith("isatuximab with pomalidomide.")
    assert [b.kind for b in document.blocks[1:3]] == [BlockKind.CAPTION, BlockKind.TABLE]


def test_prose_between_two_rules_is_no_table() -> None:
    prose = "This is a line of prose without any cell in it at all"
    assert not read(page(column([prose] * 4), rules=[Rule(50, y, 350, y) for y in (85, 160)])).tables


def test_what_stands_between_two_tables_is_no_row_of_either() -> None:
    between = [
        *typeset("Note: the rate of response is that of the committee.", 50, 180),
        *typeset("Table 2", 50, 210),
        *typeset("Safety", 120, 210),
    ]
    tables = [*cells(ROWS, 112), *cells(ROWS, 232)]
    rules = [Rule(50, y, 350, y) for y in (100, 120, 160, 220, 240, 280)]
    document = read(page([*tables, *between], rules=rules))
    assert [table_rows(document, number) for number in (0, 1)] == [ROWS, ROWS]
