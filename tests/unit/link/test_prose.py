"""Prose of all shapes, in both languages: studies, arms and rows of marked text, one example one test."""

from __future__ import annotations

from pathlib import Path

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from unit.link.prose_kit import Example, examples, lines_of

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


CASES = [
    pytest.param(example, id=f"{language}: {example.name}")
    for language in ("zh", "en")
    for example in examples(HERE / f"prose.{language}.txt")
]


@pytest.mark.parametrize("example", CASES)
def test_prose(example: Example, lexicon: Lexicon) -> None:
    assert sorted(lines_of(example.text, lexicon)) == sorted(example.expected)
