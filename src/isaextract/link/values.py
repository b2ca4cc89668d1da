"""Numbers with what belongs to them alone: interval, patients, and the brackets behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from isaextract.link.tokens import Kind, Token
from isaextract.schema import Quantity

VALUE_KINDS = (Kind.PERCENT, Kind.TIME, Kind.COUNT, Kind.RATIO, Kind.MISSING)


@dataclass(slots=True)
class Bracket:
    """The items between two brackets."""

    items: list[Item]
    start: int
    end: int


@dataclass(slots=True)
class Value:
    """A number of the text, or "not reached", with its own interval and patients."""

    token: Token
    brackets: list[Bracket] = field(default_factory=list)
    ci: Token | None = None
    n: Token | None = None
    total: Token | None = None
    close: int = 0  # where the last bracket behind it ends
    begin: int = -1  # where the patients begin that stand before it

    @property
    def kind(self) -> Kind:
        """The kind of the number."""
        return self.token.kind

    @property
    def quantity(self) -> Quantity | None:
        """What the number says."""
        return self.token.quantity

    @property
    def start(self) -> int:
        """Where the number begins."""
        return self.token.start

    @property
    def end(self) -> int:
        """Where the number ends, brackets left out."""
        return self.token.end


Item = Token | Value | Bracket


def nest(tokens: Sequence[Token]) -> list[Item]:
    """Give the tokens their bracket structure; numbers become values with the brackets behind them."""
    items, _ = _nest(tokens, 0, closing=False)
    return _fold(items)


def _nest(tokens: Sequence[Token], position: int, *, closing: bool) -> tuple[list[Item], int]:
    items: list[Item] = []
    while position < len(tokens):
        token = tokens[position]
        if token.kind is Kind.OPEN:
            inside, after = _nest(tokens, position + 1, closing=True)
            end = tokens[after - 1].end if after > position + 1 else token.end
            items.append(Bracket(inside, token.start, end))
            position = after
        elif token.kind is Kind.CLOSE:
            if closing:
                return items, position + 1
            position += 1
        else:
            items.append(token)
            position += 1
    return items, position


def _fold(items: list[Item]) -> list[Item]:
    """Turn numbers into values, hang brackets and intervals on them."""
    folded: list[Item] = []
    for item in items:
        if isinstance(item, Bracket):
            item.items = _fold(item.items)
            last = folded[-1] if folded else None
            if isinstance(last, Value) and not _reopens(last, item):
                _absorb(last, item)
                last.close = item.end
                if item.items:
                    last.brackets.append(item)
            elif item.items:
                folded.append(item)
        elif isinstance(item, Token) and item.kind in VALUE_KINDS:
            folded.append(Value(item))
        elif (
            isinstance(item, Token)
            and item.kind is Kind.CI
            and (owner := _last_value(folded))
            and owner.ci is None
        ):
            owner.ci = item
        else:
            folded.append(item)
    return folded


def _reopens(value: Value, bracket: Bracket) -> bool:
    """Whether there is text between a value and the bracket that makes it no remark on the value."""
    return bracket.start - value.end > 12 and not value.brackets


def _last_value(items: Sequence[Item]) -> Value | None:
    return next((item for item in reversed(items) if isinstance(item, Value)), None)


def _absorb(value: Value, bracket: Bracket) -> None:
    """Take what a bracket says of the value alone out of it."""
    rest: list[Item] = []
    for item in bracket.items:
        if isinstance(item, Token) and item.kind is Kind.CI and value.ci is None:
            value.ci = item
        else:
            rest.append(item)
    bracket.items = rest
    _share(value, bracket)
    bracket.items = _tidy(bracket.items)


def _share(value: Value, bracket: Bracket) -> None:
    """A share and its patients name each other: ``33 例(10%)``, ``32%(146/456)``."""
    inner = [item for item in bracket.items if isinstance(item, Value)]
    if not inner or inner[0] is not bracket.items[0]:
        return
    other = inner[0]
    if value.kind is Kind.PERCENT and other.kind is Kind.COUNT and len(inner) == 1:
        _count(value, other.token)
        bracket.items.remove(other)
    elif value.kind is Kind.COUNT and other.kind is Kind.PERCENT and len(inner) == 1:
        patients = value.token
        value.begin = patients.start
        value.token, value.ci = other.token, value.ci or other.ci
        value.brackets = [*other.brackets, *value.brackets]
        _count(value, patients)
        bracket.items.remove(other)


def _count(value: Value, patients: Token) -> None:
    quantity = patients.quantity
    if quantity is None:
        return
    if value.n is None:
        value.n = patients
    if quantity.total is not None:
        value.total = patients


def _tidy(items: Sequence[Item]) -> list[Item]:
    """Drop separators at both ends."""
    idle = (Kind.COMMA, Kind.STOP)
    kept = list(items)
    while kept and isinstance(kept[0], Token) and kept[0].kind in idle:
        kept.pop(0)
    while kept and isinstance(kept[-1], Token) and kept[-1].kind in idle:
        kept.pop()
    return kept
