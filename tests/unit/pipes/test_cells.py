"""Bare numbers in tables are what their column's head, their row's or the caption says."""

from __future__ import annotations

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pipes import find_mentions
from isaextract.schema import CELL_SEPARATOR, Block, BlockKind, Cell, Document, Span, Table


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def table(lines: list[list[str]], caption: str = "") -> Document:
    text = f"{caption}\n\n" if caption else ""
    start, rows = len(text), []
    for number, line in enumerate(lines):
        cells, place = [], len(text)
        for column, cell in enumerate(line):
            cells.append(Cell(number, column, Span(place, place + len(cell))))
            place += len(cell) + len(CELL_SEPARATOR)
        rows.append(tuple(cells))
        text += CELL_SEPARATOR.join(line) + "\n"
    span = Span(start, len(text) - 1)
    blocks = [Block(BlockKind.TABLE, span)]
    if caption:
        blocks.insert(0, Block(BlockKind.CAPTION, Span(0, len(caption))))
    tables = (Table(span, tuple(rows), Span(0, len(caption)) if caption else None),)
    return Document("table", text, tuple(blocks), tables)


def found(document: Document, lexicon: Lexicon, line: int = 1) -> list[str]:
    row = document.tables[0].rows[line]
    span = Span(row[0].span.start, row[-1].span.end)
    return [
        f"{mention.label}:{mention.text}"
        for mention in find_mentions(document, lexicon)
        if span.contains(mention.span)
    ]


def test_the_columns_head_says_what_a_number_is(lexicon: Lexicon) -> None:
    head = ["研究", "n", "中位 PFS（月）", "HR（95%CI）", "ORR（%）", "P"]
    row = ["CLEAR", "355", "23.9", "0.39（0.32～0.49）", "71.0", "<0.001"]
    assert found(table([head, row]), lexicon) == [
        "TRIAL_NAME:CLEAR",
        "COUNT:355",
        "TIME:23.9",
        "RATIO:0.39",
        "CI:0.32～0.49",
        "PERCENT:71.0",
        "PVALUE:<0.001",
    ]


def test_two_arms_in_a_cell(lexicon: Lexicon) -> None:
    head = ["Trial", "No. of patients", "Median OS, months", "HR"]
    row = ["SOLO1", "260 vs 131", "NR vs 75.2", "0.55 (0.40-0.76)"]
    assert found(table([head, row]), lexicon) == [
        "TRIAL_NAME:SOLO1",
        "COUNT:260",
        "COUNT:131",
        "TIME:75.2",
        "RATIO:0.55",
        "CI:0.40-0.76",
    ]


def test_the_rows_head_speaks_where_the_columns_are_arms(lexicon: Lexicon) -> None:
    head = ["Outcome", "Arm A (n = 120)", "Arm B (n = 118)"]
    rows = [
        ["Median OS, months (95% CI)", "22.1 (18.0–NE)", "17.0"],
        ["ORR, %", "42", "27"],
        ["CR, n (%)", "11 (9)", "1 (1)"],
    ]
    document = table([head, *rows])
    assert found(document, lexicon, 1) == ["ENDPOINT:OS", "TIME:22.1", "CI:18.0–NE", "TIME:17.0"]
    assert found(document, lexicon, 2) == ["ENDPOINT:ORR", "PERCENT:42", "PERCENT:27"]
    assert found(document, lexicon, 3) == ["ENDPOINT:CR", "COUNT:11", "PERCENT:9", "COUNT:1", "PERCENT:1"]


def test_the_caption_speaks_last(lexicon: Lexicon) -> None:
    rows = [["不良事件", "A 组", "B 组"], ["腹泻", "12", "8"]]
    assert found(table(rows, "表 2 不良事件发生率(%)"), lexicon) == ["EVENT:腹泻", "PERCENT:12", "PERCENT:8"]


def test_numbers_that_nothing_explains_stay_unlabelled(lexicon: Lexicon) -> None:
    assert found(table([["项目", "甲", "乙"], ["序号", "12", "8"]]), lexicon) == []


def test_foot_note_letters_do_not_hide_a_number(lexicon: Lexicon) -> None:
    document = table([["研究", "ORR(%)"], ["CLEAR", "10.6b"]])
    assert found(document, lexicon) == ["TRIAL_NAME:CLEAR", "PERCENT:10.6"]


def test_a_head_of_two_rows(lexicon: Lexicon) -> None:
    heads = [
        ["研究", "", "OS", "", "", "PFS"],
        ["", "n", "中位（月）", "1年率（%）", "HR（95%CI）", "中位（月）"],
    ]
    row = ["CLEAR", "230", "15.3", "62.9", "0.72（0.58～0.90）", "5.8"]
    assert found(table([*heads, row]), lexicon, 2) == [
        "TRIAL_NAME:CLEAR",
        "COUNT:230",
        "TIME:15.3",
        "PERCENT:62.9",
        "RATIO:0.72",
        "CI:0.58～0.90",
        "TIME:5.8",
    ]


def test_a_head_of_two_rows_in_english(lexicon: Lexicon) -> None:
    heads = [["Study", "No.", "PFS", "", "OS"], ["", "", "Median, mo", "HR (95% CI)", "Median, mo"]]
    row = ["SOLO1", "260", "56.0", "0.33 (0.25-0.43)", "NR"]
    assert found(table([*heads, row]), lexicon, 2) == [
        "TRIAL_NAME:SOLO1",
        "COUNT:260",
        "TIME:56.0",
        "RATIO:0.33",
        "CI:0.25-0.43",
    ]


def test_whole_numbers_of_two_arms_beside_decimal_ones(lexicon: Lexicon) -> None:
    head = ["研究", "n", "中位PFS（月）", "≥3级AE（%）"]
    assert found(table([head, ["CLEAR", "266/131", "8.9/5.0", "69/47a"]]), lexicon) == [
        "TRIAL_NAME:CLEAR",
        "COUNT:266",
        "COUNT:131",
        "TIME:8.9",
        "TIME:5.0",
        "PERCENT:69",
        "PERCENT:47",
    ]


def test_a_fraction_stays_one_where_no_cell_is_a_pair(lexicon: Lexicon) -> None:
    document = table([["Trial", "Response", "ORR, %"], ["SOLO1", "45/118", "38.1"]])
    assert found(document, lexicon) == ["TRIAL_NAME:SOLO1", "COUNT:45/118", "PERCENT:38.1"]
