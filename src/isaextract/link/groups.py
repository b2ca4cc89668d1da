"""Runs of numbers that the text lists together, each with the words that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from isaextract.link.tokens import Kind, Token
from isaextract.link.values import Bracket, Item, Value
from isaextract.schema import Span

_LINKS = ("and", "versus", "rise", "from", "respectively")
_COMMAS = (",", "，")
_FILLER = 4  # characters of other text that may stand between two numbers of one run


@dataclass(slots=True)
class Group:
    """Numbers listed together.

    ``lead`` are the tokens since the group before, ``tail`` those up to the next group (or the
    sentence's end), ``links`` the words and commas between the numbers.
    """

    values: list[Value]
    lead: list[Token] = field(default_factory=list)
    tail: list[Token] = field(default_factory=list)
    links: list[Token] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        """The kind of the group's numbers ("not reached" counts as what it is listed with)."""
        return next((value.kind for value in self.values if value.kind is not Kind.MISSING), Kind.MISSING)

    @property
    def start(self) -> int:
        """Where the first number begins."""
        return self.values[0].start

    @property
    def end(self) -> int:
        """Where the last number ends, its brackets included."""
        last = self.values[-1]
        return max([last.end, *(bracket.end for bracket in last.brackets)])


def stream(items: Sequence[Item]) -> Iterator[Token | Value]:
    """The items in one line: brackets that hang on no number are opened up, their ends kept as tokens."""
    for item in items:
        if isinstance(item, Bracket):
            yield Token(Kind.OPEN, _point(item.start), "(")
            yield from stream(item.items)
            yield Token(Kind.CLOSE, _point(item.end - 1), ")")
        else:
            yield item


def _point(position: int) -> Span:
    return Span(position, position + 1)


def groups(line: Sequence[Token | Value], text: str) -> list[Group]:
    """Cut a line of tokens and values into groups."""
    found: list[Group] = []
    pending: list[Token] = []
    for item in line:
        if isinstance(item, Token):
            pending.append(item)
            continue
        last = found[-1] if found else None
        if last is not None and _continues(last, item, pending, text):
            last.links += pending
            last.values.append(item)
        else:
            if last is not None:
                last.tail = list(pending)
            found.append(Group([item], lead=list(pending)))
        pending = []
    if found:
        found[-1].tail = pending
    return [part for group in found for part in _split_nested(group)]


def _continues(group: Group, value: Value, between: Sequence[Token], text: str) -> bool:
    if not _same_kind(group, value):
        return False
    if not all(_is_link(token) for token in between):
        return False
    start = group.end
    gap = text[start : value.start]
    for token in between:
        gap = gap.replace(token.text, "", 1)
    words = "".join(c for c in gap if c.isalnum())
    return len(words) <= _FILLER and (bool(between) or not words)


def _same_kind(group: Group, value: Value) -> bool:
    kind = group.kind
    return value.kind is kind or Kind.MISSING in (kind, value.kind) and Kind.RATIO not in (kind, value.kind)


def _is_link(token: Token) -> bool:
    return token.kind is Kind.COMMA or (token.kind is Kind.CUE and token.name in _LINKS)


def _split_nested(group: Group) -> list[Group]:
    """``a and b, c and d, and e and f`` are three groups of two; ``a, b and c`` is one of three."""
    if len(group.values) < 4:
        return [group]
    parts: list[list[Value]] = [[group.values[0]]]
    for left, value in zip(group.values, group.values[1:], strict=False):
        if _comma_between(left, value, group):
            parts.append([value])
        else:
            parts[-1].append(value)
    if len({len(part) for part in parts}) != 1 or len(parts) == len(group.values):
        return [group]
    made = [Group(part) for part in parts]
    made[0].lead, made[-1].tail = group.lead, group.tail
    return made


def _comma_between(left: Value, right: Value, group: Group) -> bool:
    return any(link.text in _COMMAS and left.end <= link.start < right.start for link in group.links)

