"""Wrong rows by kind as text: a table of the kinds, then each with examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isaextract.score.kinds import KINDS, KindGroup, RowError
from isaextract.score.render import table
from isaextract.score.report import Report

HEAD = ("wrong rows by kind", "cost", "share", "missed", "errors", "documents")


def render_kinds(report: Report) -> str:
    """The kinds of wrong rows, the costliest first, and up to three examples of each."""
    groups = report.groups
    if not groups:
        return "no wrong rows\n"
    parts = [_table(groups), *(_section(item, item.examples()) for item in groups)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def render_kind(report: Report, name: str) -> str:
    """All wrong rows of one kind (``arm``), or of one part of it (``arm.swapped``)."""
    kind, _, part = name.partition(".")
    found = (item for item in report.groups if item.kind == kind)
    errors = tuple(error for item in found for error in item.errors if part in ("", error.part))
    if not errors:
        return f"no wrong rows of the kind {name}\n"
    return "\n".join(_section(KindGroup(kind, errors), errors)) + "\n"


def _table(groups: Sequence[KindGroup]) -> list[str]:
    """The kinds, and under each its parts where there are several."""
    cost, errors = sum(item.cost for item in groups), sum(len(item.errors) for item in groups)
    lines: list[tuple[str, ...]] = []
    for item in groups:
        share = f"{item.cost / cost:.3f}" if cost else "0.000"
        size, documents = str(len(item.errors)), str(len(item.documents))
        lines.append((item.kind, str(item.cost), share, str(item.missed), size, documents))
        lines += [(f"  {item.kind}.{part}", "", "", "", str(count), "") for part, count in item.parts]
    missed = sum(item.missed for item in groups)
    lines.append(("all", str(cost), f"{bool(cost):.3f}", str(missed), str(errors), ""))
    return table(HEAD, lines)


def _section(group: KindGroup, errors: Sequence[RowError]) -> list[str]:
    documents = ", ".join(f"{name} {count}" for name, count in group.documents)
    head = f"{group.kind}: {KINDS[group.kind]} ({group.cost} lost at level full)"
    return [head, f"    by document: {documents}", *(line for item in errors for line in _lines(item))]


def _lines(error: RowError) -> Iterator[str]:
    page = f" p.{error.page}" if error.page is not None else ""
    yield f"  {error.kind}.{error.part}  {error.doc}{page}  ⟦{error.quote}⟧"
    yield f"      gold {error.gold or '-'}"
    yield f"      said {error.predicted or '-'}"
    if error.kind in ("detail", "study"):
        yield from (f"      {item.field}: gold {item.gold} | said {item.predicted}" for item in error.differs)
