"""Sentences and clauses of a block, in the block's language."""

from __future__ import annotations

from isaextract.lang.boundaries import cut
from isaextract.lang.detect import language_of
from isaextract.lang.en import sentences as english
from isaextract.lang.zh import sentences as chinese
from isaextract.schema import Span

_SENTENCES = {"zh": chinese.sentence_ends, "en": english.sentence_ends}
_CLAUSES = {"zh": chinese.clause_ends, "en": english.clause_ends}


def split_sentences(text: str, span: Span) -> tuple[Span, ...]:
    """The sentences of a block, in the document's offsets.

    Parameters
    ----------
    text
        The document's text.
    span
        The block in it.

    Returns
    -------
    tuple of Span
        Left to right, without the white space between them; none ends inside brackets.
    """
    block = span.of(text)
    return cut(block, _SENTENCES[language_of(block)](block), span.start)


def split_clauses(text: str, span: Span) -> tuple[Span, ...]:
    """The clauses of a block: sentences, cut again at ``；`` and ``;`` outside brackets."""
    block = span.of(text)
    return cut(block, _CLAUSES[language_of(block)](block), span.start)
