"""EARS: what differs between languages, and nothing else; the language is found per block."""

from isaextract.lang.characters import CharacterTokenizer
from isaextract.lang.detect import LANGUAGES, Language, language_of
from isaextract.lang.en.words import is_function_word
from isaextract.lang.split import split_clauses, split_sentences
from isaextract.lang.tokenize import BilingualTokenizer

__all__ = [
    "LANGUAGES",
    "BilingualTokenizer",
    "CharacterTokenizer",
    "Language",
    "is_function_word",
    "language_of",
    "split_clauses",
    "split_sentences",
]
