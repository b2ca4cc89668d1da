"""How many gold mentions each way of cutting tokens would lose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import spacy
from spacy.tokens import Doc

from isaextract.lang.characters import CharacterTokenizer
from isaextract.lang.tokenize import BilingualTokenizer
from isaextract.lexicon import Lexicon
from isaextract.pipes.factories import chinese_words
from isaextract.schema import Label
from isaextract.train.samples import Sample

Tokenize = Callable[[str], Doc]


@dataclass(frozen=True, slots=True)
class Loss:
    """Marks that begin or end inside a token, of all marks, and tokens used for the texts."""

    scheme: str
    lost: int
    marks: int
    tokens: int
    labels: Mapping[Label, int]

    @property
    def share(self) -> float:
        """The share of the marks that is lost."""
        return self.lost / self.marks if self.marks else 0.0


def schemes(lexicon: Lexicon) -> Mapping[str, Tokenize]:
    """The ways of cutting that are compared."""
    vocab = spacy.blank("xx").vocab
    return {
        "jieba": BilingualTokenizer(vocab),
        "jieba with lexicon": BilingualTokenizer(vocab, chinese_words(lexicon)),
        "characters": CharacterTokenizer(vocab),
    }


def measure(name: str, tokenize: Tokenize, samples: Iterable[Sample]) -> Loss:
    """Count the marks that a way of cutting loses."""
    lost: Counter[Label] = Counter()
    marks = tokens = 0
    for sample in samples:
        doc = tokenize(sample.text)
        tokens += len(doc)
        marks += len(sample.marks)
        lost.update(mark.label for mark in sample.marks if doc.char_span(mark.start, mark.end) is None)
    return Loss(name, lost.total(), marks, tokens, dict(lost))
