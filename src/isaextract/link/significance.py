"""P values to the results that they were computed for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from isaextract.lexicon import Lexicon
from isaextract.link.drafts import Draft
from isaextract.link.results import Result
from isaextract.link.tokens import Token

_WORDS = 12  # characters before a p value that may say how many results share it
_NEAR = 60  # characters between the numbers of two arms that one p value compares


def give_p_values(drafts: Sequence[Draft], tokens: Sequence[Token], text: str, lexicon: Lexicon) -> None:
    """Write each p value into the results before it that it is about."""
    since = -1
    listed = _listed(tokens, text, lexicon)
    for token in tokens:
        before = [draft for draft in drafts if draft.result.span.end <= token.start]
        if not before:
            continue
        if token in listed:
            ratios = [draft for draft in before if _is_ratio(draft.result) and not draft.result.p]
            place = len(listed) - listed.index(token)
            _give(token, ratios[-place:][:1])
            continue
        last = before[-1]
        words = text[max(last.result.span.end, token.start - _WORDS) : token.start]
        if lexicon.cue("all_p").search(words) or lexicon.cue("p_for_all").match(text, token.end):
            targets = _open_ratios(before, since)
            targets = targets[-2:] if lexicon.cue("two_items").search(words) else targets
        elif _is_ratio(last.result):
            targets = [last]
        else:
            targets = _compared([draft for draft in before if draft.run == last.run], before, last)
        _give(token, targets)
        since = token.end


def _give(token: Token, targets: Sequence[Draft]) -> None:
    """Write a p value into those of its results that have none."""
    for draft in targets:
        if not draft.result.p:
            spans = {**draft.result.spans, "p": token.span}
            draft.result = replace(draft.result, p=token.name, spans=spans)


def _listed(tokens: Sequence[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """P values given one after the other for as many ratios ("P values were 0.01 and 0.03")."""
    for first, second in pairwise(tokens):
        gap = text[first.end : second.start]
        if lexicon.cue("join_weak").fullmatch(gap.strip()) and lexicon.cue("each_p").search(
            text[max(0, first.start - _WORDS) : first.start]
        ):
            return [first, second]
    return []


def _is_ratio(result: Result) -> bool:
    return result.measure.endswith("_ratio")


def _open_ratios(before: Sequence[Draft], since: int) -> list[Draft]:
    """The ratios without a p value, and the numbers of endpoints that have no ratio."""
    free = [draft for draft in before if draft.result.span.start > since and not draft.result.p]
    ratios = [draft for draft in before if _is_ratio(draft.result) and not draft.result.p]
    compared = {draft.result.endpoint for draft in ratios}
    return ratios + [draft for draft in free if draft.result.endpoint not in compared]


def _compared(run: list[Draft], before: Sequence[Draft], last: Draft) -> list[Draft]:
    """A run, with the other arm's number just before it where each arm has a run of its own."""
    if len({draft.result.arm for draft in run}) > 1:
        return run
    key = _subject(last.result)
    for draft in reversed(before):
        other = draft.result.arm != last.result.arm
        near = last.result.span.start - draft.result.span.end < _NEAR
        if other and near and _subject(draft.result) == key:
            return [draft, *run]
    return run


def _subject(result: Result) -> tuple[str, str, str, str]:
    return (result.endpoint, result.event, result.timepoint, result.measure)
