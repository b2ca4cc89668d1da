"""P values and intervals that stand in cells of their own, brought to the numbers they qualify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from isaextract.link.table_arms import Sides
from isaextract.link.table_heads import Role
from isaextract.link.table_sheet import Item, Sheet

_APART = (Role.PVALUE, Role.INTERVAL, Role.EVENTS)


def qualified(sheet: Sheet, sides: Sides) -> list[Item]:
    """The numbers of a sheet, with the p values and intervals of neighbouring cells on them."""
    items = [item for item in sheet.items if not _apart(item)]
    for item in sheet.items:
        if item.context.role is Role.PVALUE:
            _give_p(item, items, sheet, sides)
        elif item.context.role is Role.EVENTS:
            _give_patients(item, items)
        elif _apart(item):
            _give_interval(item, items)
    return items


def _apart(item: Item) -> bool:
    lone = item.reading.status == "interval" and not item.ratio
    return item.context.role in _APART or lone


def _give_patients(item: Item, items: Sequence[Item]) -> None:
    """The patients of a column "n" belong to the share right of it."""
    value = item.reading.value
    right = [i for i in items if i.line is item.line and i.column == item.column + 1 and i.side == item.side]
    for target in right:
        if value is not None and target.reading.bracket is None:
            target.events = int(value)


def _give_interval(item: Item, items: Sequence[Item]) -> None:
    """An interval belongs to the number left of it, or to the one above it."""
    interval, span = item.reading.interval, item.reading.interval_span
    if interval is None:
        return
    across = item.line.facet.role is not Role.INTERVAL
    if across:
        same = [i for i in items if i.line is item.line and i.column < item.column and i.side == item.side]
        targets = sorted(same, key=lambda i: i.column)[-1:]
    else:
        same = [
            i for i in items if i.column == item.column and i.line.row < item.line.row and i.side == item.side
        ]
        targets = sorted(same, key=lambda i: i.line.row)[-1:]
    for target in targets:
        if target.reading.interval is None:
            target.reading = replace(target.reading, interval=interval, interval_span=span)


def _give_p(item: Item, items: Sequence[Item], sheet: Sheet, sides: Sides) -> None:
    targets = (
        _above(item, items, sheet)
        if item.line.facet.role is Role.PVALUE
        else _beside(item, items, sheet, sides)
    )
    for target in targets:
        if not target.p:
            target.p, target.p_span = item.p or item.reading.p, item.reading.p_span


def _above(item: Item, items: Sequence[Item], sheet: Sheet) -> list[Item]:
    """The ratio above a row of p values, else the numbers that the row compares."""
    higher = [i for i in items if i.line.row < item.line.row and _reports(i)]
    if item.context.endpoint:
        higher = [i for i in higher if _outcome(i) == _outcome(item)] or higher
    if not higher:
        return []
    filled = [
        c for c in range(sheet.grid.width) if c not in sheet.grid.labels and sheet.grid.text(item.line.row, c)
    ]
    if len(filled) > 1:
        higher = [i for i in higher if i.column == item.column] or higher
    last = max(higher, key=lambda i: i.line.row)
    same = [i for i in higher if _outcome(i) == _outcome(last)]
    ratios = [i for i in same if i.ratio]
    return ratios[-1:] or [i for i in same if i.line.row == last.line.row]


def _beside(item: Item, items: Sequence[Item], sheet: Sheet, sides: Sides) -> list[Item]:
    """The ratio left of a p value, else the numbers that its row, or its study's rows, compare."""
    left = max((c for c in _p_columns(sheet) if c < item.column), default=-1)
    right = item.column
    row = [i for i in items if i.line is item.line and left < i.column < right and _reports(i)]
    if not row:
        row = [i for i in items if i.line is item.line and _reports(i)]
    own = sheet.grid.heads[item.column].endpoint
    row = [i for i in row if i.context.endpoint == own] or row
    if not row:
        return []
    block = [
        i for i in items if i.line is not item.line and sides.study(i) == sides.study(item) and _reports(i)
    ]
    ratios = [i for i in row if i.ratio] or _ratio_of(
        row, [i for i in block if i.ratio and left < i.column < right]
    )
    if ratios:
        return ratios[-1:]
    last = max(row, key=lambda i: i.column)
    values = [i for i in row if _outcome(i) == _outcome(last)]
    return values + _opposite(item, last, block)


def _ratio_of(row: Sequence[Item], ratios: Sequence[Item]) -> list[Item]:
    outcomes = {_outcome(i)[0] for i in row}
    return [i for i in ratios if _outcome(i)[0] in outcomes][-1:] if row[0].line.facet.treatments else []


def _opposite(item: Item, last: Item, block: Sequence[Item]) -> list[Item]:
    """The other arm's number, where each arm has a row and there are two."""
    if not item.line.facet.treatments:
        return []
    rows = {i.line.row for i in block if i.line.facet.treatments}
    if len(rows) != 1 or last.sides > 1:
        return []
    return [i for i in block if i.column == last.column]


def _p_columns(sheet: Sheet) -> list[int]:
    return [c for c in range(sheet.grid.width) if sheet.grid.heads[c].role is Role.PVALUE]


def _reports(item: Item) -> bool:
    return item.reading.status != "reference" and bool(item.context.endpoint)


def _outcome(item: Item) -> tuple[str, str, str, str]:
    context = item.context
    return context.endpoint, context.event, context.grade, context.timepoint
