"""Whose number a row is."""

from __future__ import annotations

import pytest

from isaextract.lexicon import load_lexicon
from isaextract.pdf import TextReader
from isaextract.pipeline import extract
from isaextract.schema import EvidenceRow

LEXICON = load_lexicon()


def rows(text: str) -> tuple[EvidenceRow, ...]:
    return extract(TextReader().read(f"题目\n\n{text}\n".encode(), "x"), LEXICON).rows


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("晨曦-1 研究(NCT09990001)[3]中，奥拉帕利组 ORR 为 41%。", ["cited"]),
        ("结果：晨曦-1 研究(NCT09990001)中，奥拉帕利组 ORR 为 41%。", ["own"]),
        ("晨曦-1 研究(NCT09990001)[3]。一项荟萃分析显示，奥拉帕利的 ORR 为 41%。", ["pooled"]),
        ("晨曦-1 研究(NCT09990001)[3]。说明书所载奥拉帕利的 ORR 为 41%。", ["label"]),
        ("晨曦-1 研究(NCT09990001)[3]预计奥拉帕利组 ORR 为 41%。", []),
        ("In the phase 3 DAWNX-1 trial (NCT09990001) [3] the ORR was 41% with olaparib.", ["cited"]),
        ("Results: In the DAWNX-1 trial (NCT09990001) the ORR was 41% with olaparib.", ["own"]),
        ("DAWNX-1 (NCT09990001) [3]. In a meta-analysis the ORR was 41% with olaparib.", ["pooled"]),
        ("DAWNX-1 (NCT09990001) [3] assumed that the ORR was 41% with olaparib.", []),
    ],
)
def test_kind(text: str, kinds: list[str]) -> None:
    assert [row.kind for row in rows(text)] == kinds


def test_an_open_label_study_is_no_label() -> None:
    text = "In the open-label DAWNX-1 trial (NCT09990001) [3] the ORR was 41% with olaparib."
    assert [row.kind for row in rows(text)] == ["cited"]


def test_a_kind_survives_its_record() -> None:
    [row] = rows("晨曦-1 研究(NCT09990001)[3]中，奥拉帕利组 ORR 为 41%。")
    assert EvidenceRow.from_record(row.record()).kind == "cited"


def test_a_row_names_what_the_lexicon_does_not_hold() -> None:
    text = "晨曦-1 研究(NCT09990001)[3]中，夸瑞替尼联合奥拉帕利组 ORR 为 41%。"
    [row] = rows(text)
    assert row.unlisted == ("夸瑞替尼",)
    assert EvidenceRow.from_record(row.record()).unlisted == ("夸瑞替尼",)
