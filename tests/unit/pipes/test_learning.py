"""What a document defines holds through the whole of it."""

from __future__ import annotations

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pipes.learning import learn
from isaextract.pipes.view import Learned, View, words_of


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def learned(lexicon: Lexicon, *texts: str, cells: tuple[str, ...] = ()) -> Learned:
    return learn([View(text, words_of(lexicon)) for text in texts], cells)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("塞利尼索联合硼替佐米、地塞米松(XVd)治疗", "XVd"),
        ("ramucirumab plus docetaxel (RamDoc) was active", "RamDoc"),
        ("卡瑞利珠单抗联合阿帕替尼即“双艾”方案", "双艾"),
        ("以来那度胺为对照，评价加用卡非佐米(KRd)的价值", "KRd"),
        ("Sd 组与 XSd 组", "Sd"),
    ],
)
def test_a_code_behind_a_chain_of_drugs_is_a_regimen(lexicon: Lexicon, text: str, code: str) -> None:
    assert code in learned(lexicon, text).regimens


def test_a_short_name_behind_one_drug_is_a_drug(lexicon: Lexicon) -> None:
    names = learned(lexicon, "sacituzumab govitecan (SG) was compared", "来那度胺单药(R)维持")
    assert {"SG", "R"} <= names.drugs
    assert not names.regimens & names.drugs


def test_a_term_that_means_something_else_is_no_drug(lexicon: Lexicon) -> None:
    assert not learned(lexicon, "placebo (ORR, 12%) and osimertinib (PFS)").drugs


@pytest.mark.parametrize(
    "text",
    ["ZORBA-9 (NCT04567891) enrolled", "Ⅲ期 ZORBA-9 研究显示", "the ZORBA-9 trial", "3.2 ZORBA-9：随访结果"],
)
def test_a_name_next_to_a_number_or_the_word_is_a_trial(lexicon: Lexicon, text: str) -> None:
    assert "ZORBA-9" in learned(lexicon, text).trials


def test_first_cells_under_a_head_of_studies_name_trials(lexicon: Lexicon) -> None:
    assert learned(lexicon, cells=("ZORBA-9[3]", "安慰剂")).trials == {"ZORBA-9"}
