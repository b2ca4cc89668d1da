"""Tokens keep words, codes and numbers whole, and lose no character."""

from __future__ import annotations

import pytest
from spacy.vocab import Vocab

from isaextract.lang.tokenize import BilingualTokenizer


@pytest.fixture(scope="module")
def tokenizer() -> BilingualTokenizer:
    return BilingualTokenizer(Vocab(), ["艾沙妥昔单抗", "中位"])


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Isa-Pd组中位PFS为11.53个月", ["Isa-Pd", "中位", "PFS", "11.53"]),
        ("艾沙妥昔单抗联合治疗", ["艾沙妥昔单抗"]),
        ("入组1,071例，95%CI为2.1", ["1,071", "95", "CI"]),
        ("Median PFS was 11.5 months", ["Median", "11.5", "months"]),
    ],
)
def test_words_stay_whole(tokenizer: BilingualTokenizer, text: str, whole: list[str]) -> None:
    tokens = [token.text for token in tokenizer(text)]
    assert [word for word in whole if word not in tokens] == []


@pytest.mark.parametrize("text", ["中文 和 English  混排，\n换行", "  two  blanks ", "", "a\u3000b。"])
def test_no_character_is_lost(tokenizer: BilingualTokenizer, text: str) -> None:
    assert tokenizer(text).text == text
