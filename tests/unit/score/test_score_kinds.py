"""Wrong rows by kind: one error, one kind, the most upstream one; the costliest kind first."""

import json
from dataclasses import replace
from typing import Any

import pytest

from isaextract.gold import GoldDocument, parse_tagged
from isaextract.schema import Arm, EvidenceRow, Ground, Label, Mention, Span, Study
from isaextract.score import (
    Counts,
    KindGroup,
    Prediction,
    Report,
    RowError,
    render_kind,
    render_kinds,
    score_documents,
)

ISA, KD = ("dexamethasone", "isatuximab"), ("carfilzomib", "dexamethasone")
STUDY = Study("d", ids=("NCT1",), name="IKEMA", arms=(Arm(ISA), Arm(KD)))
PROSE = "⟦ENDPOINT|ORR⟧ was ⟦PERCENT|60%⟧ vs ⟦PERCENT|35%⟧, then ⟦EVENT|rash⟧ in ⟦PERCENT|12%⟧."
TABLE = "Arm | ⟦ENDPOINT|ORR⟧, %\nIsa | ⟦PERCENT|60%⟧ | ⟦PERCENT|35%⟧\n"


def row(value: float | None = 60.0, quote: str = "ORR was 60%", **fields: Any) -> EvidenceRow:
    base = EvidenceRow("d", "ORR", "rate", value, "%", trial_ids=("NCT1",), trial_name="IKEMA", regimen=ISA)
    return replace(base, quote=quote, **fields)


def said(text: str, source: EvidenceRow, **fields: Any) -> EvidenceRow:
    """The row as a run says it: with the place of its quote and its number as it stands there."""
    made = replace(source, **fields)
    at = text.index(made.quote)
    raw = "" if source.value is None else f"{source.value:g}%"
    return replace(made, ground=Ground(Span(at, at + len(made.quote))), raw=raw)


def errors(
    gold: list[EvidenceRow],
    predicted: list[EvidenceRow],
    marked: str = PROSE,
    lost: tuple[str, ...] = (),
    **changes: Any,
) -> tuple[RowError, ...]:
    """The errors of one document in which the mentions ``lost`` were not found."""
    text, mentions = parse_tagged(marked)
    document = GoldDocument("d", text, mentions, tuple(gold), (STUDY,))
    found = tuple(item for item in mentions if item.text not in lost)
    guess = Prediction("d", text, found, tuple(predicted), (STUDY,))
    (score,) = score_documents([document], [replace(guess, **changes)]).documents
    return score.errors


def kinds(found: tuple[RowError, ...]) -> list[str]:
    return [f"{item.kind}.{item.part}" for item in found]


TEXT = parse_tagged(PROSE)[0]


@pytest.mark.parametrize(
    ("lost", "kind"),
    [((), "join.rate"), (("60%",), "mention.number"), (("ORR",), "mention.endpoint")],
)
def test_a_missed_row_tells_what_was_not_found(lost: tuple[str, ...], kind: str) -> None:
    assert kinds(errors([row()], [], lost=lost)) == [kind]


def test_another_number_that_was_lost_is_not_to_blame() -> None:
    assert kinds(errors([row()], [], lost=("35%", "12%", "rash"))) == ["join.rate"]


def test_an_endpoint_found_by_another_name_in_the_quote_was_found() -> None:
    marked = "⟦ENDPOINT|Response⟧ (⟦ENDPOINT|ORR⟧) was ⟦PERCENT|60%⟧"
    _, mentions = parse_tagged(marked)
    found = tuple(replace(item, concept="ORR") for item in mentions if item.text == "ORR")
    number = tuple(item for item in mentions if item.label is Label.PERCENT)
    gold = [row(quote="Response (ORR) was 60%")]
    assert kinds(errors(gold, [], marked, mentions=(*found, *number))) == ["join.rate"]
    nameless = tuple(replace(item, concept="PFS") for item in found)
    assert kinds(errors(gold, [], marked, mentions=(*nameless, *number))) == ["mention.endpoint"]


def test_a_number_read_short_was_not_found() -> None:
    text, mentions = parse_tagged("⟦ENDPOINT|ORR⟧ was ⟦PERCENT|12.5%⟧")
    at = text.index("2.5%")
    short = (mentions[0], Mention(Label.PERCENT, Span(at, at + 4), "2.5%"))
    gold = [row(12.5, "ORR was 12.5%")]
    assert kinds(errors(gold, [], "⟦ENDPOINT|ORR⟧ was ⟦PERCENT|12.5%⟧", mentions=short)) == ["mention.number"]


def test_a_number_in_words_is_a_mention_too() -> None:
    marked = "rash in ⟦COUNT|6⟧ and ⟦ENDPOINT|death⟧ of ⟦COUNT|two⟧"
    gold = [row(2.0, "death of two", endpoint="AE_death", measure="count", unit="")]
    assert kinds(errors(gold, [], marked, lost=("two",))) == ["mention.number"]
    assert kinds(errors(gold, [], marked, lost=("6",))) == ["join.count"]


def test_the_name_of_an_event_counts_as_that_of_its_endpoint() -> None:
    rash = row(12.0, "rash in 12%", endpoint="AE", event="rash")
    assert kinds(errors([rash], [], lost=("rash",))) == ["mention.event"]
    assert kinds(errors([rash], [], lost=("ORR",))) == ["join.rate"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"trial_ids": ("NCT2",), "trial_name": "ICARIA", "regimen": KD}, "study.other"),
        ({"trial_ids": (), "trial_name": ""}, "study.none"),
        ({"regimen": KD, "grade": "3"}, "arm.swapped"),
        ({"regimen": ("melphalan",)}, "arm.other"),
        ({"regimen": ()}, "arm.none"),
        ({"comparator": KD}, "arm.comparator added"),
        ({"endpoint": "CR", "grade": "3"}, "endpoint.name"),
        ({"measure": "count", "unit": ""}, "endpoint.measure"),
        ({"event": "rash", "grade": "3"}, "event.added"),
        ({"grade": "3", "subgroup": "old"}, "grade.added"),
        ({"timepoint": "12 month"}, "timepoint.added"),
        ({"subgroup": "old"}, "subgroup.added"),
        ({"unit": "month"}, "value.unit"),
        ({"N": 3}, "detail.n/N"),
        ({"ci_low": 1.0, "p": "0.1"}, "detail.CI"),
        ({"citations": ("1",)}, "detail.citations"),
    ],
)
def test_a_wrong_row_has_the_kind_that_is_most_upstream(changes: dict[str, Any], kind: str) -> None:
    (error,) = errors([row()], [said(TEXT, row(), **changes)])
    assert kinds((error,)) == [kind]
    assert error.cost == (0 if kind.startswith("detail") else 1)
    assert {item.field for item in error.differs} >= set(changes) - {"grade", "subgroup"}


def test_a_right_row_is_no_error() -> None:
    assert errors([row()], [said(TEXT, row())]) == ()


def test_arms_given_each_others_numbers_are_two_swaps() -> None:
    both = [row(), row(35.0, "ORR was 60% vs 35%", regimen=KD)]
    wrong = [said(TEXT, both[0], regimen=KD), said(TEXT, both[1], regimen=ISA)]
    assert kinds(errors(both, wrong)) == ["arm.swapped", "arm.swapped"]


def test_another_number_taken_for_the_row_is_one_error() -> None:
    (error,) = errors([row()], [said(TEXT, row(35.0, "ORR was 60% vs 35%"))])
    assert kinds((error,)) == ["value.value"]
    assert (error.gold[:10], error.predicted[:10]) == ("ORR rate 6", "ORR rate 3")


def test_equal_numbers_far_apart_are_a_missed_and_an_invented_row() -> None:
    marked = PROSE + " In another trial the share was ⟦PERCENT|60%⟧."
    text = parse_tagged(marked)[0]
    far = said(text, row(), quote="share was 60%", trial_ids=("NCT2",), trial_name="", regimen=("melphalan",))
    assert kinds(errors([row()], [far], marked)) == ["join.rate", "invented.no result"]


def test_an_invented_row_that_says_another_again_is_a_duplicate() -> None:
    again = said(TEXT, row())
    background = said(TEXT, row(12.0, "rash in 12%", endpoint="SD"))
    found = errors([row()], [again, again, background])
    assert kinds(found) == ["invented.duplicate", "invented.no result"]
    assert [item.gold for item in found] == ["", ""]


def test_rows_of_a_table_are_their_own_kind() -> None:
    text = parse_tagged(TABLE)[0]
    cells = [row(quote="ORR, %\nIsa | 60%"), row(35.0, "ORR, %\nIsa | 60% | 35%", regimen=KD)]
    wrong = said(text, cells[0], grade="3")
    assert kinds(errors(cells, [wrong], TABLE)) == ["table.grade", "table.join"]
    assert kinds(errors(cells[:1], [], TABLE, lost=("60%",))) == ["mention.number"]
    assert kinds(errors(cells[:1], [said(text, cells[0], N=3)], TABLE)) == ["detail.n/N"]
    assert kinds(errors([], [wrong], TABLE)) == ["table.invented"]


def test_a_quote_that_stands_twice_is_the_one_nearest_to_the_row_before() -> None:
    share = "⟦ENDPOINT|ORR⟧ was ⟦PERCENT|60%⟧"
    twice = f"{share}. Much later and of all patients: ⟦ENDPOINT|ORR⟧ of ⟦PERCENT|7%⟧, {share}"
    text, mentions = parse_tagged(twice)
    first, last = [item for item in mentions if item.text == "60%"]
    rows = [row(7.0, "ORR of 7%"), row()]
    right = said(text, rows[0])
    for lost, kind in ((first, "join.rate"), (last, "mention.number")):
        found = tuple(item for item in mentions if item is not lost)
        assert kinds(errors(rows, [right], twice, mentions=found)) == [kind]


def test_the_page_is_that_of_the_mention_before() -> None:
    where = ((0, 4), (TEXT.index("rash"), 5))
    rash = row(12.0, "rash in 12%", endpoint="AE", event="rash")
    assert [item.page for item in errors([row(), rash], [], pages=where)] == [4, 5]
    assert [item.page for item in errors([row()], [])] == [None]


def report() -> Report:
    """Four rows of two documents: two joins, one swap, one detail."""
    text, mentions = parse_tagged(PROSE)
    rows = (row(), row(35.0, "ORR was 60% vs 35%"), row(12.0, "rash in 12%", endpoint="AE", event="rash"))
    one = GoldDocument("d", text, mentions, rows, (STUDY,))
    two = replace(one, name="e", rows=(replace(row(), doc="e"),))
    swapped, detail = said(text, rows[0], regimen=KD), said(text, replace(row(), doc="e"), N=3)
    return score_documents(
        [one, two],
        [Prediction("d", text, mentions, (swapped,)), Prediction("e", text, mentions, (detail,))],
    )


def test_the_costliest_kind_comes_first() -> None:
    found = report()
    assert [(item.kind, item.cost, len(item.errors)) for item in found.groups] == [
        ("join", 2, 2),
        ("arm", 1, 1),
        ("detail", 0, 1),
    ]
    full = found.total.rows.full
    assert sum(item.missed for item in found.groups) == full.gold - full.hits
    assert full == Counts(1, 2, 4)


def test_the_groups_are_in_the_record() -> None:
    (join, arm, detail) = json.loads(json.dumps(report().record()))["groups"]
    assert (join["kind"], join["share"], join["documents"]) == ("join", 0.666667, {"d": 2})
    assert (arm["parts"], arm["list"][0]["differs"]) == (
        {"swapped": 1},
        {"regimen": {"gold": "dexamethasone+isatuximab", "predicted": "carfilzomib+dexamethasone"}},
    )
    assert (detail["cost"], detail["errors"], detail["list"][0]["doc"]) == (0, 1, "e")


def test_kinds_are_shown_with_examples() -> None:
    shown = render_kinds(report())
    lines = [line.split() for line in shown.splitlines()]
    assert ["join", "2", "0.667", "2", "2", "1"] in lines
    assert ["arm.swapped", "1"] in lines
    assert shown.index("\njoin: ") < shown.index("\narm: ") < shown.index("\ndetail: ")
    assert "arm.swapped  d  ⟦ORR was 60%⟧\n      gold ORR rate 60 % [dexamethasone+isatuximab]\n" in shown


def test_examples_are_three_of_as_many_documents_as_can_be() -> None:
    made = [RowError("join", "rate", doc, f"{doc}{at}", "", "") for doc in ("a", "b") for at in range(4)]
    group = KindGroup("join", tuple(made))
    assert [item.gold for item in group.examples()] == ["a0", "b0", "a1"]


def test_one_kind_or_one_part_is_shown_in_full() -> None:
    found = report()
    assert render_kind(found, "join").count("said -") == 2
    assert "arm" not in render_kind(found, "join")
    assert render_kind(found, "arm.swapped").count("gold ORR") == 1
    assert render_kind(found, "arm.other") == "no wrong rows of the kind arm.other\n"


def test_a_run_without_errors_says_so() -> None:
    assert render_kinds(replace(report(), documents=())) == "no wrong rows\n"
