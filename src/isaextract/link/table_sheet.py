"""A table's numbers, each with all that its column, row, section, caption and notes say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from isaextract.lexicon import Lexicon, fold
from isaextract.link.passages import mentions_in
from isaextract.link.regimens import Regimens
from isaextract.link.table_cells import Reading, ratio_start, read_cell, read_p
from isaextract.link.table_grid import Grid, read_grid
from isaextract.link.table_heads import Facet, LabelReader, Role, Treatment
from isaextract.link.table_notes import Notes, marks_on, read_notes, used_marks
from isaextract.schema import Cell, Document, Label, Mention, Span, Table

_ADVERSE = ("AE", "TEAE", "TRAE", "SAE")


@dataclass(slots=True)
class Line:
    """A row of the body: what its labels say, and where it is said.

    ``study`` is the cell that names the row's study (on an earlier row, if this one leaves it out);
    ``start`` is where the row's quotation begins.
    """

    row: int
    facet: Facet
    study: Cell | None
    start: int
    marks: tuple[str, ...] = ()
    totals: tuple[int, ...] = ()


@dataclass(slots=True)
class Item:
    """One number of the table with its context; ``side`` counts the sides of a "vs"."""

    line: Line
    column: int
    side: int
    sides: int
    context: Facet
    reading: Reading
    ratio: str = ""
    p: str = ""
    p_span: Span | None = None
    marks: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """A table as read."""

    document: Document
    table: Table
    grid: Grid
    notes: Notes
    caption: Facet
    lines: list[Line] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


def read_sheet(
    document: Document, table: Table, mentions: Sequence[Mention], lexicon: Lexicon, regimens: Regimens
) -> Sheet:
    """Read one table: its labels, its notes and its numbers."""
    marks = used_marks(document, table)
    reader = LabelReader(document.text, lexicon, regimens, marks)
    grid = read_grid(document, table, mentions, lexicon, reader)
    notes = read_notes(document, table, mentions, lexicon, reader, _ratio_marks(grid, marks))
    caption = Facet()
    if table.caption is not None:
        caption = reader.facet(table.caption, mentions_in(mentions, table.caption))
    sheet = Sheet(document, table, grid, notes, caption)
    sheet.lines = _Lines(sheet, lexicon).read()
    sheet.items = _Items(sheet, lexicon).read()
    return sheet


def _ratio_marks(grid: Grid, marks: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The marks on the heads of ratios, and those on the ratios below them."""
    columns = [c for c in range(grid.width) if grid.heads[c].role is Role.RATIO]
    heads = [grid.text(row, c) for row in range(grid.depth) for c in columns]
    cells = [grid.text(row, c) for row in grid.body() for c in columns]
    for row in grid.body():
        if grid.labels and grid.facet(row, grid.labels[0]).role is Role.RATIO:
            heads.append(grid.text(row, grid.labels[0]))
            cells += [grid.text(row, c) for c in range(grid.width) if c not in grid.labels]
    return (
        frozenset(mark for text in heads for mark in marks_on(text, marks)),
        frozenset(mark for text in cells for mark in marks_on(text, marks)),
    )


class _Lines:
    """Reads the rows' labels, top to bottom."""

    def __init__(self, sheet: Sheet, lexicon: Lexicon) -> None:
        self._sheet, self._grid, self._lexicon = sheet, sheet.grid, lexicon
        self._section = Facet()
        self._in_section = False
        self._study: Cell | None = None
        self._study_facet = Facet()
        self._arm: tuple[Treatment, ...] = ()
        self._above: dict[int, Facet] = {}
        self._column = self._study_column()
        self._subgroups = self._are_subgroups()

    def read(self) -> list[Line]:
        """The rows with numbers."""
        lines: list[Line] = []
        for row in self._grid.body():
            column = self._grid.section(row)
            if column >= 0 and not (column == self._column and self._continues(row)):
                self._open_section(row, column)
                continue
            self._in_section = False
            lines.append(self._line(row))
        _name_doses(lines)
        return lines

    def _study_column(self) -> int:
        """The column of labels that names the studies; ``-1`` if none does."""
        for column in self._grid.labels:
            filled = [row for row in self._grid.body() if self._grid.text(row, column)]
            named = sum(self._grid.facet(row, column).named for row in filled)
            if named and named * 2 >= len(filled):
                return column
        for column in self._grid.labels:
            head = regex.sub(r"[(（\[［].*$", "", self._grid.text(0, column)).strip()
            if regex.fullmatch(rf"(?:{self._lexicon.cue('table_study').pattern})", head, regex.IGNORECASE):
                outcomes = any(self._grid.facet(row, column).outcome for row in self._grid.body())
                return -1 if outcomes else column
        return -1

    def _are_subgroups(self) -> bool:
        """Whether the rows are subgroups."""
        if not self._grid.labels:
            return False
        first = [self._grid.facet(row, self._grid.labels[0]) for row in self._grid.body()]
        plain = not any(f.named or f.treatments or f.outcome or f.role for f in first)
        spans = [cell.span for cell in self._grid.table.rows[0][:1]]
        spans += [self._sheet.table.caption] if self._sheet.table.caption else []
        said = any(self._lexicon.cue("table_subgroup").search(span.of(self._sheet.document.text)) for span in spans)
        return plain and (said or sum(bool(f.subgroup) for f in first) * 2 >= len(first))

    def _continues(self, row: int) -> bool:
        return any(self._grid.text(row, c) for c in range(self._grid.width) if c not in self._grid.labels)

    def _open_section(self, row: int, column: int) -> None:
        facet = self._grid.facet(row, column)
        if facet.named:
            self._study, self._study_facet = self._grid.cell(row, column), facet
            self._arm, self._section = (), Facet()
            return
        self._section = facet.over(self._section) if self._in_section else facet
        self._in_section = True

    def _line(self, row: int) -> Line:
        own, armed = Facet(), None
        filled = [c for c in self._grid.labels if self._grid.text(row, c)]
        for column in self._grid.labels:
            facet = self._grid.facet(row, column)
            if column in filled:
                self._above[column] = facet
            elif filled and column < filled[-1] and column != self._column:
                facet = _outcome_of(self._above.get(column, Facet()))
            if facet.treatments and facet.role is not Role.RATIO:
                armed = self._grid.cell(row, column)
            own = self._label(facet, row, column).over(own)
        own = self._placed(row, own)
        labels = [cell for c in self._grid.labels if self._grid.text(row, c) and (cell := self._grid.cell(row, c))]
        first = armed or (labels[0] if labels else None)
        text = self._sheet.document.text
        marks = [m for cell in (*labels, *([self._study] if self._study else [])) for m in self._marks(cell, text)]
        return Line(row, own, self._study, first.span.start if first else -1, tuple(dict.fromkeys(marks)), self._totals(row))

    def _marks(self, cell: Cell, text: str) -> tuple[str, ...]:
        return marks_on(cell.span.of(text).strip(), self._sheet.notes.marks)

    def _label(self, facet: Facet, row: int, column: int) -> Facet:
        """A label without what its column is not about."""
        head = self._grid.heads[column]
        if head.role is Role.FOLLOW_UP:
            cell = self._grid.cell(row, column)
            return Facet(follow_up=_follow_up(self._grid, cell, self._lexicon, head)) if cell else Facet()
        if self._subgroups and column == self._grid.labels[0] and not facet.overall and not facet.subgroup:
            return replace(facet, subgroup=self._grid.text(row, column))
        return facet

    def _placed(self, row: int, own: Facet) -> Facet:
        """The row's labels with the study and the arm of the rows above where it leaves them out."""
        cell = self._study_cell(row, own)
        if cell is not None:
            self._study, self._study_facet, self._arm = cell, own, ()
        study = self._study_facet
        if own.treatments and own.role is not Role.RATIO:
            self._arm = own.treatments
        above = Facet(
            study.ids, study.names, study.phase, self._arm, setting=study.setting, citations=study.citations,
            follow_up=study.follow_up, spans={k: v for k, v in study.spans.items() if k.startswith("trial")},
        )
        if self._arm and not own.treatments and "regimen" not in own.spans and self._arm[0].span:
            above = replace(above, spans={**above.spans, "regimen": self._arm[0].span})
        return own.over(above).over(self._section) if not own.outcome else own.over(above.over(self._section))

    def _study_cell(self, row: int, own: Facet) -> Cell | None:
        """The cell that names the row's study, if the row names one."""
        if own.named:
            named = next((c for c in self._grid.labels if self._grid.facet(row, c).named), self._column)
            return self._grid.cell(row, named)
        if self._column < 0 or not self._grid.text(row, self._column):
            return None
        return None if self._grid.facet(row, self._column).treatments else self._grid.cell(row, self._column)

    def _totals(self, row: int) -> tuple[int, ...]:
        for column in range(self._grid.width):
            cell = self._grid.cell(row, column)
            if cell is not None and column not in self._grid.labels and self._grid.heads[column].role is Role.TOTAL:
                return totals_in(self._sheet, cell, self._lexicon)
        return ()


def _name_doses(lines: Sequence[Line]) -> None:
    """Rows of one study and arm that differ in their dose are its dose levels."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        facet = line.facet
        key = (line.study, tuple(t.text for t in facet.treatments), facet.endpoint, facet.event, facet.subgroup)
        groups.setdefault(key, []).append(line)
    for group in groups.values():
        doses = [line.facet.dose for line in group]
        if len(group) > 1 and all(doses) and len(set(doses)) == len(doses):
            for line in group:
                subgroup = "; ".join(filter(None, (line.facet.subgroup, line.facet.dose)))
                line.facet = replace(line.facet, subgroup=subgroup)


def _outcome_of(facet: Facet) -> Facet:
    """What a label says that holds for the rows below it, where these leave it out."""
    if not facet.outcome and not facet.subgroup:
        return Facet()
    return replace(facet, ids=(), names=(), treatments=(), total=None, citations=())


def totals_in(sheet: Sheet, cell: Cell, lexicon: Lexicon) -> tuple[int, ...]:
    """The numbers of patients in a cell, one for each side of a "vs"."""
    readings = read_cell(sheet.document.text, cell.span, lexicon, sheet.notes.marks)
    whole = [reading.value for reading in readings]
    return tuple(int(value) for value in whole if value is not None) if None not in whole else ()


def _follow_up(grid: Grid, cell: Cell, lexicon: Lexicon, head: Facet) -> str:
    for reading in read_cell(grid.document.text, cell.span, lexicon)[:1]:
        if reading.value is not None:
            from_unit = reading.unit or head.unit or "month"
            value = reading.value * 12 if from_unit == "year" else reading.value
            return f"{value:g} {'month' if from_unit == 'year' else from_unit}"
    return ""


class _Items:
    """Reads the numbers, row by row."""

    def __init__(self, sheet: Sheet, lexicon: Lexicon) -> None:
        self._sheet, self._grid, self._notes, self._lexicon = sheet, sheet.grid, sheet.notes, lexicon
        self._values = [c for c in range(self._grid.width) if c not in self._grid.labels]
        told = any(line.facet.outcome for line in sheet.lines) or any(self._grid.heads[c].outcome for c in self._values)
        self._default = Facet() if told else self._caption()
        self._column_totals: dict[int, tuple[int, ...]] = {}
        self._follow_ups: dict[int, str] = {}
        self._above: dict[int, Facet] = {}

    def _caption(self) -> Facet:
        caption = self._sheet.caption
        return Facet(endpoint=caption.endpoint, event=caption.event, measure=caption.measure, unit=caption.unit,
                     timepoint=caption.timepoint, grade=caption.grade)

    def read(self) -> list[Item]:
        """All numbers with their contexts, p values and intervals still apart."""
        for line in self._sheet.lines:
            self._gather(line)
        return [item for line in self._sheet.lines for item in self._of_line(line)]

    def _gather(self, line: Line) -> None:
        """Rows of patient numbers and columns of follow-up are context of the others."""
        for column in self._values:
            cell = self._grid.cell(line.row, column)
            if cell is None or not self._grid.text(line.row, column):
                continue
            if line.facet.role is Role.TOTAL:
                self._column_totals[column] = totals_in(self._sheet, cell, self._lexicon)
            if self._grid.heads[column].role is Role.FOLLOW_UP:
                told = _follow_up(self._grid, cell, self._lexicon, self._grid.heads[column])
                for other in self._sheet.lines:
                    if other.row >= line.row and other.study == line.study:
                        self._follow_ups[other.row] = told

    def _of_line(self, line: Line) -> Iterator[Item]:
        outcome_above: Facet | None = None
        for column in self._values:
            cell = self._grid.cell(line.row, column)
            if cell is None or not self._grid.text(line.row, column):
                continue
            context = self._context(line, column, outcome_above)
            if context.role in (Role.TOTAL, Role.FOLLOW_UP, Role.OTHER):
                continue
            if context.endpoint and context.role is Role.VALUE:
                outcome_above = context
            yield from self._of_cell(line, column, cell, context)
        if line.facet.endpoint or line.facet.event:
            self._above = {-1: line.facet}

    def _context(self, line: Line, column: int, left: Facet | None) -> Facet:
        """What row, column, section, caption and notes say of a cell together."""
        row, head = line.facet, self._grid.heads[column]
        context = row.over(head)
        roles = [f.role for f in (row, head) if f.role not in (None, Role.VALUE)]
        role = roles[0] if roles else Role.VALUE
        context = replace(context, role=role, treatments=self._treatments(row, head, role))
        if role is Role.RATIO:
            context = replace(context, measure=row.measure if row.role is Role.RATIO else head.measure, unit="")
        if not context.outcome and (carried := self._carried(line, column, context, left)):
            context = context.over(carried)
        context = self._adverse(context.over(self._default))
        follow_up = context.follow_up or self._follow_ups.get(line.row, "") or self._noted_follow_up(context)
        total = context.total or (self._one(self._column_totals.get(column, ())))
        return replace(context, follow_up=follow_up, total=total)

    def _one(self, totals: tuple[int, ...]) -> int | None:
        return totals[0] if len(totals) == 1 else None

    def _treatments(self, row: Facet, head: Facet, role: Role) -> tuple[Treatment, ...]:
        """The arms of a cell: its row's, or its column's; a pair in a head only orders the sides."""
        if row.treatments and head.treatments and len(head.treatments) == 1 and role is not Role.RATIO:
            return row.treatments if row.treatments[0].drugs else head.treatments
        return row.treatments or head.treatments

    def _carried(self, line: Line, column: int, context: Facet, left: Facet | None) -> Facet | None:
        """The endpoint of a row or column that only says "HR", "p", "95% CI" or "12 months"."""
        apart = (Role.RATIO, Role.PVALUE, Role.INTERVAL)
        if context.role not in apart and not (line.facet.bare or self._grid.heads[column].bare):
            return None
        if line.facet.role in apart or line.facet.bare:
            above = self._above.get(-1)
            return Facet(endpoint=above.endpoint, event=above.event, spans=above.spans) if above else None
        if context.role is Role.RATIO and "" in self._notes.ratios:
            return Facet(endpoint=self._notes.ratios[""])
        return Facet(endpoint=left.endpoint, event=left.event) if left else None

    def _adverse(self, context: Facet) -> Facet:
        """An event is an adverse event of the kind that the caption speaks of."""
        caption = self._sheet.caption
        kind = caption.endpoint if caption.endpoint in _ADVERSE else "AE"
        if context.event and context.endpoint not in _ADVERSE:
            context = replace(context, endpoint=kind)
        elif context.grade and not context.endpoint and caption.endpoint in _ADVERSE:
            context = replace(context, endpoint=kind)
        safety = context.endpoint in (*_ADVERSE, "CRS", "ICANS")
        if safety and caption.grade and not context.grade:
            context = replace(context, grade=caption.grade)
        if safety and not context.unit and not context.counted:
            context = replace(context, unit=caption.unit, counted=caption.counted)
        return context

    def _noted_follow_up(self, context: Facet) -> str:
        for name in (*context.names, *context.ids, ""):
            if found := self._notes.follow_ups.get(name, ""):
                return found
        return ""

    # ------------------------------------------------------------ one cell

    def _of_cell(self, line: Line, column: int, cell: Cell, context: Facet) -> Iterator[Item]:
        if context.role is Role.PVALUE:
            if found := read_p(self._sheet.document.text, cell.span):
                yield Item(line, column, 0, 1, context, Reading(found[1], "p", p=found[0], p_span=found[1]))
            return
        for span, said in self._segments(cell, context):
            yield from self._of_span(line, column, span, said)

    def _of_span(self, line: Line, column: int, span: Span, context: Facet) -> Iterator[Item]:
        cut = ratio_start(self._sheet.document.text, span, self._lexicon) if context.role is Role.VALUE else -1
        if cut < 0:
            yield from self._of_part(line, column, span, context)
            return
        yield from self._of_part(line, column, Span(span.start, cut), context)
        yield from self._of_part(line, column, Span(cut, span.end), context)

    def _of_part(self, line: Line, column: int, span: Span, context: Facet) -> Iterator[Item]:
        text = self._sheet.document.text
        readings = read_cell(text, span, self._lexicon, self._notes.marks)
        p = next(((r.p, r.p_span) for r in readings if r.p), ("", None))
        above = (*line.marks, *self._head_marks(column))
        for side, reading in enumerate(readings):
            ratio = context.measure if context.role is Role.RATIO else reading.ratio
            said = self._noted(context, (*above, *reading.marks), ratio)
            if ratio:
                said = self._ratio_endpoint(said, reading)
            yield Item(line, column, side, len(readings), said, reading, ratio, p[0], p[1], reading.marks)

    def _head_marks(self, column: int) -> tuple[str, ...]:
        texts = [self._grid.text(row, column) for row in range(self._grid.depth)]
        return tuple(mark for text in texts for mark in marks_on(text, self._notes.marks))

    def _noted(self, context: Facet, marks: Sequence[str], ratio: str) -> Facet:
        """The context with what the notes add to its marks."""
        for mark in marks:
            if mark in self._notes.facets:
                noted = self._notes.facets[mark]
                context = (replace(noted, subgroup="") if ratio and mark in self._notes.contrasts else noted).over(context)
        return context

    def _ratio_endpoint(self, context: Facet, reading: Reading) -> Facet:
        for mark in reading.marks:
            if mark in self._notes.ratios:
                return replace(context, endpoint=self._notes.ratios[mark])
        return context

    def _segments(self, cell: Cell, context: Facet) -> Iterator[tuple[Span, Facet]]:
        """A cell as a whole, or in parts where it names endpoints itself; citations cut off."""
        text = self._sheet.document.text
        inside = self._grid.inside(cell)
        named = [m for m in inside if m.label in (Label.ENDPOINT, Label.EVENT) and m.concept]
        end = min((m.span.start for m in inside if m.label is Label.CITATION), default=cell.span.end)
        if not named:
            yield Span(cell.span.start, end if text[cell.span.start : end].strip() else cell.span.end), context
            return
        starts = [self._segment_start(cell, m.span.start) for m in named]
        for start, stop in zip(starts, [*starts[1:], cell.span.end], strict=True):
            span = Span(start, stop)
            said = self._grid.reader.facet(span, mentions_in(self._grid.mentions, span))
            yield self._behind_name(span), replace(said.over(context), role=Role.VALUE, treatments=context.treatments)

    def _segment_start(self, cell: Cell, place: int) -> int:
        before = fold(self._sheet.document.text[cell.span.start : place])
        stops = [m.end() for m in regex.finditer(r"[;,\n]|。", before)]
        return cell.span.start + (stops[-1] if stops else 0)

    def _behind_name(self, span: Span) -> Span:
        """The part of a segment behind the endpoint's name."""
        names = [m for m in mentions_in(self._grid.mentions, span) if m.label in (Label.ENDPOINT, Label.EVENT)]
        return Span(names[-1].span.end, span.end) if names else span
