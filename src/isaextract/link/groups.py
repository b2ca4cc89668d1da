"""Runs of numbers that the text lists together, each with the words that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

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
    shared: Token | None = None  # the comparison said of this run and others ("均显著延长")
    beyond: list[Value] = field(default_factory=list)  # numbers behind, of the list that this is part of
    part: int = 0  # of "from a, b to c, d": 1 is a, b and 2 is c, d

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
        return max(self.values[-1].end, self.values[-1].close)

    def onward(self, value: Value) -> list[Value]:
        """A number of the run and those behind it, whose unit it may share."""
        return [*self.values[self.values.index(value) :], *self.beyond]


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
    for place, item in enumerate(line):
        if isinstance(item, Token):
            pending.append(item)
            continue
        last = found[-1] if found else None
        following = line[place + 1] if place + 1 < len(line) else None
        opens = last is not None and _opens_endpoint(item, following, text) and _has_endpoint(last)
        if last is not None and not opens and _continues(last, item, pending, text):
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
    gap = text[start : value.begin if value.begin >= 0 else value.start]
    for token in between:
        gap = gap.replace(token.text, "", 1)
    words = "".join(c for c in gap if c.isalnum())
    return len(words) <= _FILLER and (bool(between) or not words)


def _opens_endpoint(value: Value, following: Token | Value | None, text: str) -> bool:
    """Whether a time belongs to the endpoint right behind it ("3-year OS")."""
    if value.kind is not Kind.TIME or not isinstance(following, Token) or following.kind is not Kind.ENDPOINT:
        return False
    return len(text[value.end : following.start].strip()) <= 3


def _has_endpoint(group: Group) -> bool:
    return any(token.kind is Kind.ENDPOINT for token in group.lead)


def _same_kind(group: Group, value: Value) -> bool:
    kind = group.kind
    return value.kind is kind or (Kind.MISSING in (kind, value.kind) and Kind.RATIO not in (kind, value.kind))


def _is_link(token: Token) -> bool:
    return token.kind is Kind.COMMA or (token.kind is Kind.CUE and token.name in _LINKS)


def _split_nested(group: Group) -> list[Group]:
    """Cut a run at its commas: ``a and b, c and d`` are two runs, ``a, b and c`` is one."""
    if (halves := _halves(group)) is not None:
        return halves
    parts = [[group.values[0]]]
    pairs = _is_of_pairs(group)
    for left, value in pairwise(group.values):
        between = [link for link in group.links if left.end <= link.start < value.start]
        if any(link.text in _COMMAS or (pairs and link.name == "and") for link in between):
            parts.append([value])
        else:
            parts[-1].append(value)
    series = len(parts) > 1 and len(parts[-1]) == 2 and all(len(part) == 1 for part in parts[:-1])
    if len(parts) == 1 or (series and not _is_follow_up(group)):
        return [group]
    made = [
        Group(part, links=_between(part, group.links), beyond=[v for later in parts[n + 1 :] for v in later])
        for n, part in enumerate(parts)
    ]
    for former, latter in pairwise(made):
        latter.lead = [link for link in group.links if former.end <= link.start < latter.start]
        former.tail = list(latter.lead)
    made[0].lead, made[-1].tail = group.lead, group.tail
    return made


def _is_of_pairs(group: Group) -> bool:
    """Whether "and" joins two numbers set against each other to two more (``a v b and c v d``)."""
    names = [link.name for link in group.links if link.kind is Kind.CUE]
    return names == ["versus", "and", "versus"] and len(group.values) == 4


def _halves(group: Group) -> list[Group] | None:
    """``from a, b to c, d``: two runs, each over the same endpoints."""
    rises = [link for link in group.links if link.name == "rise"]
    if len(rises) != 1 or len(group.values) < 4 or len(group.values) % 2:
        return None
    middle = len(group.values) // 2
    first, second = group.values[:middle], group.values[middle:]
    if not first[-1].end <= rises[0].start < second[0].start:
        return None
    return [
        Group(first, lead=group.lead, links=_between(first, group.links), part=1),
        Group(second, tail=group.tail, links=_between(second, group.links), part=2),
    ]


def _between(values: Sequence[Value], links: Sequence[Token]) -> list[Token]:
    return [link for link in links if values[0].end <= link.start < values[-1].start]


def _is_follow_up(group: Group) -> bool:
    """Whether the last head before the run is "follow-up"."""
    heads = [t for t in group.lead if t.kind in (Kind.ENDPOINT, Kind.EVENT) or t.name == "follow_up"]
    return bool(heads) and heads[-1].name == "follow_up"
