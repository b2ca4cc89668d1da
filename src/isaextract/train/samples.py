"""Gold documents as training samples: short texts with marked stretches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from isaextract.errors import GoldError
from isaextract.gold import GoldDocument
from isaextract.lang import split_sentences
from isaextract.pdf import TextReader
from isaextract.schema import BlockKind, Document, Label, Mention, Span

_SILENT = {BlockKind.FRONT, BlockKind.REFERENCES}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A labelled stretch ``[start, end)`` of a sample's text."""

    start: int
    end: int
    label: Label


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its marks, left to right and free of overlaps."""

    text: str
    marks: tuple[Mark, ...] = ()

    def only(self, labels: Iterable[Label]) -> Sample:
        """The sample with the marks of some labels."""
        wanted = set(labels)
        return Sample(self.text, tuple(mark for mark in self.marks if mark.label in wanted))


@dataclass(frozen=True, slots=True)
class Reading:
    """A gold document as the extractor reads it: the document, and gold's mentions placed in its text."""

    document: Document
    mentions: tuple[Mention, ...]


def read_reading(gold: GoldDocument) -> Reading:
    """Read a gold document's text as a plain-text document and place its mentions there.

    Raises
    ------
    GoldError
        When reading the text changes more than its white space.
    """
    document = TextReader().read(gold.text.encode(), gold.name)
    spans = _Placing(gold.text, document.text, gold.name)
    mentions = tuple(
        Mention(mention.label, span, span.of(document.text), source=mention.source)
        for mention in gold.mentions
        if len(span := spans(mention.span))
    )
    return Reading(document, mentions)


def samples_of(reading: Reading) -> Iterator[Sample]:
    """Every sentence and every table row of the labelled blocks, as a sample."""
    text = reading.document.text
    for block in reading.document.blocks:
        if block.kind not in _SILENT and len(block.span):
            for span in split_sentences(text, block.span):
                yield _sample(text, span, reading.mentions)


def _sample(text: str, span: Span, mentions: Iterable[Mention]) -> Sample:
    inside = (mention for mention in mentions if span.contains(mention.span))
    marks = (Mark(m.span.start - span.start, m.span.end - span.start, m.label) for m in inside)
    return Sample(span.of(text), tuple(sorted(marks)))


class _Placing:
    """Spans of one text as spans of another that differs in white space only."""

    def __init__(self, source: str, target: str, name: str) -> None:
        if "".join(source.split()) != "".join(target.split()):
            raise GoldError(f"{name}: the text changes when read; train from the text that `show` gives")
        self._before = list(accumulate((not char.isspace() for char in source), initial=0))
        self._places = [place for place, char in enumerate(target) if not char.isspace()]

    def __call__(self, span: Span) -> Span:
        first, last = self._before[span.start], self._before[span.end]
        if first == last:
            return Span(0, 0)
        return Span(self._places[first], self._places[last - 1] + 1)
