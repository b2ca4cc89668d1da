"""Bare numbers in tables: what they are by their column's head, else by their row's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.view import View
from isaextract.schema import Label

_NUMBERS = r"(?<![A-Za-z0-9.])(?P<number>\d+(?:[.·]\d+)?)(?![\d%]|[.·]\d|\s*%)"
_RANGE = r"(?P<range>«number»\s*%?\s*(?:[~-]|«to»|,|;)\s*(?:«number»|«missing_bound»)\s*%?)"
_BRACKETED = rf"[(\[]\s*(?:«ci»[\s:,]*)?{_RANGE}\s*[)\]]"
_FRACTION = r"(?<![\d.])\d+\s*/\s*\d+(?![\d.])"
_PAIR = r"\d+\.\d+\s*/\s*\d+\.\d+"  # numbers of two arms: then no slash in the row divides
_VALUE = r"(?:«p_operator»\s*)?«number»\s*(?:$|[%(\[/~-])|[-–—]+$"  # what a cell of the body holds
_DEEPEST = 3
_PAIRED = 7  # priority of a number of such a row over what takes "a/b" for a share
_HEAD_KINDS = (
    (r"«cell_p»", Label.PVALUE),
    (r"«cell_ratio»", Label.RATIO),
    (
        r"[(\[,/、]\s*(?:«cell_time»)(?![A-Za-z])|(?:«cell_time»)\s*[)\]]\s*$|,\s*(?:«cell_time»)\s*$",
        Label.TIME,
    ),
    (r"«rate_head»", Label.PERCENT),
    (r"«cell_count»", Label.COUNT),
)
_SIZE = r"[(\[,]?\s*\b[nN]\s*=\s*\d[\d, ]*\s*[)\]]?"
_MEASURES = {"median": Label.TIME, "rate": Label.PERCENT}
_COUNT_AND_SHARE = r"«count_head»\s*[(\[,/]\s*%"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table within its block's text: the cells' places row by row."""

    rows: tuple[tuple[tuple[int, int], ...], ...]
    caption: str = ""


def match(view: View, grid: Grid) -> Iterator[Candidate]:
    """Label the bare numbers of each cell below the head."""
    if len(grid.rows) < 2:
        return
    depth = _depth(view, grid)
    heads = _heads(view, grid, depth)
    for row in grid.rows[depth:]:
        label_of_row = view.flat[slice(*row[0])] if row else ""
        paired = any(view.words.pattern(_PAIR).search(view.flat, *place) for place in row)
        for column, (start, end) in enumerate(row):
            if column and start < end:
                said = (*(heads[column] if column < len(heads) else ()), label_of_row)
                for found in _cell(view, start, end, said, grid.caption):
                    if not paired:
                        yield found
                    elif found.source != "cell.fraction":
                        yield replace(found, priority=max(found.priority, _PAIRED))


def _depth(view: View, grid: Grid) -> int:
    """How many rows the head has: those below the first that open with no label and hold no number."""
    depth = 1
    while depth < min(_DEEPEST, len(grid.rows) - 1) and _is_under_head(view, grid.rows[depth]):
        depth += 1
    return depth


def _is_under_head(view: View, row: tuple[tuple[int, int], ...]) -> bool:
    cells = [view.flat[start:end].strip() for start, end in row]
    value = view.words.pattern(_VALUE)
    return bool(cells) and not cells[0] and any(cells) and not any(value.match(cell) for cell in cells)


def _heads(view: View, grid: Grid, depth: int) -> list[tuple[str, ...]]:
    """The heads over each column, the lowest first; a title spans the empty cells to its right."""
    heads: list[tuple[str, ...]] = [()] * max(len(row) for row in grid.rows)
    for row in reversed(grid.rows[:depth]):
        title = ""
        for column, (start, end) in enumerate(row):
            text = view.flat[start:end]
            title = text if text.strip() or not any(heads[column]) else title
            heads[column] = (*heads[column], title)
    return heads


def _cell(view: View, start: int, end: int, said: tuple[str, ...], caption: str) -> Iterator[Candidate]:
    plain = [view.words.pattern(_SIZE).sub("", text) for text in said]
    for text in plain:
        if _says(view, text, _COUNT_AND_SHARE):
            yield from _count_and_share(view, start, end)
            return
        label = kind_of(view, text)
        if label is not None:
            yield from _numbers(view, start, end, label)
            return
    label = _by_endpoint(view, plain)
    if _says(view, caption, "%") and label is not Label.TIME:
        yield from _count_and_share(view, start, end)
        label = Label.PERCENT
    if label is not None:
        yield from _numbers(view, start, end, label)
    else:
        yield from _ranges(view, start, end)


def _by_endpoint(view: View, said: list[str]) -> Label | None:
    """What the endpoint named in a head is given as: a median is a TIME, a share a PERCENT."""
    for text in said:
        for hit in View(text, view.words).of("endpoint") if text.strip() else ():
            entry = view.words.lexicon.endpoints.entries.get(hit.key)
            if entry is not None and entry.measure in _MEASURES:
                return _MEASURES[entry.measure]
    return None


def kind_of(view: View, head: str) -> Label | None:
    """What a column or row with this head holds: TIME, COUNT, RATIO, PERCENT or PVALUE."""
    for template, label in _HEAD_KINDS:
        if _says(view, head, template):
            return label
    return None


def _says(view: View, head: str, template: str) -> bool:
    return bool(head) and view.words.pattern(template).search(head) is not None


def _ranges(view: View, start: int, end: int) -> Iterator[Candidate]:
    for found in view.words.pattern(_BRACKETED).finditer(view.flat, start, end):
        yield Candidate(*found.span("range"), Label.CI, "cell.interval", 6, 0.9)


def _numbers(view: View, start: int, end: int, label: Label) -> Iterator[Candidate]:
    ranges = list(_ranges(view, start, end))
    yield from ranges
    if label is Label.PVALUE:
        for found in view.words.pattern(r"«p_operator»?\s*(?:\d*\.\d+)").finditer(view.flat, start, end):
            yield Candidate(*found.span(), Label.PVALUE, "cell.pvalue", 5, 0.9)
        return
    for found in view.words.pattern(_FRACTION).finditer(view.flat, start, end):
        yield Candidate(*found.span(), Label.COUNT, "cell.fraction", 5, 0.9)
    for found in view.words.pattern(_NUMBERS).finditer(view.flat, start, end):
        inside = any(r.start <= found.start() < r.end for r in ranges)
        if not inside and _plausible(label, found["number"]):
            yield Candidate(*found.span("number"), label, f"cell.{label.lower()}", 0, 0.9)


def _plausible(label: Label, number: str) -> bool:
    value = float(number.replace("·", "."))
    if label is Label.COUNT:
        return value == int(value)
    return value <= 100 if label in (Label.PERCENT, Label.RATIO) else True


def _count_and_share(view: View, start: int, end: int) -> Iterator[Candidate]:
    for found in view.words.pattern(r"(?P<count>«whole»)\s*[(\[]\s*(?P<share>«number»)\s*[)\]]").finditer(
        view.flat, start, end
    ):
        yield Candidate(*found.span("count"), Label.COUNT, "cell.count", 5, 0.9)
        yield Candidate(*found.span("share"), Label.PERCENT, "cell.percent", 5, 0.9)
