from __future__ import annotations

import pickle

import pytest
import regex

from isaextract.lexicon import Lexicon, Scanner, compiled, latin_bounds, load_lexicon
from isaextract.lexicon.patterns import made_patterns, take_patterns

TEXTS = (
    "In the experimental arm the median PFS was not reached versus 8.1 months (HR 0.52), respectively.",
    "对照组与试验组的中位 OS 分别为 11.2 和 14.7 个月, 联合化疗组未达到, 差异无统计学意义。",
    "Patients with a response lived longer than those without; the former had more rash, the latter less.",
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_of_two_patterns_the_first_listed_is_found() -> None:
    assert Scanner([("short", "more"), ("long", "more than")]).match("more than", 0) == ("short", 4)
    assert Scanner([("long", "more than"), ("short", "more")]).match("more than", 0) == ("long", 9)


def test_a_pattern_may_look_at_what_stands_before_and_behind() -> None:
    scanner = Scanner([("not", r"(?<=are\s)not(?!\s+yet)"), ("bound", r"\bor\b")])
    assert list(scanner.finditer("are not, or are not yet for")) == [("not", 4, 7), ("bound", 9, 11)]


def test_brackets_sets_and_escapes_hold_their_bars_together() -> None:
    scanner = Scanner([("all", r"(?:a|b)c|[x|y]z|\|")])
    assert [scanner.match(text, 0) for text in ("bc", "|z", "|", "b")] == [
        ("all", 2),
        ("all", 2),
        ("all", 1),
        None,
    ]


def test_letters_of_either_case_begin_a_pattern() -> None:
    scanner = Scanner([("versus", "versus"), ("code", "(?-i:HR)")])
    assert list(scanner.finditer("HR Versus hr")) == [("code", 0, 2), ("versus", 3, 9)]


@pytest.mark.parametrize("text", TEXTS)
def test_every_cue_is_found_where_its_pattern_alone_finds_it(lexicon: Lexicon, text: str) -> None:
    for name, cue in lexicon.cues.entries.items():
        parts = (*cue.zh, *cue.en)
        scanner = Scanner((name, part) for part in parts)
        whole = regex.compile("|".join(f"(?:{latin_bounds(part)})" for part in parts), regex.IGNORECASE)
        for start in range(len(text)):
            alone = whole.match(text, start)
            end = alone.end() if alone and alone.end() > start else None
            found = scanner.match(text, start)
            assert (found[1] if found else None) == end, (name, text[start:])


def test_patterns_made_elsewhere_are_used_as_they_are() -> None:
    compiled(r"kept\s+once")
    kept = pickle.loads(pickle.dumps(made_patterns()))
    other = regex.compile("not this one")
    take_patterns({(r"kept\s+twice", 0): other})
    assert compiled(r"kept\s+twice") is other
    assert kept[r"kept\s+once", 0].fullmatch("kept  once")
