"""The document as sentences with their tokens, in reading order; tables stand apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from isaextract.lexicon import Lexicon
from isaextract.link.regimens import Regimens
from isaextract.link.tokenizer import Tokenizer
from isaextract.link.tokens import Token
from isaextract.schema import Block, BlockKind, Document, Mention, Span

PROSE = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TITLE)
Splitter = Callable[[str, Span], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens; ``block`` counts the document's blocks."""

    span: Span
    block: int
    kind: BlockKind
    section: str
    tokens: tuple[Token, ...]


def mentions_in(mentions: Sequence[Mention], span: Span) -> Sequence[Mention]:
    """The mentions that lie in ``span``; ``mentions`` are sorted by place."""
    first = bisect_left(mentions, span.start, key=lambda mention: mention.span.start)
    last = bisect_left(mentions, span.end, key=lambda mention: mention.span.start)
    return mentions[first:last]


def sentences(
    document: Document,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    regimens: Regimens,
    split: Splitter,
    labels: Mapping[str, str] | None = None,
) -> tuple[Sentence, ...]:
    """All sentences of the document's prose, headings included, with their tokens."""
    tokenizer = Tokenizer(document.text, lexicon, regimens, labels or {})
    return tuple(_read(document, mentions, tokenizer, split))


def _read(
    document: Document, mentions: Sequence[Mention], tokenizer: Tokenizer, split: Splitter
) -> Iterator[Sentence]:
    for number, block in enumerate(document.blocks):
        if block.kind not in PROSE:
            continue
        for span in _spans(document, block, split):
            tokens = tokenizer.tokens(span, mentions_in(mentions, span))
            yield Sentence(span, number, block.kind, block.section, tokens)


def _spans(document: Document, block: Block, split: Splitter) -> Sequence[Span]:
    if block.kind is BlockKind.PARAGRAPH:
        return split(document.text, block.span)
    return (block.span,)
