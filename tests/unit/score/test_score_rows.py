"""The assignment that agrees most, and what comes of it."""

from dataclasses import replace
from typing import Any

from isaextract.schema import Box, EvidenceRow, Ground, Span
from isaextract.score.assign import best_pairs
from isaextract.score.figures import Counts, Share
from isaextract.score.rows import match_rows, row_mistakes, score_rows, sum_rows

ISA, KD = ("dexamethasone", "isatuximab"), ("carfilzomib", "dexamethasone")


def row(value: float = 10.0, regimen: tuple[str, ...] = ISA, **fields: Any) -> EvidenceRow:
    base = EvidenceRow(
        "d", "ORR", "rate", value, "%", trial_ids=("NCT1",), regimen=regimen, quote=f"{value}%"
    )
    return replace(base, **fields)


def test_counts_at_the_three_levels() -> None:
    gold = [row(1), row(2), row(3), row(4)]
    predicted = [row(1), row(2, grade=">=3"), row(3, KD), row(5), row(6)]
    score = score_rows(match_rows(gold, predicted))
    assert score.number == Counts(3, 5, 4)
    assert score.arm == Counts(2, 5, 4)
    assert score.full == Counts(1, 5, 4)
    assert score.number.precision == 0.6
    assert score.number.recall == 0.75
    assert round(score.number.f1, 4) == 0.6667


def test_reversed_arms_keep_the_number_and_lose_the_arm() -> None:
    score = score_rows(match_rows([row(60, ISA), row(35, KD)], [row(35, ISA), row(60, KD)]))
    assert (score.number.hits, score.arm.hits, score.full.hits) == (2, 0, 0)


def test_equal_numbers_go_to_their_own_arms() -> None:
    match = match_rows([row(10, ISA), row(10, KD)], [row(10, KD), row(10, ISA)])
    assert [(pair.gold.regimen, pair.predicted.regimen) for pair in match.pairs] == [(ISA, ISA), (KD, KD)]


def test_a_tie_goes_to_the_row_with_more_fields_equal() -> None:
    gold = [row(n=5, N=50)]
    match = match_rows(gold, [row(n=4), row(n=5, N=50), row()])
    assert match.pairs[0].predicted.N == 50
    assert len(match.invented) == 2


def test_one_predicted_row_matches_one_gold_row() -> None:
    score = score_rows(match_rows([row()], [row(), row()]))
    assert score.full == Counts(1, 2, 1)


def test_assignment_that_greedy_would_miss() -> None:
    # "高危" is in full agreement with both predictions and likes the first best (more fields equal);
    # "高危; 中国" agrees in full with the first only.
    gold = [row(subgroup="高危", n=7), row(subgroup="高危; 中国", n=1)]
    predicted = [row(subgroup="高危; 中国", n=7), row(subgroup="高危; 老年", n=2)]
    score = score_rows(match_rows(gold, predicted))
    assert score.full.hits == 2


def test_an_arm_is_worth_more_than_all_other_fields() -> None:
    twin: dict[str, Any] = {"n": 1, "N": 2, "p": "0.1", "ci_low": 1.0, "ci_high": 2.0, "population": "RRMM"}
    match = match_rows([row(**twin)], [row(regimen=KD, **twin), row()])
    assert match.pairs[0].predicted.regimen == ISA


def test_the_earlier_count_outweighs_the_sum_of_later_ones() -> None:
    # Pairing 0-0 and 1-1 has one first count; 0-1 and 1-0 has none but far more of the second.
    table = {(0, 0): (1, 0), (1, 1): (0, 0), (0, 1): (0, 31), (1, 0): (0, 31)}
    assert best_pairs([0, 1], [0, 1], lambda i, j: table[i, j]) == [(0, 0), (1, 1)]


def test_more_pairs_outweigh_better_pairs() -> None:
    table = {(0, 0): (31,), (0, 1): (0,), (1, 0): (0,), (1, 1): None}
    assert best_pairs([0, 1], [0, 1], lambda i, j: table[i, j]) == [(0, 1), (1, 0)]


def test_nothing_pairs_with_nothing() -> None:
    assert match_rows([], [row()]).invented == (row(),)
    assert match_rows([row()], []).missed == (row(),)
    assert best_pairs([1], [2], lambda i, j: None) == []


def test_fields_are_scored_over_the_pairs_of_equal_number() -> None:
    gold = [row(1, p="<0.001", N=9), row(2), row(3), row(4, p="0.5")]
    predicted = [row(1, p="< 0.001", N=8), row(2, p="0.2"), row(3)]
    fields = dict(score_rows(match_rows(gold, predicted)).fields)
    assert fields["p"].all == Share(2, 3)
    assert fields["p"].filled == Share(1, 1)
    assert fields["p"].blank == Share(1, 2)
    assert fields["N"].all == Share(2, 3)
    assert fields["regimen"].all == Share(3, 3)


def test_sums_are_micro() -> None:
    scores = [score_rows(match_rows([row(1)], [row(1)])), score_rows(match_rows([row(2)] * 3, []))]
    together = sum_rows(scores)
    assert together.full == Counts(1, 1, 4)
    assert dict(together.fields)["phase"].all == Share(1, 1)


def test_mistakes_name_what_differs() -> None:
    ground = Ground(Span(0, 2), (Box(4, 0, 0, 1, 1),))
    gold = [row(1), row(2, ISA), row(3), row(7)]
    predicted = [row(2, KD, grade="3", ground=ground), row(9), row(3, endpoint="CR"), row(7, N=5)]
    found = {
        (item.kind, item.what): ({d.field: (d.gold, d.predicted) for d in item.differs}, item.page)
        for item in row_mistakes(match_rows(gold, predicted))
    }
    isa, kd = "[dexamethasone+isatuximab]", "[carfilzomib+dexamethasone]"
    assert found == {
        ("missed", f"ORR rate 1 % {isa}"): ({}, None),
        ("missed", f"ORR rate 3 % {isa}"): ({"endpoint": ("ORR", "CR")}, None),
        ("differs", f"ORR rate 2 % {kd} (3)"): (
            {"regimen": ("dexamethasone+isatuximab", "carfilzomib+dexamethasone"), "grade": ("-", "3")},
            4,
        ),
        ("detail", f"ORR rate 7 % {isa}"): ({"N": ("-", "5")}, None),
        ("invented", f"ORR rate 9 % {isa}"): ({}, None),
        ("invented", f"CR rate 3 % {isa}"): ({}, None),
    }


def test_another_study_is_named_as_such() -> None:
    (mistake,) = row_mistakes(match_rows([row()], [row(trial_ids=("NCT2",))]))
    assert [(item.field, item.gold, item.predicted) for item in mistake.differs] == [
        ("trial_ids", "NCT1", "NCT2")
    ]
