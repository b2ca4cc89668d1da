"""Sentences and clauses of both languages, in the document's offsets."""

from __future__ import annotations

import pytest

from isaextract.lang import language_of, split_clauses, split_sentences
from isaextract.schema import Span


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("中位 PFS 为 11.5 个月", "zh"),
        ("Isa-Pd 组 ORR 60.4%", "zh"),
        ("Median PFS was 11.5 months", "en"),
        ("| 60.4% | 35.3% |", "en"),
        ("", "en"),
    ],
)
def test_language_is_found_by_its_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "ORR was 60% vs. 35% in the control arm",
        "Moreau et al. 2021 reported 11.5 months",
        "The value (P = .03. See Table 2) held",
        "J. P. Smith led the trial",
        "Response, i.e. CR or PR, was seen",
        "Fig. 2 shows OS",
        "PFS 为 5.5 个月 (HR 0.59。另见表 2) 且 OS 延长",
        "比较 A 与 B（95%CI 0.4~0.8；P<0.001），差异显著",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PFS 延长。OS 未达到！为何？", ["PFS 延长。", "OS 未达到！", "为何？"]),
        ("OS was 20.1 months. PFS was not reached.", ["OS was 20.1 months.", "PFS was not reached."]),
        ("It was better.[3] Safety was similar.", ["It was better.[3]", "Safety was similar."]),
        ("ORR 60%;CR 10%。", ["ORR 60%;CR 10%。"]),
    ],
)
def test_sentences_end_at_stops(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_semicolons_end_clauses_outside_brackets_only() -> None:
    text = "中位 OS 20 个月（HR 0.7；P=0.01）；ORR 40%。"
    clauses = [span.of(text) for span in split_clauses(text, Span(0, len(text)))]
    assert clauses == ["中位 OS 20 个月（HR 0.7；P=0.01）；", "ORR 40%。"]


def test_offsets_are_the_documents() -> None:
    text = "Title\n\nOne is here. Two is there."
    spans = split_sentences(text, Span(7, len(text)))
    assert [(span.start, span.of(text)) for span in spans] == [(7, "One is here."), (20, "Two is there.")]


def test_a_bracket_never_closed_does_not_swallow_the_block() -> None:
    assert sentences("ORR 60% (see below。 OS 延长。 安全。") == [
        "ORR 60% (see below。",
        "OS 延长。",
        "安全。",
    ]
