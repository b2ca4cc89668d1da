"""Every part against the examples, one example one test; and what all parts have in common."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pipes import arbitrate, find_mentions, no_model
from isaextract.pipes.factories import PART_NAMES, Part, build_pipeline, verdict_of
from isaextract.schema import Block, BlockKind, Document, Label, Span

EXAMPLES = Path(__file__).parents[1] / "examples"
MARK = re.compile(r"⟦([A-Z_]+)\|([^⟧]*)⟧")
TEXT = "Ⅲ期研究 KEYNOTE-024（NCT02142738）入组 305 例，ORR 44.8% vs 27.8%，HR 0.50（95%CI 0.37～0.68）[3]。"

Marks = set[tuple[str, int, int]]


@functools.cache
def lexicon() -> Lexicon:
    return load_lexicon()


@functools.cache
def pipeline() -> Language:
    return build_pipeline(lexicon())


def examples() -> Iterator[object]:
    for path in sorted(EXAMPLES.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        labels = lines[0].removeprefix("# labels:").split()
        for number, line in enumerate(lines, start=1):
            if line.strip() and not line.startswith("#"):
                yield pytest.param(line, labels, id=f"{path.stem}:{number}")


def unmark(line: str) -> tuple[str, Marks]:
    text, marks, place = "", set(), 0
    for match in MARK.finditer(line):
        text += line[place : match.start()]
        marks.add((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        place = match.end()
    return text + line[place:], marks


def document(text: str) -> Document:
    return Document("example", text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))


@pytest.mark.parametrize(("line", "labels"), list(examples()))
def test_example(line: str, labels: list[str]) -> None:
    text, expected = unmark(line)
    asked = set(Label) if labels == ["*"] else {Label(label) for label in labels}
    obtained = {
        (mention.label.value, mention.span.start, mention.span.end)
        for mention in find_mentions(document(text), lexicon())
        if mention.label in asked
    }
    assert obtained == expected, [(label, text[start:end]) for label, start, end in obtained ^ expected]


@pytest.mark.parametrize("name", PART_NAMES)
def test_part_proposes_inside_the_text_and_the_same_twice(name: str) -> None:
    nlp = pipeline()
    part = nlp.get_pipe(name)
    assert isinstance(part, Part)
    first, second = (part(nlp.make_doc(TEXT)).user_data for _ in range(2))
    proposed = first.get("isa_candidates", [])
    assert proposed == second.get("isa_candidates", [])
    assert all(0 <= item.start < item.end <= len(TEXT) and 0 < item.confidence <= 1 for item in proposed)


def test_pipeline_writes_spans_and_keeps_the_losers() -> None:
    doc = pipeline()(TEXT)
    labels = {span.label_ for span in doc.spans["isa"]}
    assert {
        "PHASE",
        "TRIAL_NAME",
        "TRIAL_ID",
        "COUNT",
        "ENDPOINT",
        "PERCENT",
        "RATIO",
        "CI",
        "CITATION",
    } <= labels
    assert verdict_of(doc) == arbitrate(
        [*verdict_of(doc).kept, *(loss.candidate for loss in verdict_of(doc).lost)]
    )


@pytest.mark.parametrize(
    "text", [TEXT, "In PETREL-9, ORR was 41% (95% CI, 33 to 50) with dasatinib; grade ≥3 rash: 3%."]
)
def test_the_spacy_pipeline_says_what_find_mentions_says(text: str) -> None:
    kept = {(each.label, each.start, each.end) for each in verdict_of(pipeline()(text)).kept}
    alone = find_mentions(document(text), lexicon(), no_model)
    assert kept == {(mention.label, mention.span.start, mention.span.end) for mention in alone}


def test_front_matter_and_references_are_silent() -> None:
    text = "Osimertinib 80 mg\n\nOsimertinib 80 mg\n\nOsimertinib 80 mg"
    kinds = (BlockKind.FRONT, BlockKind.PARAGRAPH, BlockKind.REFERENCES)
    blocks = tuple(Block(kind, Span(place * 19, place * 19 + 17)) for place, kind in enumerate(kinds))
    mentions = find_mentions(Document("x", text, blocks), lexicon())
    assert [(mention.label, mention.span.start) for mention in mentions] == [
        (Label.DRUG, 19),
        (Label.DOSE, 31),
    ]


def test_mentions_are_sorted_and_apart() -> None:
    mentions = find_mentions(document(TEXT), lexicon())
    assert all(left.span.end <= right.span.start for left, right in itertools.pairwise(mentions))
    assert all(mention.text == mention.span.of(TEXT) for mention in mentions)
