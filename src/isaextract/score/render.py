"""Reports as plain tables, aligned for a terminal (wide characters count two columns)."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence

from isaextract.score.figures import Counts
from isaextract.score.mistakes import Mistake
from isaextract.score.report import Report, Score

PRF = ("P", "R", "F1", "hits", "said", "gold")
LEVELS = ("number", "arm", "full")


def render_text(report: Report) -> str:
    """The report's figures as tables."""
    return "\n\n".join("\n".join(part) for part in _parts(report) if part) + "\n"


def render_errors(report: Report, kinds: Collection[str] | None = None) -> str:
    """The report's mistakes, one paragraph each.

    Parameters
    ----------
    report : Report
        What to show.
    kinds : collection of str, optional
        Which mistakes: areas (``row``, ``mention``, ``study``), kinds (``missed``, ``invented``,
        ``differs``, ``detail``) or both (``row.missed``); all where not given.
    """
    chosen = [item for item in report.mistakes if kinds is None or _named(item) & set(kinds)]
    return "\n".join("\n".join(_lines(item)) for item in chosen) + ("\n" if chosen else "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of an aligned table: the first column to the left, all others to the right."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(_width(cell) for cell in column) for column in zip(*lines, strict=True)]
    return ["  ".join(_pad(line, widths)).rstrip() for line in lines]


def _parts(report: Report) -> Iterator[list[str]]:
    yield _signature(report)
    yield _rows(report)
    yield _documents(report)
    yield _fields(report.total)
    yield _mentions(report)
    yield _studies(report.total)
    yield _left_out(report)


def _signature(report: Report) -> list[str]:
    parts = (
        (name, value) for name, value in report.signature.record().items() if isinstance(value, str) and value
    )
    line = "  ".join(f"{name} {value}" for name, value in parts)
    return [f"signature: {line}"] if line else []


def _rows(report: Report) -> list[str]:
    rows = report.total.rows
    macro, intervals = dict(report.macro), dict(report.intervals)
    lines = []
    for name in LEVELS:
        low, high = intervals[name].low, intervals[name].high
        figures = _prf(getattr(rows, name))
        lines.append((name, *figures, _figure(macro[name]), f"{low:.3f}-{high:.3f}"))
    return table(("rows", *PRF, "macro F1", "95 % interval"), lines)


def _documents(report: Report) -> list[str]:
    scores = [(item.name, item.language, item.score) for item in report.documents]
    scores += [(f"all {name}", name, score) for name, score in report.languages]
    scores.append(("all", "", report.total))
    head = ("document", "lang", "rows", "number F1", "arm F1", "full F1", "mentions F1", "studies F1")
    return table(head, [_document(name, language, score) for name, language, score in scores])


def _document(name: str, language: str, score: Score) -> tuple[str, ...]:
    rows = score.rows
    found = (rows.number, rows.arm, rows.full, score.mentions.strict, score.studies.found)
    return name, language, str(rows.number.gold), *(_figure(counts.f1) for counts in found)


def _fields(score: Score) -> list[str]:
    head = ("field (number right)", "right", "of", "share", "where filled", "of", "share", "invented")
    lines = []
    for name, field in score.rows.fields:
        spurious = field.blank.total - field.blank.right
        all_, filled = ((str(x.right), str(x.total), _figure(x.share)) for x in (field.all, field.filled))
        lines.append((name, *all_, *filled, str(spurious)))
    return table(head, lines)


def _mentions(report: Report) -> list[str]:
    score = report.total.mentions
    macro, intervals = dict(report.macro), dict(report.intervals)
    lines = [(str(label), *_prf(counts.strict), _figure(counts.overlap.f1)) for label, counts in score.labels]
    lines.append(("all", *_prf(score.strict), _figure(score.overlap.f1)))
    low, high = intervals["strict"].low, intervals["strict"].high
    note = f"strict F1 95 % interval {low:.3f}-{high:.3f}, macro over documents {macro['strict']:.3f}"
    return [*table(("mentions (strict)", *PRF, "overlap F1"), lines), note]


def _studies(score: Score) -> list[str]:
    found = table(("studies", *PRF), [("found", *_prf(score.studies.found))])
    shares = [
        (name.replace("_", " "), str(x.right), str(x.total), _figure(x.share))
        for name, x in score.studies.fields
    ]
    return [*found, "", *table(("of the studies found", "right", "of", "share"), shares)]


def _left_out(report: Report) -> list[str]:
    lines = []
    if report.missing:
        lines.append(f"no prediction, counted as missed: {', '.join(report.missing)}")
    if report.ignored:
        lines.append(f"no gold, ignored: {', '.join(report.ignored)}")
    return lines


def _named(mistake: Mistake) -> set[str]:
    return {mistake.area, mistake.kind, f"{mistake.area}.{mistake.kind}"}


def _lines(mistake: Mistake) -> Iterator[str]:
    page = f" p.{mistake.page}" if mistake.page is not None else ""
    yield f"{mistake.kind} {mistake.area}  {mistake.doc}{page}  {mistake.what}"
    for item in mistake.differs:
        yield f"    {item.field}: gold {item.gold} | predicted {item.predicted}"
    if mistake.quote:
        yield f"    {mistake.before}⟦{mistake.quote}⟧{mistake.after}"


def _prf(counts: Counts) -> tuple[str, ...]:
    figures = (counts.precision, counts.recall, counts.f1)
    return *(_figure(item) for item in figures), str(counts.hits), str(counts.predicted), str(counts.gold)


def _figure(figure: float) -> str:
    return f"{figure:.3f}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(line: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for column, (cell, width) in enumerate(zip(line, widths, strict=True)):
        room = " " * (width - _width(cell))
        yield cell + room if column == 0 else room + cell
