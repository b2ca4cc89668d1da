"""English words that are never a name."""

from __future__ import annotations

from functools import cache


def is_function_word(word: str) -> bool:
    """Whether a word is one of the language's function words (``we``, ``its``, ``three``)."""
    return word.casefold() in _function_words()


@cache
def _function_words() -> set[str]:
    from spacy.lang.en.stop_words import STOP_WORDS

    return STOP_WORDS
