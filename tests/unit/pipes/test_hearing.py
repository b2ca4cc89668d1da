"""What a model says becomes names of the document; the model here is a stand-in that says what it is told."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

import pytest
import regex

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pipes import Trained, find_mentions, no_model
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.trained import packaged_signature
from isaextract.schema import Block, BlockKind, Document, Label, Mention, Span


@functools.cache
def lexicon() -> Lexicon:
    return load_lexicon()


class StandIn(Trained):
    """Says the given words, once for each in the text, up to ``most`` times."""

    def __init__(self, words: Mapping[str, Label], most: int = 99) -> None:
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "most", most)
        object.__setattr__(self, "version", "test")

    __slots__ = ("most", "words")

    def find(self, texts: Sequence[str]) -> Iterator[tuple[Candidate, ...]]:
        for text in texts:
            yield tuple(
                Candidate(*found.span(), label, "ner:test", confidence=0.8)
                for word, label in self.words.items()
                for found in list(regex.finditer(regex.escape(word), text))[: self.most]
            )


def read(text: str, words: Mapping[str, Label], most: int = 99) -> list[Mention]:
    document = Document("x", text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    model = StandIn(words, most)
    return list(find_mentions(document, lexicon(), lambda: model))


def drugs(mentions: list[Mention]) -> list[tuple[str, str]]:
    return [(m.text, m.source) for m in mentions if m.label is Label.DRUG]


def test_a_name_heard_at_most_places_is_found_at_all() -> None:
    text = "给予曲比格列明。" * 4
    assert drugs(read(text, {"曲比格列明": Label.DRUG}, most=3)) == [("曲比格列明", "ner:test")] * 4


def test_a_name_heard_at_few_places_is_not_believed() -> None:
    text = "便利。" * 4
    assert not read(text, {"便利": Label.EVENT}, most=1)


def test_a_name_of_no_familiar_make_needs_three_places() -> None:
    assert not drugs(read("见鲸骨散。", {"鲸骨散": Label.DRUG}))
    assert len(drugs(read("见鲸骨散。" * 3, {"鲸骨散": Label.DRUG}))) == 3


def test_what_the_lexicon_knows_is_the_rules_to_decide() -> None:
    text = "来那度胺与骨髓瘤。"
    said = read(text, {"来那度胺": Label.EVENT, "骨髓瘤": Label.POPULATION})
    document = Document("x", text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    assert tuple(said) == find_mentions(document, lexicon(), no_model)


@pytest.mark.parametrize("word", ["We", "its", "three"])
def test_function_words_are_never_names(word: str) -> None:
    assert not read(f"{word} {word} {word}", {word: Label.REGIMEN})


def test_a_heard_name_carries_its_own_text_as_concept_and_says_how_sure() -> None:
    mentions = read("给予曲比格列明。" * 3, {"曲比格列明": Label.DRUG})
    assert {(m.concept, m.confidence) for m in mentions if m.label is Label.DRUG} == {("曲比格列明", 0.8)}


def test_a_bracket_gives_heard_names_one_concept() -> None:
    text = "曲比格列单抗(trebiglimab，Treb)有效。Treb 组较好。"
    concepts = {m.text: m.concept for m in read(text, {"曲比格列单抗": Label.DRUG}) if m.label is Label.DRUG}
    assert concepts == {"曲比格列单抗": "trebiglimab", "trebiglimab": "trebiglimab", "Treb": "trebiglimab"}


def test_a_new_short_name_of_a_listed_drug_means_the_drug() -> None:
    text = "卡非佐米(Cfzb)有效。Cfzb 组较好。"
    assert {m.concept for m in read(text, {}) if m.label is Label.DRUG} == {"carfilzomib"}


def test_the_run_file_can_name_the_model_without_loading_it() -> None:
    assert packaged_signature()


def test_a_study_in_the_place_of_a_treatment_is_a_regimen() -> None:
    text = "西妥昔单抗联合 QARFIRI 与 QARFIRI 组。"
    labels = {m.label for m in read(text, {"QARFIRI": Label.TRIAL_NAME}) if m.text == "QARFIRI"}
    assert labels == {Label.REGIMEN}


@pytest.mark.parametrize(
    ("text", "word", "label"),
    [
        ("每周一次 weekly cisplatin 治疗。", "weekly cisplatin", Label.DRUG),
        ("肝损伤对夸瑞昔单抗无影响。", "肝损伤对夸瑞昔单抗", Label.DRUG),
        ("射 cisplatin 治疗。", "射 cisplatin", Label.DRUG),
        ("且皮肤皲裂少见。", "且皮肤皲裂", Label.EVENT),
        ("皮下夸瑞昔单抗治疗。", "皮下夸瑞昔单抗", Label.EVENT),
        ("感染随 Elo 增加。", "感染随 Elo 增加", Label.EVENT),
        ("见甲周皲裂症。", "甲周皲裂", Label.EVENT),
        ("给予 quarexatinib mesylate 治疗。", "quarexatinib", Label.DRUG),
    ],
)
def test_what_holds_more_or_less_than_a_name_is_not_believed(text: str, word: str, label: Label) -> None:
    assert not [m for m in read(text * 3, {word: label}) if m.text == word and m.source == "ner:test"]


def test_a_longer_event_that_is_heard_goes_before_the_listed_one_inside_it() -> None:
    events = {m.text for m in read("甲周感染(12%)。甲周感染(3%)。", {"甲周感染": Label.EVENT})}
    assert events & {"甲周感染", "感染"} == {"甲周感染"}
