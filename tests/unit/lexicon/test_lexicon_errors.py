"""A user's own lexicon that breaks its grammar: the message names file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from isaextract.errors import LexiconError
from isaextract.lexicon import load_lexicon


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("registries.tsv", "registry\tpattern\tcheck\texample\nX\tX-(\\d\t\tX-1\n", r":2: column pattern: "),
        ("drugs.tsv", "inn\tzh\n", r":1: the header lacks .*en"),
        ("drugs.tsv", "inn\tzh\ten\tcodes\tclass\nx\t\t\t\t\nx\t\t\t\t\n", r":3: 'x' stands twice"),
    ],
)  # fmt: skip
def test_broken_files(file: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        load_lexicon((tmp_path,))


def test_a_folder_without_lexicon_files(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="holds no lexicon file"):
        load_lexicon((tmp_path,))
