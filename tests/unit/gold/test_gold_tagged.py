"""Marks become offsets into the bare text, and go back."""

import pytest

from isaextract.errors import GoldError
from isaextract.gold import parse_tagged, write_tagged
from isaextract.schema import Label, Mention, Span


def test_marks_become_offsets_into_the_text_without_marks() -> None:
    text, mentions = parse_tagged("共⟦COUNT|307 名⟧⟦POPULATION|RRMM⟧患者\n⟦DRUG|Isa⟧ 组")
    assert text == "共307 名RRMM患者\nIsa 组"
    found = [(item.label, item.span.start, item.span.end, item.text) for item in mentions]
    assert found == [
        (Label.COUNT, 1, 6, "307 名"),
        (Label.POPULATION, 6, 10, "RRMM"),
        (Label.DRUG, 13, 16, "Isa"),
    ]


def test_text_without_marks_is_kept_to_the_letter() -> None:
    assert parse_tagged("a | b\r\n\n 95% ") == ("a | b\r\n\n 95% ", ())


def test_a_mention_may_hold_the_bar() -> None:
    text, (mention,) = parse_tagged("⟦EVENT|a|b⟧")
    assert (text, mention.text) == ("a|b", "a|b")


@pytest.mark.parametrize(
    ("marked", "reason"),
    [
        ("一\n二 ⟦DRUGS|Isa⟧", "line 2: unknown label 'DRUGS'"),
        ("⟦DRUG|Isa", "line 1: the mark is never closed"),
        ("\n\n⟦REGIMEN|⟦DRUG|Isa⟧-Pd⟧", "line 3: a mark is not closed before the next one opens"),
        ("a⟧b", "line 1: ⟧ closes no mark"),
        ("⟦DRUG|a⟧⟧", "line 1: ⟧ closes no mark"),
        ("⟦Isa⟧", "line 1: the mark has no label"),
        ("⟦DRUG| ⟧", "line 1: the mark holds no text"),
    ],
)
def test_broken_marks_are_refused_with_their_line(marked: str, reason: str) -> None:
    with pytest.raises(GoldError, match=f"^{reason}"):
        parse_tagged(marked)


def test_writing_is_the_inverse_of_reading() -> None:
    marked = "A⟦DRUG|Isa⟧, ⟦PERCENT|5%⟧⟦CITATION|[1]⟧.\n"
    assert write_tagged(*parse_tagged(marked)) == marked


def test_mentions_are_written_in_the_order_of_the_text() -> None:
    mentions = [Mention(Label.PERCENT, Span(4, 6), "5%"), Mention(Label.DRUG, Span(0, 3), "Isa")]
    assert write_tagged("Isa 5%", mentions) == "⟦DRUG|Isa⟧ ⟦PERCENT|5%⟧"


def test_overlapping_mentions_cannot_be_written() -> None:
    mentions = [Mention(Label.REGIMEN, Span(0, 6), "Isa-Pd"), Mention(Label.DRUG, Span(0, 3), "Isa")]
    with pytest.raises(GoldError, match="overlaps"):
        write_tagged("Isa-Pd", mentions)


def test_a_mention_of_other_characters_cannot_be_written() -> None:
    with pytest.raises(GoldError, match="the text has 'Isa' there"):
        write_tagged("Isa 5%", [Mention(Label.DRUG, Span(0, 3), "Kd")])
