"""Results and arms out of tables of any shape.

A number's context is put together from all labels around it (its column's head, its row's labels, its
section, the caption, the notes), so that it does not matter along which axis studies, arms and
endpoints run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from isaextract.lexicon import Lexicon
from isaextract.link.arms import ArmDraft, Arms
from isaextract.link.results import Arm, Result
from isaextract.link.studies import StudyDraft
from isaextract.link.table_arms import Sides
from isaextract.link.table_grades import ANY_GRADE
from isaextract.link.table_heads import Role
from isaextract.link.table_numbers import Number, number_of, ratio_unit
from isaextract.link.table_qualify import qualified
from isaextract.link.table_sheet import Item, Sheet
from isaextract.link.table_studies import new_studies, study_of, table_study
from isaextract.schema import Mention, Span

SOURCE = "table"


def table_studies(
    sheets: Sequence[Sheet], lexicon: Lexicon, drafts: Sequence[StudyDraft]
) -> list[StudyDraft]:
    """The studies that only the tables name.

    Returns
    -------
    list of StudyDraft
        New drafts, to be put behind ``drafts``. A study without a name or number has the cell that
        stands for it as its anchor.
    """
    return new_studies(sheets, drafts, lexicon)


def table_arms(
    sheets: Sequence[Sheet],
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    drafts: Sequence[StudyDraft],
) -> dict[int, list[ArmDraft]]:
    """The arms that the tables name, by the number of their study."""
    found: dict[int, list[list[ArmDraft]]] = {}
    for sheet in sheets:
        for study, arms in _sides(sheet, mentions, lexicon, drafts, ()).drafts().items():
            if study >= 0:
                found.setdefault(study, []).append(arms)
    return {study: list(_in_full(tables)) for study, tables in found.items()}


def _in_full(tables: Sequence[Sequence[ArmDraft]]) -> Iterator[ArmDraft]:
    """The arms of a study's tables, without what one table says short for another's arm."""
    for number, arms in enumerate(tables):
        others = [set(arm.drugs) for n, table in enumerate(tables) if n != number for arm in table]
        own = [set(arm.drugs) for arm in arms]
        for arm in arms:
            whole = [drugs for drugs in others if set(arm.drugs) < drugs and drugs not in own]
            if len(whole) != 1 or set(arm.drugs) in others:
                yield arm


def table_results(
    sheets: Sequence[Sheet],
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    drafts: Sequence[StudyDraft],
    arms: Sequence[Arms],
) -> tuple[Result, ...]:
    """All results that stand in tables, in the order of the text.

    Parameters
    ----------
    drafts
        The document's studies, those of ``table_studies`` among them.
    arms
        The arms of each study, parallel to ``drafts``.
    """
    found: list[Result] = []
    for sheet in sheets:
        found += _Writer(sheet, lexicon, _sides(sheet, mentions, lexicon, drafts, arms)).results()
    return tuple(found)


def _sides(
    sheet: Sheet,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    drafts: Sequence[StudyDraft],
    arms: Sequence[Arms],
) -> Sides:
    default = table_study(sheet, mentions, drafts, lexicon)
    numbers = [study_of(item, sheet, drafts, lexicon, default) for item in sheet.items]
    return Sides(sheet, lexicon, arms, numbers)


class _Writer:
    """Makes the results of one sheet."""

    def __init__(self, sheet: Sheet, lexicon: Lexicon, sides: Sides) -> None:
        self._sheet, self._lexicon, self._sides = sheet, lexicon, sides

    def results(self) -> list[Result]:
        """The results, row by row."""
        written: list[tuple[Item, Result]] = []
        for item in qualified(self._sheet, self._sides):
            result = self._ratio(item) if item.ratio else self._value(item)
            if result is not None:
                written.append((item, result))
        return list(self._by_criterion(written))

    def _by_criterion(self, written: Sequence[tuple[Item, Result]]) -> Iterator[Result]:
        """Two criteria for the same result stand side by side: each names its own."""
        criteria: dict[tuple[object, ...], set[str]] = {}
        for item, result in written:
            criteria.setdefault(_same_result(result), set()).add(item.context.criterion)
        for item, result in written:
            criterion = item.context.criterion
            if criterion and len(criteria[_same_result(result)]) > 1:
                yield _with_subgroup(result, criterion)
            else:
                yield result

    def _value(self, item: Item) -> Result | None:
        context = item.context
        if context.role is not Role.VALUE or not context.endpoint:
            return None
        number = number_of(item, self._total(item), self._lexicon, self._sheet.notes)
        if number is None:
            return None
        treatment = self._sides.of(item)
        arm = self._sides.arm(self._sides.study(item), treatment)
        return self._result(item, number, arm, None, treatment.span if treatment else None)

    def _total(self, item: Item) -> int | None:
        if item.context.total and item.sides == 1:
            return item.context.total
        for totals in (item.line.totals, self._sheet.totals.get(item.column, ())):
            if len(totals) == item.sides:
                return totals[item.side]
        return None

    def _ratio(self, item: Item) -> Result | None:
        context, reading = item.context, item.reading
        if not context.endpoint or reading.value is None or reading.status != "number":
            return None
        pair = self._sides.contrast(item)
        if pair is None:
            return None
        study = self._sides.study(item)
        first, second = self._sides.arm(study, pair.first), self._sides.arm(study, pair.second)
        unit = ratio_unit(item, self._lexicon)
        number = Number(item.ratio, reading.value, unit, reading.span)
        return self._result(item, number, first, second, pair.first.span if pair.first else None)

    def _result(
        self, item: Item, number: Number, arm: Arm | None, comparator: Arm | None, arm_span: Span | None
    ) -> Result:
        context, reading = item.context, item.reading
        interval = reading.interval or (None, None)
        rate = number.measure == "rate"
        return Result(
            study=self._sides.study(item),
            endpoint=context.endpoint,
            measure=number.measure,
            value=number.value,
            unit=number.unit,
            span=number.span,
            quote=self._quote(item, number.span),
            arm=arm,
            comparator=comparator,
            status=number.status,
            event=context.event,
            grade="" if context.grade == ANY_GRADE else context.grade,
            subgroup=_subgroup(item, arm),
            n=number.n if number.n is not None else item.events,
            total=number.total,
            ci_low=interval[0],
            ci_high=interval[1],
            p=item.p,
            timepoint=context.timepoint if rate or comparator else "",
            follow_up=context.follow_up,
            citations=context.citations,
            raw=number.span.of(self._sheet.document.text),
            source=SOURCE,
            in_table=True,
            spans=self._spans(item, number, arm_span),
        )

    def _quote(self, item: Item, span: Span) -> Span:
        """From the row's arm (or its first label) to the number."""
        start = item.line.start
        return Span(start if 0 <= start <= span.start else span.start, span.end)

    def _spans(self, item: Item, number: Number, arm_span: Span | None) -> dict[str, Span]:
        spans = {**item.context.spans, "value": number.span}
        if arm_span is not None:
            spans["regimen"] = arm_span
        if item.reading.interval_span is not None:
            spans |= {"ci_low": item.reading.interval_span, "ci_high": item.reading.interval_span}
        if item.p and item.p_span is not None:
            spans["p"] = item.p_span
        if number.n is not None and item.reading.fraction_span is not None:
            spans["n"] = item.reading.fraction_span
        return spans


def _subgroup(item: Item, arm: Arm | None) -> str:
    """The subgroup, unless it is the name of the arm itself ("非移植组")."""
    context = item.context
    named = any(context.subgroup in t.text for t in context.treatments if not t.drugs)
    return "" if context.overall or (named and arm is not None) else context.subgroup


def _same_result(result: Result) -> tuple[object, ...]:
    arm = result.arm
    return (
        result.study,
        arm,
        result.endpoint,
        result.measure,
        result.timepoint,
        result.subgroup,
        result.event,
        result.grade,
    )


def _with_subgroup(result: Result, name: str) -> Result:
    return replace(result, subgroup="; ".join(filter(None, (result.subgroup, name))))
