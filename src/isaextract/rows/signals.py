"""What can be seen of a row's reading without knowing the truth: what its confidence is made of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log2

from isaextract.lang import split_sentences
from isaextract.rows.checks_between import LONGER, reading_key, study_key
from isaextract.schema import BlockKind, Document, EvidenceRow, Label, Mention, Span, Study

# The order of a row's signals; docs/confidence.md says what each is.
SIGNALS = (
    "agrees",
    "table",
    "failed",
    "rival",
    "many_arms",
    "strange_arm",
    "away",
    "apart",
    "untimed",
    "foreign",
    "other_phase",
    "unread_subgroup",
)
_NAMES = frozenset({Label.TRIAL_ID, Label.TRIAL_NAME})
_SETTING = "setting:"

Signals = tuple[float, ...]


def signals_of(
    document: Document, mentions: Sequence[Mention], studies: Sequence[Study], rows: Sequence[EvidenceRow]
) -> list[Signals]:
    """Each row's signals, in the order of `SIGNALS`, each 0 to 1."""
    reader = _Reader(document, mentions, studies, rows)
    found = (reader.signals(row) for row in rows)
    return [tuple(round(own[name], 3) for name in SIGNALS) for own in found]


class _Reader:
    """Looks at rows where they stand: their sentence, its mentions, their study."""

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        studies: Sequence[Study],
        rows: Sequence[EvidenceRow],
    ) -> None:
        self._mentions = mentions
        self._sentences = list(_sentences(document))
        self._starts = [span.start for span in self._sentences]
        self._names = [
            bisect_right(self._starts, m.span.start) - 1 for m in mentions if m.label in _NAMES
        ]  # sentences that name a study
        self._known = _known_drugs(mentions)
        self._studies: dict[tuple[object, ...], Study] = {
            (study.ids, study.name, study.phase): study for study in studies
        }
        self._values: dict[tuple[object, ...], set[float | None]] = defaultdict(set)
        for row in rows:
            self._values[reading_key(row)].add(row.value)

    def signals(self, row: EvidenceRow) -> Mapping[str, float]:
        """One row's signals by name."""
        spans = {item.field: item.ground.span for item in row.grounds}
        number = self._sentence(spans.get("value") or (row.ground.span if row.ground else Span(0, 0)))
        in_table = not 0 <= number < len(self._sentences)
        sentence = Span(0, 0) if in_table else self._sentences[number]
        near = self._in(sentence)
        others = [check for check in row.checks if check.name != "range"]
        return {
            **self._of_arm(row),
            **self._of_study(row, self._since(number, sentence)),
            "failed": float(bool(row.failed)),
            "agrees": float(any(check.passed for check in others) and not row.failed),
            "table": float(in_table),
            "rival": float(len(self._values[reading_key(row)]) > 1),
            "away": 0.0 if in_table else self._away(number),
            "apart": float(not in_table and not sentence.contains(spans.get("endpoint", sentence))),
            "unread_subgroup": float(not row.subgroup and any(map(_narrows, near))),
            "untimed": float(row.measure == "rate" and row.endpoint in LONGER and not row.timepoint),
        }

    def _of_arm(self, row: EvidenceRow) -> dict[str, float]:
        study = self._studies.get(study_key(row))
        return {
            "many_arms": float(study is not None and len(study.arms) > 2),
            "strange_arm": float(not set(row.regimen) <= self._known),
        }

    def _of_study(self, row: EvidenceRow, said: Sequence[Mention]) -> dict[str, float]:
        """What is said since a study was last named, that does not fit the row's study."""
        study = self._studies.get(study_key(row))
        drugs = {drug for arm in study.arms for drug in arm.drugs} if study else set()
        foreign = {drug for mention in said for drug in _drugs(mention)} - drugs
        phases = {m.concept for m in said if m.label is Label.PHASE}
        return {
            "foreign": float(bool(foreign)),
            "other_phase": float(bool(row.phase and phases - {row.phase})),
        }

    def _since(self, number: int, sentence: Span) -> Sequence[Mention]:
        """The mentions from where a study was named last to the end of the row's sentence."""
        before = bisect_right(self._names, number)
        if number < 0 or not before:
            return self._in(sentence)
        first = self._sentences[max(self._names[before - 1], number - 7)]
        return self._in(Span(first.start, sentence.end))

    def _sentence(self, span: Span) -> int:
        """The number of the sentence a place stands in; ``-1`` for a table."""
        number = bisect_right(self._starts, span.start) - 1
        return number if number >= 0 and self._sentences[number].end > span.start else -1

    def _in(self, span: Span) -> Sequence[Mention]:
        first = bisect_left(self._mentions, span.start, key=lambda mention: mention.span.start)
        last = bisect_left(self._mentions, span.end, key=lambda mention: mention.span.start)
        return self._mentions[first:last]

    def _away(self, number: int) -> float:
        """How many sentences ago a study was named last: 0 for none, 1 for seven and more."""
        before = bisect_right(self._names, number)
        gap = number - self._names[before - 1] if before else 7
        return min(1.0, log2(1 + gap) / 3)


def _sentences(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            yield from split_sentences(document.text, block.span)


def _known_drugs(mentions: Sequence[Mention]) -> frozenset[str]:
    """What the lexicon, no guess, names as a drug or a regimen; and what stands for drugs in an arm."""
    sure = [m for m in mentions if m.label in (Label.DRUG, Label.REGIMEN) and m.source.endswith(".lexicon")]
    return frozenset(drug for mention in sure for drug in _drugs(mention))


def _drugs(mention: Mention) -> tuple[str, ...]:
    if mention.label not in (Label.DRUG, Label.REGIMEN):
        return ()
    return tuple(mention.concept.split("+")) if mention.concept else ()


def _narrows(mention: Mention) -> bool:
    return mention.label is Label.POPULATION and not mention.concept.startswith(_SETTING)
