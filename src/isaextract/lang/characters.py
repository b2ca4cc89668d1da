"""The trained model's tokens: one Chinese character, one run of Latin letters and digits, one sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

NAME = "isaextract.characters.v1"

_TOKEN = regex.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u03ff]+|[^\S ]+| {2,}| |.", regex.DOTALL)


class CharacterTokenizer:
    """Cuts where a mention can begin or end; no character is lost.

    Parameters
    ----------
    vocab
        The pipeline's vocabulary.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a spaCy document."""
        words: list[str] = []
        spaces: list[bool] = []
        for token in pieces(text):
            if token == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **kwargs: object) -> bytes:
        """Nothing is kept: the rules are code."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: object) -> CharacterTokenizer:
        """The tokenizer itself."""
        return self

    def to_disk(self, path: object, **kwargs: object) -> None:
        """Nothing is kept: the rules are code."""

    def from_disk(self, path: object, **kwargs: object) -> CharacterTokenizer:
        """The tokenizer itself."""
        return self


def pieces(text: str) -> Iterator[str]:
    """The tokens of a text, blanks among them; joined they are the text."""
    return (found[0] for found in _TOKEN.finditer(text))


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]
def make_characters() -> Callable[[Language], CharacterTokenizer]:
    """What a pipeline's configuration calls for under ``isaextract.characters.v1``."""
    return lambda nlp: CharacterTokenizer(nlp.vocab)
