"""The rows of a table: what their labels say, with the section, study and arm of the rows above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from isaextract.lexicon import Lexicon, compiled
from isaextract.link.table_heads import Facet, Role
from isaextract.link.table_notes import marks_on
from isaextract.link.table_sheet import Line, Sheet, follow_up_in, totals_in
from isaextract.link.table_treatments import Treatment
from isaextract.schema import Cell


class LineReader:
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
            if row in self._grid.told:
                continue
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
            head = compiled(r"[(（\[［].*$").sub("", self._grid.text(0, column)).strip()
            if self._lexicon.cue("table_study").fullmatch(head):
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
        said = any(
            self._lexicon.cue("table_subgroup").search(span.of(self._sheet.document.text)) for span in spans
        )
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
        labels = [c for c in self._grid.labels if self._grid.text(row, c)]
        own = Facet()
        for column in self._grid.labels:
            own = self._label(self._filled(row, column, labels), row, column).over(own)
        armed = self._armed(row)
        if armed:
            own = replace(own, treatments=self._treatments(row, armed))
        own = self._placed(row, own)
        first = next((cell for c in (*armed, *labels) if (cell := self._grid.cell(row, c))), None)
        start = first.span.start if first else -1
        return Line(row, own, self._study, start, self._marks(row, labels), self._totals(row))

    def _filled(self, row: int, column: int, labels: Sequence[int]) -> Facet:
        """What a label says; one that is left out, with others behind it, goes on from above."""
        if column in labels:
            self._above[column] = self._grid.facet(row, column)
            return self._above[column]
        goes_on = labels and column < labels[-1] and column != self._column
        return _outcome_of(self._above.get(column, Facet())) if goes_on else Facet()

    def _armed(self, row: int) -> list[int]:
        """The columns of labels that name the row's arm, or its two arms side by side."""
        facets = {c: self._grid.facet(row, c) for c in self._grid.labels}
        armed = [c for c, facet in facets.items() if facet.treatments and facet.role is not Role.RATIO]
        if len(armed) < 2:
            return armed
        opposed = [c for c in armed if any(t.role for t in self._grid.heads[c].treatments)]
        if len(opposed) > 1:
            return opposed[:2]
        headed = [c for c in armed if self._is_arm_column(c)]
        return (headed or armed)[:1]

    def _is_arm_column(self, column: int) -> bool:
        head = compiled(r"[(（\[［].*$").sub("", self._grid.text(0, column)).strip()
        return self._lexicon.cue("table_arm").fullmatch(head) is not None or column in (
            c for c in self._grid.labels if self._grid.heads[c].treatments
        )

    def _treatments(self, row: int, armed: Sequence[int]) -> tuple[Treatment, ...]:
        """The row's arms; two columns of arms give one each, with the role of its head."""
        if len(armed) == 1:
            return self._grid.facet(row, armed[0]).treatments
        pairs = [(self._grid.facet(row, c).treatments[0], self._grid.heads[c].treatments) for c in armed]
        return tuple(replace(own, role=own.role or (head[0].role if head else "")) for own, head in pairs)

    def _marks(self, row: int, labels: Sequence[int]) -> tuple[str, ...]:
        """The footnote marks on the row's labels and on its study."""
        cells = [cell for c in labels if (cell := self._grid.cell(row, c))]
        cells += [self._study] if self._study else []
        texts = [cell.span.of(self._sheet.document.text).strip() for cell in cells]
        return tuple(
            dict.fromkeys(mark for text in texts for mark in marks_on(text, self._sheet.notes.marks))
        )

    def _label(self, facet: Facet, row: int, column: int) -> Facet:
        """A label without what its column is not about."""
        head = self._grid.heads[column]
        if head.role is Role.FOLLOW_UP:
            cell = self._grid.cell(row, column)
            return Facet(follow_up=follow_up_in(self._grid, cell, self._lexicon, head)) if cell else Facet()
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
        elif not self._leaves_arm_out(row, own):
            self._arm = ()
        above = Facet(
            study.ids,
            study.names,
            study.phase,
            self._arm,
            setting=study.setting,
            citations=study.citations,
            follow_up=study.follow_up,
            spans={k: v for k, v in study.spans.items() if k.startswith("trial")},
        )
        if self._arm and not own.treatments and "regimen" not in own.spans and self._arm[0].span:
            above = replace(above, spans={**above.spans, "regimen": self._arm[0].span})
        return own.over(above).over(self._section) if not own.outcome else own.over(above.over(self._section))

    def _leaves_arm_out(self, row: int, own: Facet) -> bool:
        """Whether a row belongs to the arm above: its cell for it is empty, or names a part of it."""
        armed = [
            c for c in self._grid.labels if any(self._grid.facet(r, c).treatments for r in self._grid.body())
        ]
        return bool(own.subgroup) or not any(self._grid.text(row, column) for column in armed)

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
            if (
                cell is not None
                and column not in self._grid.labels
                and self._grid.heads[column].role is Role.TOTAL
            ):
                if self._grid.heads[column].treatments:  # "n" of each arm counts its patients only
                    continue
                return totals_in(self._sheet, cell, self._lexicon)
        return ()


def _name_doses(lines: Sequence[Line]) -> None:
    """Rows of one study and arm that differ in their dose are its dose levels."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        facet = line.facet
        key = (
            line.study,
            tuple(t.text for t in facet.treatments),
            facet.endpoint,
            facet.event,
            facet.subgroup,
        )
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
