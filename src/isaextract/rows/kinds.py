"""Whose number a row is: a cited study's, the document's own, pooled, or from a label or guideline.

Planned and assumed numbers are no results, and make no rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from isaextract.lang import split_sentences
from isaextract.lexicon import Lexicon
from isaextract.link.results import Result
from isaextract.rows.places import Places
from isaextract.schema import Block, Document, Span

CITED, OWN, POOLED, LABEL = "cited", "own", "pooled", "label"


@dataclass(frozen=True, slots=True)
class Kinds:
    """Tells the kinds of one document's results."""

    document: Document
    lexicon: Lexicon
    _sentences: dict[Block, Sequence[Span]] = field(default_factory=dict)
    _said: dict[tuple[str, Span], int | None] = field(default_factory=dict)  # where the words first end
    _places: Places = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", Places(self.document.blocks))

    def of(self, result: Result) -> str:
        """The kind of a result: ``cited``, ``own``, ``pooled`` or ``label``."""
        block = self._block(result.span)
        for kind in (POOLED, LABEL):
            if self._is_said_before(kind, result.span):
                return kind
        return OWN if not result.citations and block is not None and self._is_report(block) else CITED

    def is_planned(self, result: Result) -> bool:
        """Whether a number was only planned or assumed."""
        return self._is_said_before("planned", result.span)

    def _block(self, place: Span) -> Block | None:
        return self._places.block(place)

    def _is_said_before(self, kind: str, place: Span) -> bool:
        """Whether the words for a kind stand in the sentence up to the number; in a table in its caption."""
        within = self._within(place)
        if within is None:
            return False
        if (kind, within) not in self._said:
            found = self.lexicon.cue(f"kind {kind}").search(self.document.text, within.start, within.end)
            self._said[kind, within] = found.end() if found else None
        end = self._said[kind, within]
        return end is not None and (end <= place.start or within.start > place.start)

    def _within(self, place: Span) -> Span | None:
        """The sentence that a number stands in; the caption of its table."""
        for table in self.document.tables:
            if table.span.contains(place):
                return table.caption
        block = self._block(place)
        if block is None:
            return None
        if block not in self._sentences:
            self._sentences[block] = split_sentences(self.document.text, block.span)
        begun = [span for span in self._sentences[block] if span.start <= place.start]
        return begun[-1] if begun else Span(block.span.start, place.start)

    def _is_report(self, block: Block) -> bool:
        """Whether a paragraph stands under "Results" of a paper with methods of its own."""
        heads = self.lexicon.cue("report_head")
        text = self.document.text
        if heads.match(block.span.of(text).lstrip()):
            return True
        sections = {other.section for other in self.document.blocks}
        methods = self.lexicon.cue("method_head")
        return heads.match(f"{block.section}:") is not None and any(
            methods.match(f"{name}:") for name in sections
        )


def without_planned(results: Sequence[Result], kinds: Kinds) -> list[Result]:
    """The results without those that were only planned or assumed."""
    return [result for result in results if not kinds.is_planned(result)]
