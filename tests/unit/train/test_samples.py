"""Gold to samples, tokens that lose no mention, edits that keep marks, names that look like names."""

from __future__ import annotations

from random import Random

import pytest
import spacy

from isaextract.gold import GoldDocument, parse_tagged
from isaextract.lang.characters import CharacterTokenizer
from isaextract.lexicon import load_lexicon
from isaextract.schema import Label
from isaextract.train import TRAINED, fold, pool_of, read_reading, samples_of
from isaextract.train.invent import invent
from isaextract.train.pieces import cut, join
from isaextract.train.pool import Pool, Script
from isaextract.train.samples import Mark, Sample
from isaextract.train.schemes import measure, schemes
from isaextract.train.templates import fill, templates
from isaextract.train.vary import vary

TAGGED = """新药的临床研究进展

摘要

⟦DRUG|伊沙妥昔单抗⟧(⟦DRUG|Isa⟧)联合 ⟦REGIMEN|Pd⟧ 治疗⟦POPULATION|RRMM⟧。

见于 ⟦TRIAL_NAME|ICARIA-MM⟧ 研究。⟦EVENT|腹泻⟧占 ⟦PERCENT|23.9%⟧。"""


def gold(name: str = "a", tagged: str = TAGGED) -> GoldDocument:
    text, mentions = parse_tagged(tagged)
    return GoldDocument(name, text, mentions, (), ())


@pytest.fixture(scope="module")
def pool() -> Pool:
    return pool_of(load_lexicon())


def surfaces(sample: Sample) -> list[tuple[Label, str]]:
    return [(mark.label, sample.text[mark.start : mark.end]) for mark in sample.marks]


def test_samples_carry_every_gold_mention_as_characters() -> None:
    found = [each for sample in samples_of(read_reading(gold())) for each in surfaces(sample)]
    assert found == [(mention.label, mention.text) for mention in gold().mentions]


def test_cut_and_join_are_inverse() -> None:
    for sample in samples_of(read_reading(gold())):
        assert join(cut(sample)) == sample


def test_characters_lose_no_mention_where_words_do() -> None:
    sample = Sample("给予艾沙妥昔单抗组中位PFS", (Mark(2, 8, Label.DRUG), Mark(9, 11, Label.POPULATION)))
    losses = {name: measure(name, cut_, [sample]).lost for name, cut_ in schemes(load_lexicon()).items()}
    assert losses["characters"] == 0
    tokenizer = CharacterTokenizer(spacy.blank("xx").vocab)
    text = "Isa-Pd组  中位PFS\n为 11.5 个月。"
    assert tokenizer(text).text == text


@pytest.mark.parametrize("seed", range(20))
def test_variants_keep_labels_and_stay_inside_the_text(seed: int, pool: Pool) -> None:
    for sample in samples_of(read_reading(gold())):
        varied = vary(Random(seed), sample, pool)
        assert sorted(mark.label for mark in varied.marks) == sorted(mark.label for mark in sample.marks)
        assert all(text.strip() == text and text for _, text in surfaces(varied))
        assert varied == vary(Random(seed), sample, pool)


def test_variants_bring_other_names(pool: Pool) -> None:
    names = {
        text
        for seed in range(30)
        for sample in samples_of(read_reading(gold()))
        for label, text in surfaces(vary(Random(seed), sample, pool))
        if label is Label.DRUG
    }
    assert len(names) > 20


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_template_fills_with_trained_labels_only(language: str, pool: Pool) -> None:
    rng = Random(1)
    for template in templates(language):
        sample = fill(rng, template, language, pool)
        assert "{" not in sample.text, template
        assert {mark.label for mark in sample.marks} <= set(TRAINED)


def test_slots_of_one_number_hold_the_same(pool: Pool) -> None:
    sample = fill(Random(3), "{drug1}与{drug1}、{drug2}", "zh", pool)
    first, second, other = (text for _, text in surfaces(sample))
    assert first == second != other


@pytest.mark.parametrize("label", TRAINED)
def test_invented_names_are_new_and_seeded(label: Label, pool: Pool) -> None:
    scripts = [script for script in Script if invent(Random(0), label, script, pool)]
    assert scripts
    listed = {form for forms in pool.forms.values() for form in forms}
    for script in scripts:
        names = [invent(Random(seed), label, script, pool) for seed in range(60)]
        assert names == [invent(Random(seed), label, script, pool) for seed in range(60)]
        assert len(set(names) - listed) > 15


def test_a_fold_holds_nothing_of_the_judged_document() -> None:
    readings = [read_reading(gold("a")), read_reading(gold("b", "另一篇\n\n⟦DRUG|来那度胺⟧有效。"))]
    part = fold(readings, 0, load_lexicon())
    assert [sample.text for sample in part.samples if sample.marks] == ["来那度胺有效。"]
    forms = {form for forms in part.pool.forms.values() for form in forms}
    assert "isatuximab" not in forms
    assert "lenalidomide" in forms
