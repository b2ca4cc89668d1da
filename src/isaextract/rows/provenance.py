"""From a number to its source: citation marker, entry of the reference list, DOI, PMID, registry number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from isaextract.lexicon import Lexicon
from isaextract.pipes.trials import registry_numbers
from isaextract.schema import (
    BlockKind,
    CitedReference,
    Document,
    EvidenceRow,
    Extraction,
    FieldGround,
    Label,
    Marker,
    Mention,
    Reference,
    Span,
)


def with_provenance(extraction: Extraction, lexicon: Lexicon) -> Extraction:
    """Link each number of each citation marker, and each row's citations, to the reference list.

    A number is linked where exactly one entry has it, in the list that governs its place: the next
    one behind it, as a file may hold several articles. Elsewhere a row says ``reference N`` in ``open``.

    Parameters
    ----------
    extraction
        The document's mentions, studies and rows.
    lexicon
        Holds the shapes of registry numbers.
    """
    document = _with_registry_numbers(extraction.document, lexicon)
    lists = _ReferenceLists(document)
    markers = tuple(_markers(extraction.mentions, lists))
    sources = {mention.span: mention for mention in extraction.mentions if mention.label is Label.CITATION}
    rows = tuple(_with_references(document, row, markers, sources, lists) for row in extraction.rows)
    return replace(extraction, document=document, rows=rows, markers=markers)


def _with_registry_numbers(document: Document, lexicon: Lexicon) -> Document:
    found = (_registered(document, reference, lexicon) for reference in document.references)
    return replace(document, references=tuple(found))


def _registered(document: Document, reference: Reference, lexicon: Lexicon) -> Reference:
    """The entry with its registry numbers; a stretch of its DOI may look like one and is none."""
    numbers = registry_numbers(reference.span.of(document.text), lexicon)
    kept = tuple(number for number in numbers if number.casefold() not in reference.doi.casefold())
    return replace(reference, registry_ids=kept)


class _ReferenceLists:
    """A document's reference lists; one that is cut in two and numbered on is one list."""

    def __init__(self, document: Document) -> None:
        blocks = [block.span for block in document.blocks if block.kind is BlockKind.REFERENCES]
        self._lists: list[list[Reference]] = []
        last: Span | None = None
        for reference in document.references:
            block = next((span for span in blocks if span.contains(reference.span)), None)
            if not self._lists or (block != last and _begins_anew(reference, self._lists[-1])):
                self._lists.append([])
            self._lists[-1].append(reference)
            last = block

    def find(self, number: str, place: Span) -> Reference | None:
        """The entry that a number at a place points to; ``None`` where there is none, or more than one."""
        if not self._lists:
            return None
        behind = (entries for entries in self._lists if entries[-1].span.end > place.start)
        governing = next(behind, self._lists[-1])
        fitting = [entry for entry in governing if _same_number(entry.number, number)]
        return fitting[0] if len(fitting) == 1 else None


def _begins_anew(reference: Reference, entries: Sequence[Reference]) -> bool:
    numbers = [int(entry.number) for entry in entries if entry.number]
    return bool(reference.number and numbers) and int(reference.number) <= max(numbers)


def _same_number(printed: str, cited: str) -> bool:
    """Whether two numbers are the same, ``03`` and ``3`` alike."""
    return printed.isdecimal() and cited.isdecimal() and int(printed) == int(cited)


def _markers(mentions: Sequence[Mention], lists: _ReferenceLists) -> Iterator[Marker]:
    for mention in mentions:
        if mention.label is Label.CITATION:
            for number in dict.fromkeys(filter(None, mention.concept.split(";"))):
                yield Marker(number, mention.span, lists.find(number, mention.span))


def _with_references(
    document: Document,
    row: EvidenceRow,
    markers: Sequence[Marker],
    sources: dict[Span, Mention],
    lists: _ReferenceLists,
) -> EvidenceRow:
    """The row with the entries that its citations point to, and the places of their markers."""
    place = row.ground.span if row.ground else Span(0, 0)
    found = [(number, lists.find(number, place)) for number in row.citations]
    around = next((block.span for block in document.blocks if block.span.contains(place)), place)
    spans = (_nearest(number, reference, place, around, markers) for number, reference in found)
    grounds = tuple(
        FieldGround("citations", document.ground(span), sources[span].source, sources[span].confidence)
        for span in dict.fromkeys(span for span in spans if span is not None)
    )
    return replace(
        row,
        grounds=tuple(sorted((*row.grounds, *grounds), key=lambda item: item.field)),
        references=tuple(
            CitedReference(number, entry.doi, entry.pmid, entry.span.start)
            for number, entry in found
            if entry is not None
        ),
        open=(*row.open, *(f"reference {number}" for number, entry in found if entry is None)),
    )


def _nearest(
    number: str, entry: Reference | None, place: Span, around: Span, markers: Sequence[Marker]
) -> Span | None:
    """The marker of that number nearest to a row, first in its own block; of two, the one behind it."""

    def distance(span: Span) -> tuple[bool, int, bool]:
        gap = max(span.start - place.end, place.start - span.end, 0)
        return not around.contains(span), gap, span.start < place.start

    spans = [marker.span for marker in markers if marker.number == number and marker.reference == entry]
    return min(spans, key=distance, default=None)
