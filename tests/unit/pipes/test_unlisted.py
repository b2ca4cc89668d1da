"""Names that no list has, found by how they are made and where they stand."""

from __future__ import annotations

import pytest

from isaextract.lexicon import load_lexicon
from isaextract.pipes import find_mentions, no_model
from isaextract.pipes.normalise import normalise
from isaextract.schema import Block, BlockKind, Document, Label, Span

LEXICON = load_lexicon()


def found(text: str, label: Label) -> list[tuple[str, str]]:
    document = Document("x", text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    mentions = find_mentions(document, LEXICON, no_model)
    return [(m.text, m.source) for m in mentions if m.label is label]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("最常见的不良事件包括恶心、口角溃裂和发热等。", "口角溃裂"),
        ("恶心、甲床剥离(12%)、乏力多见。", "甲床剥离"),
        ("2 例(3%)发生睑缘红肿。", "睑缘红肿"),
        ("Nausea (31%), vomiting (20%) and nail shedding (12%) were common.", "nail shedding"),
        ("The most common adverse events were lip cracking (31%) and nausea (20%).", "lip cracking"),
        ("Grade 3 toe swelling (4%) was rare.", "toe swelling"),
        ("Lip cracking occurred in 12% of patients.", "Lip cracking"),
    ],
)
def test_an_event_in_a_list_of_events(text: str, name: str) -> None:
    assert (name, "event.listed") in found(text, Label.EVENT)


@pytest.mark.parametrize(
    "text",
    [
        "恶心、患者 12 例(3%)。",
        "不良事件包括以下三类。",
        "Nausea and the others (12%) were common.",
        "The most common adverse events were those (12%) of the skin.",
        "Patients developed nausea.",
    ],
)
def test_what_is_no_name_of_an_event(text: str) -> None:
    assert not [name for name, source in found(text, Label.EVENT) if source == "event.listed"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cetuximab vedotin was given", "cetuximab vedotin"),
        ("给予德西妥昔单抗", "德西妥昔单抗"),
        ("夸瑞利铂治疗", "夸瑞利铂"),
        ("quarexaplatin hydrochloride was given", "quarexaplatin hydrochloride"),
    ],
)
def test_a_drug_by_its_make(text: str, name: str) -> None:
    assert name in [text for text, _ in found(text, Label.DRUG)]


def test_the_salt_is_no_part_of_the_name() -> None:
    assert normalise(Label.DRUG, "abiraterone acetate", LEXICON)[0] == "abiraterone"
    assert normalise(Label.DRUG, "quarexatinib mesylate", LEXICON)[0] == "quarexatinib"
    assert normalise(Label.DRUG, "盐酸夸瑞替尼", LEXICON)[0] == "夸瑞替尼"


def test_placebo_is_a_drug_without_an_inn() -> None:
    assert found("安慰剂组", Label.DRUG)
    assert normalise(Label.DRUG, "安慰剂", LEXICON)[0] == "placebo"
    assert normalise(Label.DRUG, "placebos", LEXICON)[0] == "placebo"
    assert "placebo" not in LEXICON.drugs.entries


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("uHCC patients", "uHCC"),
        ("TNMM 患者", "TNMM"),
        ("中度肾功能障碍患者", "中度肾功能障碍"),
        ("poor or very high-risk disease", "poor or very high-risk"),
        ("不适于自体移植的患者", "不适于自体移植"),
    ],
)
def test_a_population_by_its_make(text: str, name: str) -> None:
    assert name in [text for text, _ in found(text, Label.POPULATION)]


def test_the_code_of_a_disease_is_a_setting() -> None:
    assert normalise(Label.POPULATION, "TNMM", LEXICON)[0] == "setting:TNMM"


def test_a_research_code_in_a_treatments_place_is_a_drug_throughout() -> None:
    text = "120 patients received EXB-101 plus cisplatin. The ORR was 61% with EXB-101."
    assert [name for name, _ in found(text, Label.DRUG)].count("EXB-101") == 2
    assert not found("In EXB-101 the ORR was 61%.", Label.DRUG)


def test_a_ratio_beside_han_characters() -> None:
    assert found("依沃西单抗组HR为0.51（95%CI：0.38～0.69）。", Label.RATIO)


def test_a_number_glued_to_its_endpoint() -> None:
    assert ("11.14个月", "time.unit") in found("依沃西单抗组中位PFS11.14个月。", Label.TIME)
    assert not found("依沃西单抗组中位PFS11.14个月。", Label.TRIAL_NAME)


def test_the_code_of_a_note_is_a_regimen() -> None:
    assert [name for name, _ in found("注：PQ，培美曲塞＋铂类。PQ组 ORR 41%。", Label.REGIMEN)] == [
        "PQ",
        "PQ",
    ]
