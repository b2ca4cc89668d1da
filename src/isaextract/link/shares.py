"""Patients counted, hung on the percentage that they make, before the runs of numbers are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isaextract.lexicon import Lexicon
from isaextract.link.figures import share_fits
from isaextract.link.groups import stream
from isaextract.link.tokens import Kind, Token
from isaextract.link.values import Value

_REACH = 80  # characters between a fraction and its percentage


def hang_patients(line: Sequence[Token | Value], text: str, lexicon: Lexicon) -> list[Token | Value]:
    """The line without the counts that belong to a percentage: fractions, "n, that is x%", "x% of n"."""
    values = [item for item in line if isinstance(item, Value)]
    hung: set[int] = set()
    for value in values:
        if value.kind is not Kind.COUNT or value.quantity is None:
            continue
        if value.quantity.total is not None:
            owner = _of_fraction(value, values)
            if owner is not None:
                owner.n = owner.total = value.token
        elif (owner := _before_total(value, values, text, lexicon)) is not None:
            owner.total, owner.close = value.token, value.end
        elif (owner := _behind_count(value, values, text, lexicon)) is not None:
            owner.n = value.token
        if owner is not None:
            hung.add(id(value))
    return [part for item in line for part in _left(item, hung)]


def _left(item: Token | Value, hung: set[int]) -> list[Token | Value]:
    """What is left of an item in the line: of a count put elsewhere, only its brackets."""
    if id(item) not in hung:
        return [item]
    return list(stream(item.brackets)) if isinstance(item, Value) else []


def _of_fraction(value: Value, values: Sequence[Value]) -> Value | None:
    """The nearest percentage that a fraction computes to."""
    fraction = value.quantity
    if fraction is None or fraction.low is None or fraction.total is None:
        return None
    fitting = [
        other
        for other in _with_inner(values)
        if other.kind is Kind.PERCENT
        and other.n is None
        and abs(other.start - value.start) < _REACH
        and other.quantity is not None
        and other.quantity.low is not None
        and share_fits(other.quantity.low, fraction.low, fraction.total)
    ]
    return min(fitting, key=lambda other: abs(other.start - value.start), default=None)


def _with_inner(values: Sequence[Value]) -> Iterator[Value]:
    """The values and those in their brackets."""
    for value in values:
        yield value
        for bracket in value.brackets:
            yield from _with_inner([item for item in bracket.items if isinstance(item, Value)])


def _before_total(value: Value, values: Sequence[Value], text: str, lexicon: Lexicon) -> Value | None:
    """The percentage that "of 1097 patients" counts for."""
    before = [other for other in values if other.start < value.start]
    if not before or before[-1].kind is not Kind.PERCENT or before[-1].total is not None:
        return None
    gap = text[max(before[-1].end, before[-1].close) : value.start]
    return before[-1] if lexicon.cue("of").fullmatch(gap.strip()) else None


def _behind_count(value: Value, values: Sequence[Value], text: str, lexicon: Lexicon) -> Value | None:
    """The percentage that explains a count ("5 patients, that is 10%")."""
    following = next((other for other in values if other.start > value.start), None)
    if following is None or following.kind is not Kind.PERCENT or following.n is not None:
        return None
    gap = text[value.end : following.start].strip()
    return following if lexicon.cue("share_of").fullmatch(gap) else None
