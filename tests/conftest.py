"""What several test rooms share: a small document with all that can be said about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from isaextract.schema import (
    Arm,
    Block,
    BlockKind,
    Box,
    CitedReference,
    Document,
    EvidenceRow,
    Extraction,
    FieldGround,
    Ground,
    Label,
    Marker,
    Mention,
    Quantity,
    Reference,
    Span,
    Study,
)


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache for the tests alone, in their own process and in those that they start."""
    os.environ["ISAEXTRACT_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    del os.environ["ISAEXTRACT_CACHE"]


TEXT = "ICARIA-MM 研究(NCT02990338)中 Isa-Pd 组 ORR 为 60.4%[23]。"


def _glyphs(text: str) -> tuple[Box, ...]:
    return tuple(Box(1, 10.0 * i, 20.25, 10.0 * i + 10, 30.5) for i in range(len(text)))


def _span(part: str, text: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def make_extraction(name: str, text: str = TEXT) -> Extraction:
    """An extraction of one study, one row and two mentions, all places right."""
    document = Document(
        name=name,
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, Span(0, len(text))),),
        glyphs=_glyphs(text),
        pages=1,
    )
    value = document.ground(_span("60.4%", text))
    drugs = ("dexamethasone", "isatuximab", "pomalidomide")
    study = Study(
        doc=name,
        ids=("NCT02990338",),
        name="ICARIA-MM",
        phase="3",
        population="RRMM",
        N=307,
        arms=(
            Arm(drugs, "experimental", ("Isa-Pd",), document.ground(_span("Isa-Pd", text))),
            Arm(("dexamethasone", "pomalidomide"), "control", ("Pd",)),
        ),
        citations=("23",),
        ground=document.ground(_span("ICARIA-MM", text)),
    )
    row = EvidenceRow(
        doc=name,
        endpoint="ORR",
        measure="rate",
        value=60.4,
        unit="%",
        trial_ids=("NCT02990338",),
        trial_name="ICARIA-MM",
        phase="3",
        population="RRMM",
        regimen=drugs,
        n=93,
        N=154,
        p="<0.001",
        citations=("23", "24"),
        quote="ORR 为 60.4%",
        ground=value,
        raw="60.4%",
        known_ids=("NCT02990338",),
        grounds=(FieldGround("value", value, "rule:percent"), FieldGround("n", value, "rule:count", 0.5)),
        open=("follow_up", "timepoint"),
    )
    mentions = (
        Mention(Label.TRIAL_NAME, _span("ICARIA-MM", text), "ICARIA-MM", source="lexicon"),
        Mention(Label.PERCENT, _span("60.4%", text), "60.4%", quantity=Quantity(60.4, unit="%")),
    )
    return Extraction(document, mentions, (study,), (row,))


@pytest.fixture
def extraction() -> Extraction:
    return make_extraction("icaria")


@pytest.fixture
def extraction_of() -> Callable[..., Extraction]:
    return make_extraction


@pytest.fixture
def cited() -> Extraction:
    """An extraction whose document ends in two entries; the first is cited once, by the row too."""
    entries = ("[23] Attal M. ICARIA. 2019.", "[24] Moreau P. IKEMA. 2021.")
    made = make_extraction("icaria", "\n".join((TEXT, *entries)))
    text = made.document.text
    first = Reference(
        "23", _span(entries[0], text), "Attal M", "2019", "I", "L", "10.1/a", "317", ("NCT02990338",)
    )
    second = Reference("24", _span(entries[1], text), "Moreau P", "2021")
    row = replace(made.rows[0], references=(CitedReference("23", "10.1/a", "317", first.span.start),))
    return replace(
        made,
        document=replace(made.document, references=(first, second)),
        rows=(row,),
        markers=(Marker("23", _span("[23]", text), first),),
    )


@pytest.fixture
def ground() -> Ground:
    """Two boxes on two pages."""
    return Ground(Span(3, 9), (Box(1, 1.0, 2.0, 3.0, 4.0), Box(2, 1.25, 2.5, 3.0, 4.0)))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with three text documents, and files that are none."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("beta", "alpha", "gamma"):
        (folder / f"{name}.txt").write_text(f"{name}: {TEXT}", encoding="utf-8")
    (folder / "README.md").write_text("about", encoding="utf-8")
    (folder / ".hidden.pdf").write_bytes(b"%PDF-")
    (folder / "data.xlsx").write_bytes(b"PK")
    return folder
