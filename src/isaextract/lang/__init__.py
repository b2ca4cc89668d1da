"""EARS: what differs between languages, and nothing else; the language is found per block.

The tokenizers, which need spaCy, are in `characters` and `tokenize`.
"""

from isaextract.lang.detect import LANGUAGES, Language, language_of
from isaextract.lang.en.words import is_function_word
from isaextract.lang.split import split_clauses, split_sentences

__all__ = [
    "LANGUAGES",
    "Language",
    "is_function_word",
    "language_of",
    "split_clauses",
    "split_sentences",
]
