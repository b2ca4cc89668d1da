"""Gold documents with every name and number replaced, text and truth alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

from isaextract.gold import GoldDocument
from isaextract.lexicon import Lexicon
from isaextract.pdf import TextReader
from isaextract.schema import Arm, BlockKind, EvidenceRow, Label, Mention, Span, Study
from support.disguise_names import Names
from support.disguise_numbers import Numbers, squeezed


@dataclass(frozen=True)
class Edit:
    """A stretch of the old text and what stands there now."""

    span: Span
    text: str


class Disguise:
    """Replaces the drugs, codes, trials, registry numbers and numbers of gold documents, by a seed."""

    def __init__(self, gold: Sequence[GoldDocument], lexicon: Lexicon, seed: int, *, trials: bool = True) -> None:
        self.names = Names(gold, lexicon, Random(seed))
        self.lexicon = self.names.lexicon()
        self._seed = seed
        self._trials = trials

    def document(self, gold: GoldDocument) -> GoldDocument:
        """The document in disguise."""
        numbers = Numbers(gold, Random(f"{self._seed} {gold.name}"))
        edits = list(self._edits(gold, numbers))
        text = "".join(edit.text for edit in edits)
        places = _Places(edits)
        mentions = tuple(self._mention(mention, places, text) for mention in gold.mentions)
        rows = tuple(self._row(row, gold, numbers, places, text) for row in gold.rows)
        return GoldDocument(gold.name, text, mentions, rows, tuple(self._study(s, numbers) for s in gold.studies))

    def _edits(self, gold: GoldDocument, numbers: Numbers) -> Iterable[Edit]:
        """The whole text, mention by mention and what stands between."""
        end = _references(gold)
        place = 0
        for mention in gold.mentions:
            yield from self._gap(gold.text, Span(place, mention.span.start), end)
            yield Edit(mention.span, self._said(mention, numbers))
            place = mention.span.end
        yield from self._gap(gold.text, Span(place, len(gold.text)), end)

    def _gap(self, text: str, span: Span, end: int) -> Iterable[Edit]:
        """What stands between two mentions; the reference list stays."""
        head = Span(span.start, max(span.start, min(span.end, end)))
        yield Edit(head, self.names.words(head.of(text)))
        if head.end < span.end:
            yield Edit(Span(head.end, span.end), text[head.end : span.end])

    def _said(self, mention: Mention, numbers: Numbers) -> str:
        names, text = self.names, mention.text
        match mention.label:
            case Label.DRUG:
                return names.drugs[text]
            case Label.REGIMEN:
                return names.codes[text]
            case Label.TRIAL_NAME:
                return self._trial(text)
            case Label.TRIAL_ID:
                return names.number(text)
            case Label.POPULATION | Label.ENDPOINT | Label.EVENT:
                return numbers.doses(names.words(text))
            case _:
                return numbers.text(mention)

    def _trial(self, name: str) -> str:
        return self.names.trial(name) if self._trials else name

    def _mention(self, mention: Mention, places: _Places, text: str) -> Mention:
        span = places.image(mention.span)
        return replace(mention, span=span, text=span.of(text))

    def _row(
        self, row: EvidenceRow, gold: GoldDocument, numbers: Numbers, places: _Places, text: str
    ) -> EvidenceRow:
        return replace(
            numbers.row(row),
            trial_ids=tuple(sorted(map(self.names.number, row.trial_ids))),
            trial_name=self._trial(row.trial_name),
            regimen=self.names.arm(row.regimen),
            comparator=self.names.arm(row.comparator),
            subgroup=numbers.doses(self.names.words(row.subgroup)),
            quote=places.image(_found(row.quote, gold.text)).of(text),
        )

    def _study(self, study: Study, numbers: Numbers) -> Study:
        return replace(
            numbers.study(study),
            ids=tuple(sorted(map(self.names.number, study.ids))),
            name=self._trial(study.name),
            arms=tuple(Arm(self.names.arm(arm.drugs)) for arm in study.arms),
        )


class _Places:
    """From places of the old text to places of the new one."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._pieces: list[tuple[Edit, int]] = []
        start = 0
        for edit in edits:
            self._pieces.append((edit, start))
            start += len(edit.text)

    def image(self, span: Span) -> Span:
        """Where the pieces that a span touches stand now."""
        touched = [(edit, start) for edit, start in self._pieces if edit.span.overlaps(span) and edit.text]
        (first, start), (last, end) = touched[0], touched[-1]
        begin = start + (span.start - first.span.start if _kept(first) else 0)
        cut = last.span.end - span.end if _kept(last) else 0
        return Span(begin, end + len(last.text) - cut)


def _kept(edit: Edit) -> bool:
    return len(edit.text) == len(edit.span)


def _found(quote: str, text: str) -> Span:
    """Where a quote stands, white space aside."""
    bare, places = squeezed(text)
    wanted, _ = squeezed(quote)
    start = bare.index(wanted)
    return Span(places[start], places[start + len(wanted) - 1] + 1)


def _references(gold: GoldDocument) -> int:
    """Where the reference list begins."""
    document = TextReader().read(gold.text.encode(), f"{gold.name}.txt")
    starts = [block.span.start for block in document.blocks if block.kind is BlockKind.REFERENCES]
    return min(starts, default=len(gold.text)) if document.text == gold.text else len(gold.text)
