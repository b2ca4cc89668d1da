"""The tokenizer of the pipeline: each text by the tokenizer of its language."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc
from spacy.vocab import Vocab

from isaextract.lang.detect import language_of
from isaextract.lang.en import tokens as english
from isaextract.lang.zh import tokens as chinese


class BilingualTokenizer:
    """Cuts a text into words by the rules of its language; no character is lost.

    Parameters
    ----------
    vocab
        The pipeline's vocabulary.
    words
        Words that Chinese segmentation must keep whole (the lexicon's Chinese forms).
    """

    def __init__(self, vocab: Vocab, words: Iterable[str] = ()) -> None:
        self.vocab = vocab
        self._tokenizers = {"zh": chinese.tokenizer(vocab, words), "en": english.tokenizer(vocab, words)}

    def __call__(self, text: str) -> Doc:
        """The text as a spaCy document."""
        return self._tokenizers[language_of(text)](text)
