"""Plain text and Markdown to documents; the kinds of blocks; references."""

from __future__ import annotations

import pytest

from isaextract.errors import DocumentError
from isaextract.pdf import TextReader
from isaextract.pdf.references import parse_reference
from isaextract.schema import BlockKind, Document
from unit.pdf.typesetter import table_rows, texts

ARTICLE = """抗体治疗的研究进展

田某1, 罗某2*

1某大学医院, 青海 西宁

收稿日期: 2022年5月27日

摘要

本文综述其疗效。

关键词

抗体, 骨髓瘤

Progress of Antibody Therapy

Wenhua Tian1

Abstract

The efficacy is reviewed.

Keywords: antibody; myeloma

Copyright © 2022 by author(s).

1. 引言

骨髓瘤约占 10%。

3.1. 单药研究

表 2 逐项列出数据, 见下。

表 1 疗效

研究 | n | ORR
ICARIA | 154 | 60.4%
 | 153 |\x20

注：n 为例数。

参考文献
[1] Moreno L, et al. The mechanism. Blood. 2019;25:3176-87.
[2] Kumar, S.K. (2017) Multiple Myeloma. Nature, 3, 17046. https://doi.org/10.1038/nrdp.2017.46
"""


def read(text: str) -> Document:
    return TextReader().read(text.encode(), "made")


def test_kinds_sections_and_levels() -> None:
    document = read(ARTICLE)
    kinds = [block.kind.value for block in document.blocks]
    assert kinds == [
        *["title", "front", "front", "front", "heading", "paragraph", "heading", "paragraph"],
        *["title", "front", "heading", "paragraph", "paragraph", "front"],
        *["heading", "paragraph", "heading", "paragraph", "caption", "table", "note", "references"],
    ]
    assert [(b.section, b.level) for b in document.blocks if b.kind is BlockKind.HEADING][-1] == (
        "3.1. 单药研究",
        2,
    )
    assert document.blocks[-3].section == "3.1. 单药研究"


def test_the_text_is_the_file() -> None:
    assert read(ARTICLE).text == ARTICLE.strip()


def test_a_table_keeps_its_empty_cells_its_caption_and_its_note() -> None:
    document = read(ARTICLE)
    assert table_rows(document) == [["研究", "n", "ORR"], ["ICARIA", "154", "60.4%"], ["", "153", ""]]
    (table,) = document.tables
    assert table.caption is not None
    assert table.caption.of(document.text) == "表 1 疗效"
    assert [note.of(document.text) for note in table.notes] == ["注：n 为例数。"]


def test_references_stand_where_they_say() -> None:
    document = read(ARTICLE)
    assert [r.number for r in document.references] == ["1", "2"]
    assert [r.span.of(document.text)[:4] for r in document.references] == ["[1] ", "[2] "]


def test_markdown_marks_are_taken_off() -> None:
    document = read("# A Title\n\n## Safety\nText that\nis wrapped.\n\n| a | b |\n|---|:-:|\n| 1 | |\n")
    assert texts(document) == ["A Title", "Safety", "Text that is wrapped.", "a | b\n1 | "]
    assert table_rows(document) == [["a", "b"], ["1", ""]]


def test_wrapped_lines_are_one_paragraph() -> None:
    assert texts(read("题目\n\n中位生存期\n未达到。")) == ["题目", "中位生存期未达到。"]


def test_other_encodings() -> None:
    assert TextReader().read("题目".encode("gb18030"), "made").text == "题目"
    assert TextReader().read("题目".encode("utf-16"), "made").text == "题目"
    with pytest.raises(DocumentError, match=r"made\.txt.*zero bytes"):
        TextReader().read(b"\x00\x01", "made.txt")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "[1] Moreno L, Perez C, et al. The mechanism of IgG. Clin Cancer Res. 2019;25:3176-87.",
            ("1", "Moreno L, Perez C, et al", "2019", "The mechanism of IgG", "Clin Cancer Res", ""),
        ),
        (
            "［2］ Sung H. Global statistics 2020. CA Cancer J Clin, 2021, 71: 209-249.",
            ("2", "Sung H", "2021", "Global statistics 2020", "CA Cancer J Clin", ""),
        ),
        (
            "[3] Kyle, R.A. and Rajkumar, S.V. (2014) Criteria. Leukemia, 28, 980. https://doi.org/10.1038/leu.2014.11",
            ("3", "Kyle, R.A. and Rajkumar, S.V", "2014", "Criteria", "Leukemia", "10.1038/leu.2014.11"),
        ),
        (
            "4. 张三, 李四, 等. 诊治进展[J]. 中华血液学杂志, 2020, 41(3): 177-185.",
            ("4", "张三, 李四, 等", "2020", "诊治进展", "中华血液学杂志", ""),
        ),
        (
            "[5] Palumbo A. Daratumumab vs. bortezomib: what next? N Engl J Med 2016;375:754.",
            ("5", "Palumbo A", "2016", "Daratumumab vs. bortezomib: what next?", "N Engl J Med", ""),
        ),
    ],
)
def test_fields_of_an_entry(entry: str, expected: tuple[str, ...]) -> None:
    r = parse_reference(entry, 0)
    assert (r.number, r.authors, r.year, r.title, r.journal, r.doi) == expected
