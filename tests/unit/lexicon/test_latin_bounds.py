"""Latin words end where Han characters begin."""

from __future__ import annotations

import regex

from isaextract.lexicon import latin_bounds


def test_a_han_character_bounds_a_latin_word() -> None:
    pattern = regex.compile(latin_bounds(r"\bHR\b"))
    assert pattern.search("中位PFS的HR为0.51")
    assert not pattern.search("AHR")
    assert not pattern.search("HRs")
