"""Sentences on several studies that give each study's number, or its treatment, in one list.

"TIDE-3 and TIDE-4: response rates of 46% and 41%, respectively" is read once for each study, with
its own numbers alone; "TIDE-3 and TIDE-4 tested X and Y, respectively" gives each its own drug.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.studies import Topics
from isaextract.link.tokens import Kind, Token, closing

_VALUES = (Kind.PERCENT, Kind.TIME, Kind.RATIO, Kind.MISSING)
_BRACKETS = regex.compile(r"[(（\[［][^()（）\[\]［］]*[)）\]］]")
_LONGEST_JOIN = 12  # characters between two numbers of one list


def told_apart(
    tokens: Sequence[Token], topics: Topics, text: str, lexicon: Lexicon
) -> list[tuple[int, list[Token]]]:
    """The tokens that each of the studies named together has; empty where the numbers do not tell.

    Parameters
    ----------
    tokens
        A sentence.
    topics
        Which study a name stands for.
    text
        The document's text, which the tokens point into.
    lexicon
        The words that join names and numbers.
    """
    named = _named_together(tokens, topics, text, lexicon)
    if len(named) < 2:
        return []
    last = tokens.index(named[-1])
    rest = tokens[last + 1 :]
    if any(token.kind is Kind.STUDY for token in rest):
        return []
    runs = list(_runs(rest, text, lexicon))
    if not runs or any(len(run) != len(named) for run in runs):
        return []
    return [
        (topics.at(study.start), [study, *_without_others(rest, runs, number)])
        for number, study in enumerate(named)
    ]


def with_own_treatment(
    parts: dict[int, list[Token]], sentence: Sequence[Token], text: str, lexicon: Lexicon
) -> dict[int, list[Token]]:
    """The tokens of each study that a sentence introduces, each with its own of the treatments listed.

    Parameters
    ----------
    parts
        The tokens by study, in the order of the text; the treatments stand with the last one.
    sentence
        All tokens.
    """
    studies = [number for number in parts if number >= 0]
    if len(studies) < 2 or any(t.kind in _VALUES for t in sentence):
        return parts
    respectively = next((t for t in sentence if t.kind is Kind.CUE and t.name == "respectively"), None)
    if respectively is None:
        return _with_shared(parts, studies, sentence, text, lexicon)
    named = [t for t in parts[studies[-1]] if t.kind is Kind.ARM and t.drugs]
    before = [t for t in named if t.end <= respectively.start]
    listed = list({t.drugs: t for t in reversed(before or named)}.values())[::-1]
    if not before and len(listed) == len(studies) + 1:
        listed = listed[:-1]  # the last one is the control of all
    listed = listed[-len(studies) :]
    gaps = (_BRACKETS.sub("", text[left.end : right.start]).strip() for left, right in pairwise(listed))
    joined = all(lexicon.cue("join_weak").fullmatch(gap) for gap in gaps)
    if len(listed) != len(studies) or not joined:
        return parts
    shared = [t for t in parts[studies[-1]] if t not in (before or listed) and t.start >= listed[0].start]
    own = {
        number: [*(t for t in parts[number] if t.start < listed[0].start), treatment, *shared]
        for number, treatment in zip(studies, listed, strict=True)
    }
    return {**parts, **own}


def _with_shared(
    parts: dict[int, list[Token]],
    studies: Sequence[int],
    sentence: Sequence[Token],
    text: str,
    lexicon: Lexicon,
) -> dict[int, list[Token]]:
    """ "A and B compared X with Y": what is said of both, but how many patients, is said of each."""
    names = [token for token in sentence if token.kind is Kind.STUDY]
    listed = [name for name, following in pairwise(names) if _is_joined(name, following, text, lexicon)]
    treated = {n for n in studies if any(t.kind is Kind.ARM for t in parts[n])}
    if len(treated) != 1 or len(listed) + 1 < len(names):
        return parts
    told = [
        t
        for t in parts[treated.pop()]
        if t.kind not in (Kind.STUDY, Kind.COUNT, Kind.OPEN, Kind.CLOSE, Kind.CITATION)
        and not names[0].start <= t.start < names[-1].end
    ]
    return {
        n: sorted({*tokens, *told}, key=lambda t: t.start) if n in studies else tokens
        for n, tokens in parts.items()
    }


def _is_joined(left: Token, right: Token, text: str, lexicon: Lexicon) -> bool:
    """Whether "and" joins two names, or but a bracket stands between a name and its number."""
    gap = _BRACKETS.sub("", text[left.end : right.start]).strip(" ()（）[]［］;；")
    return not gap or lexicon.cue("join_weak").fullmatch(gap) is not None


def _named_together(tokens: Sequence[Token], topics: Topics, text: str, lexicon: Lexicon) -> list[Token]:
    """The names that open a sentence joined by "and", each of another study."""
    names = [token for token in tokens if token.kind is Kind.STUDY]
    joined = names[:1]
    for left, right in pairwise(names):
        gap = _BRACKETS.sub("", text[left.end : right.start]).strip()
        if not lexicon.cue("join_weak").fullmatch(gap):
            break
        joined.append(right)
    studies = {topics.at(token.start) for token in joined}
    return joined if len(studies) == len(joined) and -1 not in studies else []


def _runs(tokens: Sequence[Token], text: str, lexicon: Lexicon) -> Iterator[list[Token]]:
    """Numbers of one kind joined to lists; brackets behind a number are passed over."""
    depth, run = 0, list[Token]()
    for token in tokens:
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if token.kind not in _VALUES or depth > 0:
            continue
        gap = _BRACKETS.sub("", text[run[-1].end : token.start]).strip() if run else ""
        joins = lexicon.cue("join_weak").fullmatch(gap) and len(gap) <= _LONGEST_JOIN
        if run and not (joins and token.kind is run[-1].kind):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _without_others(tokens: Sequence[Token], runs: Sequence[list[Token]], number: int) -> list[Token]:
    """The tokens less the numbers of the other studies, with what hangs on them in brackets."""
    left_out: set[int] = set()
    for run in runs:
        for place, value in enumerate(run):
            if place == number:
                continue
            start = tokens.index(value)
            end = tokens.index(run[place + 1]) if place + 1 < len(run) else _behind_bracket(tokens, start)
            left_out |= set(range(start, end))
            if place > number and place == number + 1:
                left_out |= set(range(_behind_bracket(tokens, tokens.index(run[number])), start))
    return [token for position, token in enumerate(tokens) if position not in left_out]


def _behind_bracket(tokens: Sequence[Token], position: int) -> int:
    """The place behind a number and the bracket that follows it."""
    if position + 1 >= len(tokens) or tokens[position + 1].kind is not Kind.OPEN:
        return position + 1
    last = closing(tokens, position + 1)
    return len(tokens) if last == position + 1 else last + 1
