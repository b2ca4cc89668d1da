"""Chinese words, by a jieba of our own that knows the lexicon."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

import jieba
import regex
from spacy.tokens import Doc
from spacy.vocab import Vocab

_WHOLE = regex.compile(
    r"[A-Za-z][A-Za-z0-9]*(?:[-–/+.][A-Za-z0-9]+)*"  # words, codes: Isa-Pd, PD-L1
    r"|\d+(?:[.,·]\d+)*"  # numbers: 1,071 and 11.6
    r"|\s+"
)
_OFTEN = 1_000_000  # how often a lexicon word is said to occur, so that jieba keeps it whole


def tokenizer(vocab: Vocab, words: Iterable[str]) -> Callable[[str], Doc]:
    """A tokenizer for Chinese that keeps the given words, Latin words, codes and numbers whole."""
    cutter = _cutter(words)

    def tokenize(text: str) -> Doc:
        tokens = list(_tokens(text, cutter))
        spaces = [False] * len(tokens)
        return Doc(vocab, words=tokens, spaces=spaces)

    return tokenize


def _cutter(words: Iterable[str]) -> jieba.Tokenizer:
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    for word in words:
        if regex.search(r"\p{Han}", word) and " " not in word:
            cutter.add_word(word, _OFTEN)
    return cutter


def _tokens(text: str, cutter: jieba.Tokenizer) -> Iterator[str]:
    end = 0
    for found in _WHOLE.finditer(text):
        yield from _words(text[end : found.start()], cutter)
        yield found[0]
        end = found.end()
    yield from _words(text[end:], cutter)


def _words(text: str, cutter: jieba.Tokenizer) -> Iterator[str]:
    if text:
        yield from cutter.cut(text, HMM=False)
