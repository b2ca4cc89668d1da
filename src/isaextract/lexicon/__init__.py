"""WORDS: the lexicon's entries, read and checked from tab-separated files."""

from isaextract.lexicon.adding import ADDABLE, add_entry
from isaextract.lexicon.entries import (
    Cue,
    Drug,
    DrugClass,
    Endpoint,
    Event,
    KnownTrial,
    Letters,
    Numeral,
    Pattern,
    Population,
    Regimen,
    Registry,
    Syllable,
    Term,
    Word,
)
from isaextract.lexicon.folding import fold, latin_bounds, lookup_key
from isaextract.lexicon.lexicon import Lexicon, Shelf, load_lexicon
from isaextract.lexicon.patterns import Patterns, compiled, made_patterns, take_patterns
from isaextract.lexicon.scanner import Scanner, branches

__all__ = [
    "ADDABLE",
    "Cue",
    "Drug",
    "DrugClass",
    "Endpoint",
    "Event",
    "KnownTrial",
    "Letters",
    "Lexicon",
    "Numeral",
    "Pattern",
    "Patterns",
    "Population",
    "Regimen",
    "Registry",
    "Scanner",
    "Shelf",
    "Syllable",
    "Term",
    "Word",
    "add_entry",
    "branches",
    "compiled",
    "fold",
    "latin_bounds",
    "load_lexicon",
    "lookup_key",
    "made_patterns",
    "take_patterns",
]
