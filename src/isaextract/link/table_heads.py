"""What a label of a table says: a column's head, a row's label, a section's title, the caption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

import regex

from isaextract.lexicon import Lexicon, compiled, fold
from isaextract.link.leads import CODED_EVENTS
from isaextract.link.regimens import Regimens
from isaextract.link.table_cells import NUMBER, UNITS
from isaextract.link.table_grades import ANY_GRADE, paired_grades
from isaextract.link.table_treatments import Treatment, TreatmentReader
from isaextract.schema import Label, Mention, Span

_RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio")
_NO_SUBGROUP = ("setting", "disease_state")


class Role(StrEnum):
    """What the numbers under a label are."""

    VALUE = "value"
    TOTAL = "total"
    RATIO = "ratio"
    INTERVAL = "interval"
    PVALUE = "pvalue"
    FOLLOW_UP = "follow_up"
    EVENTS = "events"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Facet:
    """The part of a result's context that one label gives; what it does not say is empty.

    ``treatments`` are one arm, or the two sides of "A vs B" (``against``: a single one behind "vs").
    ``counted`` says how a number with one in brackets is meant: ``n(%)``, ``%(n)``, ``n`` or ``""``;
    ``bare`` that nothing is said but how and when it is measured ("median, months").
    """

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    phase: str = ""
    treatments: tuple[Treatment, ...] = ()
    against: bool = False
    endpoint: str = ""
    event: str = ""
    grade: str = ""
    grades: tuple[str, ...] = ()  # of the two numbers of each cell
    role: Role | None = None
    measure: str = ""
    unit: str = ""
    timepoint: str = ""
    criterion: str = ""
    subgroup: str = ""
    dose: str = ""
    setting: str = ""
    overall: bool = False
    total: int | None = None
    follow_up: str = ""
    counted: str = ""
    interval: bool = False
    bare: bool = False
    citations: tuple[str, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)

    @property
    def named(self) -> bool:
        """Whether a study is named."""
        return bool(self.ids or self.names)

    @property
    def mute(self) -> bool:
        """Whether it says nothing that a result could take."""
        said = (self.role, self.treatments, self.outcome, self.grade, self.subgroup, self.setting, self.named)
        return not any((*said, self.timepoint, self.bare, self.dose, self.overall, self.unit, self.phase))

    @property
    def outcome(self) -> bool:
        """Whether it says what is reported."""
        return bool(self.endpoint or self.event or (self.grade and self.grade != ANY_GRADE))

    def over(self, outer: Facet) -> Facet:
        """Both in one; where both say something, this one holds."""
        own = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "spans"}
        filled = {name: value for name, value in own.items() if value}
        return replace(outer, **filled, spans={**outer.spans, **self.spans})


def months(number: float, unit: str) -> str:
    """A length of time as the contract writes it: years as months, a blank before the unit."""
    if unit == "year":
        number, unit = number * 12, "month"
    return f"{number:g} {unit}" if unit else ""


class LabelReader:
    """Reads labels; ``marks`` are the footnote marks that the table's notes explain."""

    def __init__(self, text: str, lexicon: Lexicon, regimens: Regimens, marks: frozenset[str]) -> None:
        self._text, self._lexicon, self._regimens, self._marks = text, lexicon, regimens, marks

    def facet(self, span: Span, mentions: Sequence[Mention]) -> Facet:
        """What a label says."""
        return _Label(self._text, span, mentions, self._lexicon, self._regimens, self._marks).facet()

    def sides(self, span: Span, mentions: Sequence[Mention]) -> tuple[tuple[Treatment, ...], bool]:
        """The arms that a stretch of text sets against each other, and whether it begins with "vs"."""
        label = _Label(self._text, span, mentions, self._lexicon, self._regimens, self._marks)
        return label.treatments, label.against()


class _Label:
    def __init__(
        self,
        text: str,
        span: Span,
        mentions: Sequence[Mention],
        lexicon: Lexicon,
        regimens: Regimens,
        marks: frozenset[str],
    ) -> None:
        self._whole, self._span, self._lexicon, self._regimens = text, span, lexicon, regimens
        self._mentions = mentions
        self._flat = self._without_marks(fold(span.of(text)), marks)

    def _without_marks(self, flat: str, marks: frozenset[str]) -> str:
        """The text with its footnote marks blanked out ("HRa(95%CI)")."""
        ends = {m.span.end - self._span.start for m in self._mentions}
        original = self._span.of(self._whole)
        characters = list(flat)
        for place, character in enumerate(flat):
            before, after = original[place - 1 : place], flat[place + 1 : place + 2]
            closed = (
                place in ends
                or before in (")", "]", "）", "］", "%", "％")
                or before.isupper()
                or not before.isascii()
            )
            if (
                character in marks
                and place
                and closed
                and not after.isalnum()
                and not original[place].isupper()
            ):
                characters[place] = " "
        return "".join(characters)

    # ------------------------------------------------------------ pieces

    def _of(self, *labels: Label) -> list[Mention]:
        return [m for m in self._mentions if m.label in labels]

    @cached_property
    def _rest(self) -> str:
        """The text with all mentions blanked out."""
        characters = list(self._flat)
        for mention in self._mentions:
            start, end = mention.span.start - self._span.start, mention.span.end - self._span.start
            characters[start:end] = " " * (end - start)
        return "".join(characters)

    @cached_property
    def _bare(self) -> str:
        """The rest without brackets' contents."""
        return compiled(r"[(\[][^)\]]*[)\]]").sub(" ", self._rest).strip(" ,;:、.-/")

    def _says(self, cue: str, text: str | None = None) -> bool:
        pattern = self._lexicon.cue(cue).pattern.replace("(?-i:", "(?:")
        return compiled(pattern, regex.IGNORECASE).search(self._rest if text is None else text) is not None

    def _is(self, cue: str, text: str) -> bool:
        return self._lexicon.cue(cue).fullmatch(text.strip()) is not None

    @cached_property
    def treatments(self) -> tuple[Treatment, ...]:
        """The arm, or the arms on the sides of a "vs"."""
        return TreatmentReader(
            self._whole, self._span, self._flat, self._mentions, self._lexicon, self._regimens
        ).read()

    def against(self) -> bool:
        """Whether a single arm stands behind "vs" ("HR vs placebo")."""
        return len(self.treatments) == 1 and self._says("table_versus")

    # ------------------------------------------------------------ the facet

    def facet(self) -> Facet:
        treatments = self.treatments
        endpoint, event = self._endpoint(), self._event()
        timepoint, follow_up = self._times(bool(endpoint))
        role, measure = self._role(endpoint or event, bool(treatments), follow_up)
        if timepoint and role is Role.VALUE and measure != "median":
            measure = "rate"
        subgroup, setting = self._population()
        counted = self._counted()
        return Facet(
            ids=tuple(m.concept or m.text for m in self._of(Label.TRIAL_ID)),
            names=tuple(m.concept or m.text for m in self._of(Label.TRIAL_NAME)),
            phase=next((m.concept for m in self._of(Label.PHASE)), ""),
            treatments=treatments,
            against=self.against(),
            endpoint=event if event in CODED_EVENTS else endpoint,
            event="" if event in CODED_EVENTS else event,
            grade=self._grade(),
            grades=paired_grades(
                self._whole, self._span.start, self._span.end, self._mentions, self._lexicon
            ),
            role=role,
            measure=measure,
            unit=self._unit(counted, timed=not treatments or bool(endpoint)),
            timepoint=timepoint,
            criterion=self._criterion() if endpoint else "",
            subgroup=subgroup,
            dose="" if treatments else "; ".join(m.text for m in self._of(Label.DOSE)),
            setting=setting,
            overall=self._says("overall_population") or self._is("table_pooled", self._bare),
            total=self._total(),
            follow_up=follow_up,
            counted=counted,
            interval=self._says("table_interval"),
            bare=self._bare_measure(),
            citations=tuple(n for m in self._of(Label.CITATION) for n in m.concept.split(";") if n),
            spans=self._spans(treatments),
        )

    def _endpoint(self) -> str:
        return next((m.concept for m in self._of(Label.ENDPOINT) if m.concept), "")

    def _event(self) -> str:
        for mention in self._of(Label.EVENT):
            entry = self._lexicon.endpoints.find(mention.text) or self._lexicon.endpoints.find(
                mention.concept
            )
            return entry.key if entry and entry.key in CODED_EVENTS else mention.concept
        return ""

    def _grade(self) -> str:
        grades = [m.concept for m in self._of(Label.GRADE) if m.concept]
        if grades:
            return grades[0]
        return ANY_GRADE if self._says("any_grade") else ""

    def _role(self, outcome: str, treated: bool, follow_up: str) -> tuple[Role | None, str]:
        for ratio in _RATIOS:
            if self._says(ratio) and not (treated and self._is_between_arms(ratio)):
                return Role.RATIO, ratio
        if self._says("table_difference"):
            return Role.RATIO, "difference"
        if self._is("table_p", self._bare) or self._is("table_p", self._rest.strip(" ,;:()")):
            return Role.PVALUE, ""
        if outcome:
            measure = next((name for name in ("median", "mean") if self._says(name)), "")
            return Role.VALUE, measure
        return self._plain_role(treated, follow_up), "median" if self._says("median") else ""

    def _is_between_arms(self, ratio: str) -> bool:
        """Whether what reads as a ratio only joins two arms ("lenvatinib or sorafenib")."""
        drugs = [m.span for m in self._of(Label.DRUG, Label.REGIMEN)]
        pattern = self._lexicon.cue(ratio).pattern.replace("(?-i:", "(?:")
        between = (self._whole[left.end : right.start].strip() for left, right in pairwise(drugs))
        return any(compiled(pattern, regex.IGNORECASE).fullmatch(words) for words in between)

    def _plain_role(self, treated: bool, follow_up: str) -> Role | None:
        if treated:
            return None
        if self._says("follow_up"):
            return Role.FOLLOW_UP if not follow_up else None
        if self._is("table_total", self._bare) or self._is("table_total", self._rest.strip(" ,;:()")):
            return Role.TOTAL
        interval = self._lexicon.cue("table_interval").sub(" ", self._bare)
        if self._says("table_interval", self._bare) and not compiled(r"[\d.%\s,-]").sub("", interval):
            return Role.INTERVAL
        return None

    def _times(self, outcome: bool) -> tuple[str, str]:
        """The time point of a rate, or the follow-up, that the label gives."""
        times = [(m.span.start - self._span.start, m.quantity) for m in self._of(Label.TIME)]
        for place, quantity in times:
            if quantity is None or quantity.low is None or not quantity.unit:
                continue
            written = months(quantity.low, quantity.unit)
            if self._says("follow_up", self._flat[max(0, place - 16) : place]):
                return "", written
            return written, ""
        return (self._written_time(), "") if outcome or self._says("table_rate") else ("", "")

    def _written_time(self) -> str:
        """A time that no mention marks ("12-month rate", "24 个月率")."""
        for unit in UNITS:
            words = self._lexicon.cue(f"unit_{unit}").pattern
            match = compiled(rf"(?<![\d.])({NUMBER})\s*-?\s*(?:{words})(?![a-z])", regex.IGNORECASE).search(
                self._rest
            )
            if match:
                return months(float(match[1].replace(",", "").replace(" ", "")), unit)
        return ""

    def _unit(self, counted: str, *, timed: bool) -> str:
        rest = compiled(
            rf"(?:{NUMBER})\s*%?\s*-?\s*(?:{self._lexicon.cue('table_interval').pattern})", regex.I
        ).sub(" ", self._rest)
        if "%" in rest:
            return "%"
        for unit in UNITS if timed else ():
            words = self._lexicon.cue(f"unit_{unit}").pattern
            behind = rf"(?:^|[(,\[/;]|\s)\s*(?:{words})\s*(?=$|[)\],;/]|\s)"
            if compiled(behind, regex.IGNORECASE).search(rest):
                return unit
        return ""

    def _counted(self) -> str:
        total = self._lexicon.cue("table_total").pattern
        if compiled(rf"(?<![a-z])(?:{total})\s*(?:/\s*n\s*)?[,(\[]\s*%").search(self._rest):
            return "n(%)"
        if compiled(rf"%\s*[,(\[]\s*(?:{total})(?![a-z])").search(self._rest):
            return "%(n)"
        if (
            compiled(rf"(?:^|[,(\[]|\s)\s*(?:{total})\s*(?:$|[)\]])").search(self._rest)
            and "=" not in self._rest
        ):
            return "n"
        return ""

    def _bare_measure(self) -> bool:
        """Whether the label has no words but those of measures, times, units and counts."""
        if any(m.label is not Label.TIME for m in self._mentions) or not self._flat.strip():
            return False
        rest = self._rest
        for cue in (
            "median",
            "mean",
            "table_interval",
            "table_rate",
            "table_total",
            *(f"unit_{u}" for u in UNITS),
        ):
            rest = compiled(rf"(?<![a-z])(?:{self._lexicon.cue(cue).pattern})(?![a-z])", regex.I).sub(
                " ", rest
            )
        return not compiled(r"\p{L}").search(rest)

    def _criterion(self) -> str:
        found = self._lexicon.cue("table_criterion").search(self._span.of(self._whole))
        return found[0].strip() if found else ""

    def _population(self) -> tuple[str, str]:
        narrow = [m for m in self._of(Label.POPULATION) if m.concept.partition(":")[0] not in _NO_SUBGROUP]
        wide = [m for m in self._of(Label.POPULATION) if m not in narrow]
        return "; ".join(m.text for m in narrow), "; ".join(m.text for m in wide)

    def _total(self) -> int | None:
        match = compiled(
            rf"(?<![a-z])(?:n|{self._lexicon.cue('table_total').pattern})\s*=\s*({NUMBER})"
        ).search(self._flat)
        match = match or compiled(
            rf"[(\[]\s*({NUMBER})\s*(?:{self._lexicon.cue('table_total').pattern})\s*[)\]]"
        ).search(self._flat)
        if match:
            return int(float(compiled(r"[,\s]").sub("", match[1])))
        return None

    def _spans(self, treatments: Sequence[Treatment]) -> dict[str, Span]:
        labels = {
            "endpoint": (Label.ENDPOINT, Label.EVENT),
            "event": (Label.EVENT,),
            "grade": (Label.GRADE,),
            "timepoint": (Label.TIME,),
            "subgroup": (Label.POPULATION,),
            "trial_name": (Label.TRIAL_NAME,),
            "trial_ids": (Label.TRIAL_ID,),
        }
        spans = {name: found[0].span for name, own in labels.items() if (found := self._of(*own))}
        if treatments and treatments[0].span:
            spans["regimen"] = treatments[0].span
        return spans
