"""The numbers of a table, each with all that its column, row, section, caption and notes say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from isaextract.lexicon import Lexicon, compiled, fold
from isaextract.link.leads import ADVERSE
from isaextract.link.passages import mentions_in
from isaextract.link.table_cells import Reading, ratio_start, read_cell, read_p
from isaextract.link.table_heads import Facet, Role
from isaextract.link.table_notes import marks_on
from isaextract.link.table_sheet import Item, Line, Sheet, follow_up_in, totals_in
from isaextract.link.table_treatments import Treatment
from isaextract.schema import Cell, Label, Span


class ItemReader:
    """Reads the numbers, row by row."""

    def __init__(self, sheet: Sheet, lexicon: Lexicon) -> None:
        self._sheet, self._grid, self._notes, self._lexicon = sheet, sheet.grid, sheet.notes, lexicon
        self._values = [c for c in range(self._grid.width) if c not in self._grid.labels]
        told = any(line.facet.outcome for line in sheet.lines) or any(
            self._grid.heads[c].outcome for c in self._values
        )
        self._default = Facet() if told else self._caption()
        self._follow_ups: dict[int, str] = {}
        self._column_follow_ups: dict[int, str] = {}
        self._above: dict[int, Facet] = {}

    def _caption(self) -> Facet:
        caption = self._sheet.caption
        return Facet(
            endpoint=caption.endpoint,
            event=caption.event,
            measure=caption.measure,
            unit=caption.unit,
            timepoint=caption.timepoint,
            grade=caption.grade,
        )

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
                self._sheet.totals[column] = totals_in(self._sheet, cell, self._lexicon)
            if line.facet.role is Role.FOLLOW_UP:
                self._column_follow_ups[column] = follow_up_in(self._grid, cell, self._lexicon, line.facet)
            if self._grid.heads[column].role is Role.FOLLOW_UP:
                told = follow_up_in(self._grid, cell, self._lexicon, self._grid.heads[column])
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
            worded = any(m.label is Label.ENDPOINT for m in self._grid.inside(cell))
            if context.role in (Role.TOTAL, Role.FOLLOW_UP) or (self._grid.is_mute(column) and not worded):
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
            measure = row.measure if row.role is Role.RATIO else head.measure
            context = replace(context, measure=measure, unit=context.unit if measure == "difference" else "")
        if not context.outcome and (carried := self._carried(line, column, context, left)):
            context = context.over(carried)
        context = self._adverse(context.over(self._default))
        follow_up = (
            context.follow_up or self._follow_ups.get(line.row, "") or self._column_follow_ups.get(column, "")
        )
        follow_up = follow_up or self._noted_follow_up(context) or self._sheet.caption.follow_up
        return replace(
            context, follow_up=follow_up, citations=context.citations or self._sheet.caption.citations
        )

    def _treatments(self, row: Facet, head: Facet, role: Role) -> tuple[Treatment, ...]:
        """The arms of a cell: its row's, or its column's; a pair in a head only orders the sides."""
        if row.treatments and len(head.treatments) == 1 and role is not Role.RATIO:
            own = head.treatments[0]
            if len(row.treatments) == 2 and own.role and not own.drugs:
                named = [t for t in row.treatments if t.role == own.role]
                return (named[0] if named else row.treatments[own.role == "control"],)
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
        kind = caption.endpoint if caption.endpoint in ADVERSE else "AE"
        untold = context.grade and not context.endpoint and caption.endpoint in ADVERSE
        if untold or (context.event and context.endpoint not in ADVERSE):
            context = replace(context, endpoint=kind)
        safety = context.endpoint in (*ADVERSE, "CRS", "ICANS")
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
        cut = (
            ratio_start(self._sheet.document.text, span, self._lexicon) if context.role is Role.VALUE else -1
        )
        if cut < 0:
            yield from self._of_part(line, column, span, context)
            return
        yield from self._of_part(line, column, Span(span.start, cut), context)
        yield from self._of_part(line, column, Span(cut, span.end), context)

    def _of_part(self, line: Line, column: int, span: Span, context: Facet) -> Iterator[Item]:
        text = self._sheet.document.text
        paired = self._grid.is_paired(line.row)
        readings = read_cell(text, span, self._lexicon, self._notes.marks, paired=paired)
        p = next(((r.p, r.p_span) for r in readings if r.p), ("", None))
        above = (*line.marks, *self._head_marks(column))
        if paired and readings and not any(reading.marks for reading in readings[:-1]):
            above = (*above, *readings[-1].marks)  # a mark behind a pair is on both
        for side, reading in enumerate(readings):
            ratio = context.measure if context.role is Role.RATIO else reading.ratio
            said = self._noted(context, (*above, *reading.marks), ratio)
            if ratio:
                said = self._ratio_endpoint(said, reading)
            place = (side, len(readings))
            if len(said.grades) == len(readings):  # "72/0.6" under "any/grade ≥3": one arm, two grades
                said, place = replace(said, grade=said.grades[side]), (0, 1)
            yield Item(line, column, *place, said, reading, ratio, p[0], p[1], reading.marks)

    def _head_marks(self, column: int) -> tuple[str, ...]:
        texts = [self._grid.text(row, column) for row in range(self._grid.depth)]
        return tuple(mark for text in texts for mark in marks_on(text, self._notes.marks))

    def _noted(self, context: Facet, marks: Sequence[str], ratio: str) -> Facet:
        """The context with what the notes add to its marks."""
        for mark in marks:
            if noted := self._notes.facets.get(mark):
                if ratio and mark in self._notes.contrasts:
                    noted = replace(noted, subgroup="")
                if context.endpoint not in ADVERSE:
                    noted = replace(noted, endpoint="")
                context = noted.over(context)
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
            yield (
                Span(cell.span.start, end if text[cell.span.start : end].strip() else cell.span.end),
                context,
            )
            return
        starts = [self._segment_start(cell, m.span.start) for m in named]
        for start, stop in zip(starts, [*starts[1:], cell.span.end], strict=True):
            span = Span(start, stop)
            said = self._grid.reader.facet(span, mentions_in(self._grid.mentions, span))
            yield (
                self._behind_name(span),
                replace(said.over(context), role=Role.VALUE, treatments=context.treatments),
            )

    def _segment_start(self, cell: Cell, place: int) -> int:
        before = fold(self._sheet.document.text[cell.span.start : place])
        stops = [m.end() for m in compiled(r"[;,\n]|。").finditer(before)]
        return cell.span.start + (stops[-1] if stops else 0)

    def _behind_name(self, span: Span) -> Span:
        """The part of a segment behind the endpoint's name."""
        names = [
            m for m in mentions_in(self._grid.mentions, span) if m.label in (Label.ENDPOINT, Label.EVENT)
        ]
        return Span(names[-1].span.end, span.end) if names else span
