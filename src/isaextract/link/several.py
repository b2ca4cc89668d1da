"""Sentences on several studies that give each study's number, or its treatment, in one list.

"TIDE-3 and TIDE-4: response rates of 46% and 41%, respectively" is read once for each study, with
its own numbers alone; "TIDE-3 and TIDE-4 tested X and Y, respectively" gives each its own drug.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.studies import Topics
from isaextract.link.tokens import Kind, Token, closing

_VALUES = (Kind.PERCENT, Kind.TIME, Kind.RATIO, Kind.MISSING)
_BRACKETS = regex.compile(r"[(（\[［][^()（）\[\]［］]*[)）\]］]")
_Part = tuple[int, int]  # a stretch of a sentence's tokens
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
    runs = [_places(run, rest) for run in _runs(rest, text, lexicon)]
    runs += _in_brackets(rest, len(named))
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
    respectively = next((t for t in sentence if t.kind is Kind.CUE and t.name == "respectively"), None)
    if len(studies) < 2 or not _only_allots(sentence, respectively):
        return parts
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


def _only_allots(sentence: Sequence[Token], respectively: Token | None) -> bool:
    """Whether a sentence gives no numbers, or only behind the treatments that "respectively" opens."""
    first = next((t for t in sentence if t.kind in _VALUES), None)
    arm = next((t for t in sentence if t.kind is Kind.ARM and t.drugs), None)
    if first is None or arm is None or respectively is None:
        return first is None
    return max(respectively.start, arm.start) < first.start


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


def _places(run: Sequence[Token], tokens: Sequence[Token]) -> list[_Part]:
    """The stretches of tokens that the numbers of a list take up, each with the brackets behind it."""
    starts = [tokens.index(value) for value in run]
    return [(start, _behind_bracket(tokens, start)) for start in starts]


def _in_brackets(tokens: Sequence[Token], size: int) -> list[list[_Part]]:
    """Brackets that give each study its own: "(7.0 v 4.2 months; 8.6 v 5.6 months)", "(HR 0.90 and 0.85)"."""
    found: list[list[_Part]] = []
    place = 0
    while place < len(tokens):
        if tokens[place].kind is not Kind.OPEN:
            place += 1
            continue
        end = closing(tokens, place)
        stops = [n for n in range(place + 1, end) if tokens[n].kind is Kind.STOP]
        parts = list(zip([place + 1, *(n + 1 for n in stops)], [*stops, end], strict=True))
        values = [n for n in range(place + 1, end) if tokens[n].kind in _VALUES]
        told = any(tokens[n].name == "respectively" for n in range(place + 1, end))
        if len(parts) == size and all(any(low <= n < high for n in values) for low, high in parts):
            found.append(parts)
        elif told and len(values) == size and len({tokens[n].kind for n in values}) == 1:
            found.append(list(zip(values, [*values[1:], end], strict=True)))
        place = max(end, place + 1)
    return found


def _without_others(tokens: Sequence[Token], runs: Sequence[list[_Part]], number: int) -> list[Token]:
    """The tokens less the numbers of the other studies, with what hangs on them in brackets."""
    left_out: set[int] = set()
    for run in runs:
        for place, (start, end) in enumerate(run):
            left_out |= set(range(start, end)) if place != number else set()
        for (_, end), (start, _) in pairwise(run):
            left_out |= set(range(end, start))  # what joins the numbers
    return [
        _with_unit(token, tokens[position + 1 :])
        for position, token in enumerate(tokens)
        if position not in left_out
    ]


def _with_unit(token: Token, behind: Sequence[Token]) -> Token:
    """A time of a list with the unit that only the list's last one has ("21.4, 10.8 and 9.6 months")."""
    own = token.quantity
    if token.kind is not Kind.TIME or own is None or own.unit or token.mention is None:
        return token
    times = (other.quantity for other in behind if other.kind is Kind.TIME)
    unit = next((quantity.unit for quantity in times if quantity is not None and quantity.unit), "")
    return replace(token, mention=replace(token.mention, quantity=replace(own, unit=unit)))


def _behind_bracket(tokens: Sequence[Token], position: int) -> int:
    """The place behind a number and the bracket that follows it."""
    if position + 1 >= len(tokens) or tokens[position + 1].kind is not Kind.OPEN:
        return position + 1
    last = closing(tokens, position + 1)
    return len(tokens) if last == position + 1 else last + 1
