"""Mentions agree by label and characters, whatever the white space and a few lost characters."""

from isaextract.gold import parse_tagged
from isaextract.schema import Label, Mention, Span
from isaextract.score.align import Aligned
from isaextract.score.figures import Counts
from isaextract.score.mentions import (
    MentionCounts,
    MentionMatch,
    match_mentions,
    mention_mistakes,
    score_mentions,
    sum_mentions,
)


def match(gold: str, predicted: str) -> MentionMatch:
    gold_text, gold_mentions = parse_tagged(gold)
    text, mentions = parse_tagged(predicted)
    return match_mentions(gold_mentions, mentions, Aligned(gold_text, text))


def figures(gold: str, predicted: str) -> tuple[Counts, Counts]:
    score = score_mentions(match(gold, predicted))
    return score.strict, score.overlap


def test_same_label_and_characters() -> None:
    assert figures("⟦DRUG|Isa⟧ ⟦PERCENT|5%⟧", "⟦DRUG|Isa⟧ 5%") == (Counts(1, 1, 2), Counts(1, 1, 2))


def test_another_label_is_no_match_at_all() -> None:
    assert figures("⟦DRUG|Isa⟧", "⟦REGIMEN|Isa⟧") == (Counts(0, 1, 1), Counts(0, 1, 1))


def test_another_place_of_the_same_word_is_no_match() -> None:
    assert figures("⟦DRUG|Isa⟧ Isa", "Isa ⟦DRUG|Isa⟧")[1] == Counts(0, 1, 1)


def test_one_character_more_is_an_overlap_only() -> None:
    assert figures("中位 ⟦ENDPOINT|PFS⟧", "中⟦ENDPOINT|位 PFS⟧") == (Counts(0, 1, 1), Counts(1, 1, 1))


def test_neighbours_do_not_overlap() -> None:
    assert figures("⟦CITATION|[1]⟧[2]", "[1]⟦CITATION|[2]⟧")[1] == Counts(0, 1, 1)


def test_overlap_is_one_to_one() -> None:
    assert figures("⟦ENDPOINT|总缓解率(ORR)⟧", "⟦ENDPOINT|总缓解率⟧(⟦ENDPOINT|ORR⟧)")[1] == Counts(1, 2, 1)


def test_strict_pairs_come_before_overlaps() -> None:
    found = match("a ⟦DRUG|b c⟧ ⟦DRUG|d⟧", "⟦DRUG|a b⟧ c ⟦DRUG|d⟧")
    assert (len(found.strict), len(found.overlapping)) == (1, 1)


def test_white_space_costs_nothing() -> None:
    gold = "共 ⟦COUNT|307 名⟧⟦POPULATION|RRMM⟧ 患者, ⟦TIME|11.6 个月⟧"
    predicted = "共⟦COUNT|307\n名⟧ ⟦POPULATION|RR MM⟧患\n\n者,⟦TIME| 11.6个月 ⟧"
    assert figures(gold, predicted)[0] == Counts(3, 3, 3)


def test_lost_added_and_changed_characters_elsewhere_cost_nothing() -> None:
    gold = "在≥65岁患者中, ⟦DRUG|地塞米松⟧组的⟦ENDPOINT|OS⟧率为⟦PERCENT|50%⟧。"
    predicted = "在65岁患者\x02中, ⟦DRUG|地塞米松⟧绀的⟦ENDPOINT|OS⟧率为··⟦PERCENT|50%⟧。"
    assert figures(gold, predicted)[0] == Counts(3, 3, 3)


def test_lost_and_changed_characters_inside_cost_nothing() -> None:
    gold = "有 ⟦POPULATION|≥65 岁⟧ 与 ⟦POPULATION|eGFR < 50⟧ 者"
    predicted = "有 ⟦POPULATION|65 岁⟧ 与 ⟦POPULATION|eGFR ‹ 50⟧ 者"
    assert figures(gold, predicted)[0] == Counts(2, 2, 2)


def test_a_wrong_boundary_is_wrong_in_misaligned_texts_too() -> None:
    gold, predicted = "xx 的 ⟦ENDPOINT|总缓解率⟧ 为", "x 的 ⟦ENDPOINT|总缓解⟧率 为"
    assert figures(gold, predicted) == (Counts(0, 1, 1), Counts(1, 1, 1))


def test_a_mention_in_text_that_gold_has_not_matches_nothing() -> None:
    assert figures("甲⟦DRUG|Isa⟧乙", "甲⟦DRUG|Isa⟧乙丙丁⟦DRUG|Kd⟧")[1] == Counts(1, 2, 1)


def test_a_mention_without_characters_matches_nothing() -> None:
    text, mentions = parse_tagged("甲⟦DRUG|Isa⟧乙")
    empty = Mention(Label.DRUG, Span(1, 1), "")
    score = score_mentions(match_mentions(mentions, [empty], Aligned(text, "甲乙")))
    assert (score.strict, score.overlap) == (Counts(0, 1, 1), Counts(0, 1, 1))


def test_no_predicted_text_is_all_missed() -> None:
    assert figures("甲⟦DRUG|Isa⟧乙", "") == (Counts(0, 0, 1), Counts(0, 0, 1))


def test_labels_are_counted_apart_and_summed() -> None:
    one = score_mentions(match("⟦DRUG|Isa⟧ ⟦PERCENT|5%⟧", "⟦DRUG|Isa⟧ 5%"))
    two = score_mentions(match("⟦DRUG|Isa⟧", "⟦DRUG|I⟧sa"))
    assert dict(one.labels) == {
        Label.DRUG: MentionCounts(Counts(1, 1, 1), Counts(1, 1, 1)),
        Label.PERCENT: MentionCounts(Counts(0, 0, 1), Counts(0, 0, 1)),
    }
    together = sum_mentions([one, two])
    assert dict(together.labels)[Label.DRUG] == MentionCounts(Counts(1, 2, 2), Counts(2, 2, 2))
    assert together.strict == Counts(1, 2, 3)


def test_mistakes_have_their_context_and_the_wrong_guess() -> None:
    gold, predicted = "甲" * 40 + "⟦DRUG|Isa⟧ 组, ⟦TIME|2 年⟧", "甲" * 40 + "⟦REGIMEN|Isa 组⟧, 2 年"
    texts = parse_tagged(gold)[0], parse_tagged(predicted)[0]
    found = mention_mistakes("d", match(gold, predicted), *texts)
    assert [(item.kind, item.what, item.quote) for item in found] == [
        ("missed", "DRUG", "Isa"),
        ("invented", "REGIMEN", "Isa 组"),
        ("missed", "TIME", "2 年"),
    ]
    assert (found[0].before, found[0].after) == ("甲" * 30, "组, 2 年")
    assert [(item.field, item.gold, item.predicted) for item in found[0].differs] == [
        ("label", "DRUG", "REGIMEN"),
        ("text", "Isa", "Isa 组"),
    ]
