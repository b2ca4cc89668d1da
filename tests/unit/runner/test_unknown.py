"""The unknown-word test counts what it says it counts; suggestions and additions to a lexicon."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from isaextract.cli import app
from isaextract.errors import LexiconError
from isaextract.gold import GoldDocument, parse_tagged
from isaextract.lexicon import Lexicon, add_entry, load_lexicon
from isaextract.pdf import TextReader
from isaextract.pipes import Trained, no_model
from isaextract.runner.suggest import suggestions
from isaextract.runner.unknown import Reduced, reduce, unknown_words
from isaextract.runner.validation import Judged
from isaextract.schema import Label

TAGGED = "题目\n\n⟦DRUG|来那度胺⟧联合⟦DRUG|阿司匹林⟧，⟦EVENT|腹泻⟧。⟦EVENT|乏力⟧少见，另见⟦EVENT|皮疹⟧。"


@functools.cache
def lexicon() -> Lexicon:
    return load_lexicon()


def judged() -> Judged:
    text, mentions = parse_tagged(TAGGED)
    document = TextReader().read(text.encode(), "x")
    return Judged(GoldDocument("x", text, mentions, (), ()), document, Trained(None))  # type: ignore[arg-type]


def without(label: Label, *keys: str) -> Reduced:
    whole = reduce(lexicon(), 0, share=0.0)
    name = {Label.EVENT: "events", Label.DRUG: "drugs"}[label]
    shelf = getattr(lexicon(), name)
    left = type(shelf).of({key: entry for key, entry in shelf.entries.items() if key not in keys})
    small = replace(lexicon(), digest="small", **{name: left})
    return replace(whole, lexicon=small, gone=frozenset((label, key) for key in keys))


def test_a_seed_takes_the_share_away_and_another_seed_others() -> None:
    one, again, other = (reduce(lexicon(), seed) for seed in (1, 1, 2))
    assert one.gone == again.gone != other.gone
    assert len(one.lexicon.drugs.entries) == pytest.approx(0.6 * len(lexicon().drugs.entries), abs=1)
    assert not any(key in one.lexicon.drugs.entries for label, key in one.gone if label is Label.DRUG)


def test_only_names_whose_entry_is_gone_are_counted() -> None:
    outcome = unknown_words([judged()], without(Label.EVENT, "diarrhea"), rules_only=True)
    counts = outcome.labels[Label.EVENT]
    assert (counts.hits, counts.predicted, counts.gold) == (0, 0, 1)
    assert outcome.labels[Label.DRUG].gold == 0


def test_nothing_gone_nothing_counted() -> None:
    outcome = unknown_words([judged()], reduce(lexicon(), 0, share=0.0), rules_only=True)
    assert all(counts.gold == 0 for counts in outcome.labels.values())


def test_suggestions_count_names_no_list_holds_and_give_the_command() -> None:
    text = "题目\n\n" + "曲比格列单抗 (trebiglimab) 有效。" + "给予 trebiglimab 治疗。"
    document = TextReader().read(text.encode(), "x")
    found = {item.name: item for item in suggestions([document], lexicon(), no_model)}
    assert found["trebiglimab"].count == 2
    assert found["trebiglimab"].documents == ("x",)
    assert '--lexicon mine/ drug "trebiglimab"' in found["trebiglimab"].command


def test_an_added_entry_is_known_from_then_on(tmp_path: Path) -> None:
    add_entry(tmp_path / "mine", "drug", "trebiglimab", {"zh": ["曲比格列单抗"], "short": ["Treb"]})
    add_entry(
        tmp_path / "mine", "drug", "trebiglimab", {"zh": ["曲比格列单抗", "曲比单抗"]}, {"class": "antibody"}
    )
    words = load_lexicon((tmp_path / "mine",))
    entry = words.drugs.find("曲比单抗")
    assert entry is not None
    assert (entry.key, entry.group, entry.short) == ("trebiglimab", "antibody", ())


@pytest.mark.parametrize(
    ("kind", "key", "extra", "reason"),
    [
        ("spell", "x", {}, "drug, event"),
        ("drug", "", {}, "key"),
        ("drug", "a\tb", {}, "tabs"),
        ("drug", "x", {"y": "z"}, "column"),
    ],
)
def test_what_would_break_the_file_is_refused(
    tmp_path: Path, kind: str, key: str, extra: dict[str, str], reason: str
) -> None:
    with pytest.raises(LexiconError, match=reason):
        add_entry(tmp_path, kind, key, {}, extra)
    assert not list(tmp_path.iterdir())


def test_the_command_adds(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        app, ["lexicon", "add", "--lexicon", str(tmp_path / "mine"), "event", "glow skin", "--zh", "皮肤发光"]
    )
    assert told.exit_code == 0, told.output
    found = load_lexicon((tmp_path / "mine",)).events.find("皮肤发光")
    assert found is not None
    assert found.key == "glow skin"
