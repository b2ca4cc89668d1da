"""Which studies are the same, and what of them is right."""

from isaextract.schema import Arm, Study
from isaextract.score.figures import Counts, Share
from isaextract.score.studies import match_studies, score_studies, study_mistakes, sum_studies

ISA, KD = ("dexamethasone", "isatuximab"), ("carfilzomib", "dexamethasone")


def study(
    *ids: str, name: str = "", arms: tuple[tuple[str, ...], ...] = (ISA, KD), **fields: object
) -> Study:
    return Study("d", ids=ids, name=name, arms=tuple(Arm(drugs) for drugs in arms), **fields)  # type: ignore[arg-type]


def names(gold: list[Study], predicted: list[Study]) -> list[tuple[int, int]]:
    match = match_studies(gold, predicted)
    return [(gold.index(left), predicted.index(right)) for left, right in match.pairs]


def test_a_shared_number_makes_one_study() -> None:
    assert names([study("A1", "NCT1", name="X")], [study("NCT1", name="Y", arms=())]) == [(0, 0)]


def test_phases_of_one_number_are_two_studies() -> None:
    gold = [study("NCT1", phase="1b"), study("NCT1", phase="2")]
    assert names(gold, [study("NCT1", phase="2"), study("NCT1", phase="1b")]) == [(0, 1), (1, 0)]
    assert names(gold, [study("NCT1", phase="3")]) == []
    assert names(gold[:1], [study("NCT1", phase="")]) == [(0, 0)]


def test_names_count_where_no_number_is_shared() -> None:
    assert names([study("NCT1", name="GMMG-HD7")], [study(name="gmmg-hd7")]) == [(0, 0)]
    assert names([study("NCT1", name="A")], [study(name="B")]) == []
    assert names([study("NCT1")], [study()]) == []


def test_the_nameless_go_by_phase_population_and_arms() -> None:
    gold = [study(phase="1", arms=(ISA,)), study(phase="2", arms=(ISA,))]
    assert names(gold, [study(phase="2", arms=(ISA,)), study(phase="1", arms=(ISA,))]) == [(0, 1), (1, 0)]


def test_the_nameless_with_more_arms_in_common_belong_together() -> None:
    predicted = [study(arms=(ISA,)), study(arms=(ISA, KD))]
    assert names([study(arms=(ISA, KD, ("placebo",)))], predicted) == [(0, 1)]


def test_phase_and_population_together_outweigh_an_arm() -> None:
    predicted = [study(phase="1", population="NDMM"), study(phase="2", population="RRMM", arms=(ISA,))]
    assert names([study(phase="2", population="RRMM")], predicted) == [(0, 1)]


def test_the_nameless_without_a_common_arm_are_strangers() -> None:
    assert names([study(phase="1", arms=(ISA,))], [study(phase="1", arms=(KD,))]) == []


def test_arms_are_a_set_of_sets() -> None:
    gold = [study("NCT1", N=10, arms=(ISA, KD), citations=("1",))]
    predicted = [study("NCT1", N=10, arms=(KD, tuple(reversed(ISA)), KD), citations=("2",))]
    fields = dict(score_studies(match_studies(gold, predicted)).fields)
    assert fields["arms"] == fields["N"] == fields["N_and_arms"] == Share(1, 1)
    assert fields["citations"] == Share(0, 1)


def test_shares_are_over_the_matched_studies() -> None:
    gold = [study("NCT1", N=10), study("NCT2", N=20), study("NCT3")]
    predicted = [study("NCT1", N=10, arms=(ISA,)), study("NCT2", N=21), study("NCT9")]
    score = score_studies(match_studies(gold, predicted))
    assert score.found == Counts(2, 3, 3)
    fields = dict(score.fields)
    assert (fields["N"], fields["arms"], fields["N_and_arms"]) == (Share(1, 2), Share(1, 2), Share(0, 2))
    assert sum_studies([score, score]).found == Counts(4, 6, 6)


def test_mistakes_name_the_fields() -> None:
    gold, predicted = [study("NCT1", N=10), study("NCT2")], [study("NCT1", N=11, arms=(ISA,)), study("NCT3")]
    found = study_mistakes("d", match_studies(gold, predicted))
    assert [(item.kind, item.what.split(",")[0]) for item in found] == [
        ("missed", "NCT2"),
        ("differs", "NCT1"),
        ("invented", "NCT3"),
    ]
    assert [(item.field, item.gold, item.predicted) for item in found[1].differs] == [
        ("N", "10", "11"),
        ("arms", "carfilzomib+dexamethasone | dexamethasone+isatuximab", "dexamethasone+isatuximab"),
    ]
