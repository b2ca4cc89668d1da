"""Gold documents with every name and number replaced, text and truth alike."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from random import Random

from isaextract.gold import GoldDocument, read_gold
from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pdf import TextReader
from isaextract.pipeline import extract
from isaextract.schema import Arm, BlockKind, EvidenceRow, Label, Mention, Span, Study
from isaextract.score import Prediction, score_documents
from support.disguise_names import Names
from support.disguise_numbers import Numbers, squeezed

KEPT = {
    "安慰剂",
    "placebo",
    "observation",
    "investigator's choice",
    "chemotherapy",
    "platinum",
    "radiotherapy",
} | {
    "asct",
    "best supportive care",
    "chemoradiotherapy",
    "surgery",
    "endocrine therapy",
    "androgen deprivation therapy",
    "car-t",
}


@dataclass(frozen=True)
class Edit:
    """A stretch of the old text and what stands there now."""

    span: Span
    text: str


class Disguise:
    """Replaces the drugs, codes, trials, registry numbers and numbers of gold documents, by a seed."""

    def __init__(
        self, gold: Sequence[GoldDocument], lexicon: Lexicon, seed: int, *, trials: bool = True
    ) -> None:
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
        bare = squeezed(gold.text)
        rows = tuple(
            self._row(row, numbers, places.image(_found(row.quote, bare)).of(text)) for row in gold.rows
        )
        return GoldDocument(
            gold.name, text, mentions, rows, tuple(self._study(s, numbers) for s in gold.studies)
        )

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

    def _row(self, row: EvidenceRow, numbers: Numbers, quote: str) -> EvidenceRow:
        return replace(
            numbers.row(row),
            trial_ids=tuple(sorted(map(self.names.number, row.trial_ids))),
            trial_name=self._trial(row.trial_name),
            regimen=self.names.arm(row.regimen),
            comparator=self.names.arm(row.comparator),
            subgroup=numbers.doses(self.names.words(row.subgroup)),
            quote=quote,
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
        self._edits = [edit for edit in edits if edit.text]
        self._old = [edit.span.start for edit in self._edits]
        self._new = [0, *accumulate(len(edit.text) for edit in self._edits)]

    def image(self, span: Span) -> Span:
        """Where a stretch stands now; a piece that changed its length is taken whole."""
        first = bisect_right(self._old, span.start) - 1
        last = bisect_right(self._old, span.end - 1) - 1
        skip = span.start - self._old[first] if _kept(self._edits[first]) else 0
        cut = self._edits[last].span.end - span.end if _kept(self._edits[last]) else 0
        return Span(self._new[first] + skip, self._new[last + 1] - cut)


def _kept(edit: Edit) -> bool:
    return len(edit.text) == len(edit.span)


def _found(quote: str, bare: tuple[str, list[int]]) -> Span:
    """Where a quote stands, white space aside."""
    characters, places = bare
    wanted, _ = squeezed(quote)
    start = characters.index(wanted)
    return Span(places[start], places[start + len(wanted) - 1] + 1)


def _references(gold: GoldDocument) -> int:
    """Where the reference list begins."""
    document = TextReader().read(gold.text.encode(), f"{gold.name}.txt")
    starts = [block.span.start for block in document.blocks if block.kind is BlockKind.REFERENCES]
    return min(starts, default=len(gold.text)) if document.text == gold.text else len(gold.text)


@dataclass(frozen=True)
class Outcome:
    """The score of a run over all documents, and how much of them was in disguise."""

    number: float
    arm: float
    full: float
    strict: float
    numbers_changed: float = 0.0
    old_drugs_left: int = 0


def outcome(folder: Path, seed: int | None, trials: bool = False) -> Outcome:
    """Extract and score all gold documents as they are (no seed) or in disguise."""
    gold, lexicon = read_gold(folder), load_lexicon()
    shown = gold
    if seed is not None:
        disguise = Disguise(gold, lexicon, seed, trials=trials)
        shown, lexicon = tuple(map(disguise.document, gold)), disguise.lexicon
    read = [TextReader().read(item.text.encode(), item.name) for item in shown]
    total = score_documents(shown, [Prediction.of(extract(document, lexicon)) for document in read]).total
    return Outcome(
        total.rows.number.f1,
        total.rows.arm.f1,
        total.rows.full.f1,
        total.mentions.strict.f1,
        _changed(gold, shown),
        sum(len(_drugs(old) & _drugs(new)) for old, new in zip(gold, shown, strict=True)),
    )


def _changed(gold: Sequence[GoldDocument], shown: Sequence[GoldDocument]) -> float:
    """The share of the rows' values that are others now (0 and 100 cannot be)."""
    pairs = [
        (old.value, new.value)
        for before, after in zip(gold, shown, strict=True)
        for old, new in zip(before.rows, after.rows, strict=True)
        if old.value not in (None, 0, 1, 100)
    ]
    return sum(old != new for old, new in pairs) / len(pairs)


def _drugs(gold: GoldDocument) -> set[str]:
    """What the document calls drugs and regimens, and the drugs of its arms."""
    named = {m.text.lower() for m in gold.mentions if m.label in (Label.DRUG, Label.REGIMEN)}
    return (named | {drug.lower() for row in gold.rows for drug in (*row.regimen, *row.comparator)}) - KEPT
