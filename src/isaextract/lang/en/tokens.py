"""English words, by spaCy's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab


def tokenizer(vocab: Vocab, words: Iterable[str]) -> Callable[[str], Doc]:
    """spaCy's tokenizer for English; it needs no list of words."""
    rules = spacy.blank("en").tokenizer

    def tokenize(text: str) -> Doc:
        tokens = rules(text)
        return Doc(
            vocab,
            words=[token.text for token in tokens],
            spaces=[bool(token.whitespace_) for token in tokens],
        )

    return tokenize
