"""From links made by hand to the contract's rows and studies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.link.arms import ArmDraft, Arms
from isaextract.link.facts import Facts
from isaextract.link.linking import Links
from isaextract.link.results import Arm, Result
from isaextract.link.studies import StudyDraft
from isaextract.pdf import TextReader
from isaextract.rows import evidence_rows, studies_of
from isaextract.schema import Document, EvidenceRow, Span

TEXT = "A review\n\n1 Trials\n\nVELA (NCT09990031) ORR was 41% with olaparib and 12% with placebo, HR 0.5."
OLAPARIB, PLACEBO = Arm(("olaparib",)), Arm(("placebo",))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def document() -> Document:
    return TextReader().read(TEXT.encode(), "vela")


def place(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def result(words: str, value: float, arm: Arm | None, **more: object) -> Result:
    made = Result(0, "ORR", "rate", value, "%", place(words), Span(place("ORR").start, place(words).end), arm)
    return replace(made, **more)  # type: ignore[arg-type]


def links(
    *results: Result, ids: tuple[str, ...] = ("NCT09990031",), arms: tuple[ArmDraft, ...] = ()
) -> Links:
    draft = StudyDraft(place("VELA"), ids=list(ids), names=["VELA"], phase="3")
    made = arms or (ArmDraft(("olaparib",), role="experimental"), ArmDraft(("placebo",), role="control"))
    facts = Facts(population="RRMM", patients=210, citations=("7",))
    return Links((draft,), (Arms(list(made)),), (facts,), results)


def only(document: Document, lexicon: Lexicon, made: Links) -> EvidenceRow:
    (row,) = evidence_rows(document, made, lexicon)
    return row


def test_a_row_has_its_study(document: Document, lexicon: Lexicon) -> None:
    row = only(document, lexicon, links(result("41%", 41.0, OLAPARIB)))
    assert (row.doc, row.trial_ids, row.trial_name, row.phase) == ("vela", ("NCT09990031",), "VELA", "3")
    assert (row.population, row.regimen, row.comparator) == ("RRMM", ("olaparib",), ())


def test_a_row_quotes_the_text_from_endpoint_to_number(document: Document, lexicon: Lexicon) -> None:
    row = only(document, lexicon, links(result("41%", 41.0, OLAPARIB)))
    assert row.quote == "ORR was 41%"
    assert row.ground is not None
    assert row.ground.span.of(TEXT) == row.quote


def test_rows_stand_in_the_order_of_the_text(document: Document, lexicon: Lexicon) -> None:
    made = links(result("12%", 12.0, PLACEBO), result("41%", 41.0, OLAPARIB))
    assert [row.value for row in evidence_rows(document, made, lexicon)] == [41, 12]


def test_an_arm_that_is_open_says_so(document: Document, lexicon: Lexicon) -> None:
    row = only(document, lexicon, links(result("41%", 41.0, None)))
    assert (row.regimen, row.open) == ((), ("regimen",))


def test_a_ratio_without_its_other_arm_says_so(document: Document, lexicon: Lexicon) -> None:
    row = only(document, lexicon, links(result("0.5", 0.5, OLAPARIB, measure="hazard_ratio", unit="")))
    assert row.open == ("comparator",)
    both = result("0.5", 0.5, OLAPARIB, comparator=PLACEBO, measure="hazard_ratio", unit="")
    assert only(document, lexicon, links(both)).open == ()


def test_a_number_without_a_study_has_none(document: Document, lexicon: Lexicon) -> None:
    row = only(document, lexicon, links(result("41%", 41.0, OLAPARIB, study=-1)))
    assert (row.trial_ids, row.trial_name, row.phase, row.population) == ((), "", "", "")
    assert row.open == ("trial_name",)


@pytest.mark.parametrize(("value", "written"), [(41.0, "41"), (41.5, "41.5")])
def test_whole_numbers_have_no_fraction(
    document: Document, lexicon: Lexicon, value: float, written: str
) -> None:
    assert str(only(document, lexicon, links(result("41%", value, OLAPARIB))).value) == written


@pytest.mark.parametrize(("in_table", "subgroup"), [(True, "BRCA; weekly"), (False, "BRCA")])
def test_an_arms_tag_narrows_a_tables_row(
    document: Document, lexicon: Lexicon, in_table: bool, subgroup: str
) -> None:
    tagged = result("41%", 41.0, Arm(("olaparib",), "weekly"), subgroup="BRCA", in_table=in_table)
    assert only(document, lexicon, links(tagged)).subgroup == subgroup


def test_every_filled_field_has_its_ground(document: Document, lexicon: Lexicon) -> None:
    row = only(document, lexicon, links(result("41%", 41.0, OLAPARIB, source="pairing", confidence=0.8)))
    fields = {item.field: item for item in row.grounds}
    assert fields["value"].ground.span == place("41%")
    assert fields["trial_name"].ground.span == place("VELA")
    assert {(item.source, item.confidence) for item in row.grounds} == {("pairing", 0.8)}


def test_known_numbers_are_no_numbers_of_the_document(document: Document, lexicon: Lexicon) -> None:
    made = links(result("41%", 41.0, OLAPARIB), ids=())
    made.studies[0].names[:] = ["IKEMA"]
    row = only(document, lexicon, made)
    assert (row.trial_ids, row.known_ids) == ((), ("NCT03275285",))


def test_a_study_has_its_facts_and_arms(document: Document, lexicon: Lexicon) -> None:
    (study,) = studies_of(document, links(), lexicon)
    assert (study.name, study.ids, study.phase, study.N) == ("VELA", ("NCT09990031",), "3", 210)
    assert (study.population, study.citations) == ("RRMM", ("7",))
    assert [(arm.drugs, arm.role) for arm in study.arms] == [
        (("olaparib",), "experimental"),
        (("placebo",), "control"),
    ]


def test_arms_of_the_same_drugs_share_one_list(document: Document, lexicon: Lexicon) -> None:
    arms = (ArmDraft(("olaparib",), "daily", labels=("A",)), ArmDraft(("olaparib",), "weekly", labels=("B",)))
    (study,) = studies_of(document, links(arms=arms), lexicon)
    assert [(arm.drugs, arm.aliases) for arm in study.arms] == [(("olaparib",), ("A", "B"))]


def test_what_only_a_stage_had_is_no_arm(document: Document, lexicon: Lexicon) -> None:
    arms = (ArmDraft(("olaparib",)), ArmDraft(("paclitaxel",), role="stage_induction"))
    (study,) = studies_of(document, links(arms=arms), lexicon)
    assert [arm.drugs for arm in study.arms] == [("olaparib",)]


def test_a_transplant_that_all_arms_go_on_to_makes_no_arm(document: Document, lexicon: Lexicon) -> None:
    arms = tuple(
        ArmDraft(d) for d in (("olaparib",), ("placebo",), ("ASCT", "olaparib"), ("ASCT", "placebo"))
    )
    (study,) = studies_of(document, links(arms=arms), lexicon)
    assert [arm.drugs for arm in study.arms] == [("olaparib",), ("placebo",)]
