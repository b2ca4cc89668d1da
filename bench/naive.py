"""The stack that a skilled user would put together for the same task, to measure the whole run against.

pdfplumber's words page by page, spaCy with jieba's segmentation for Chinese, a ``PhraseMatcher`` over the
lexicon's written forms, the packaged trained part, and a regular expression for numbers. It finds mentions
only: no columns, no tables, no studies, no arms, no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pypdfium2
import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from isaextract.lexicon import Lexicon
from isaextract.pipes import packaged

NUMBERS = re.compile(
    r"\d+(?:\.\d+)?\s*(?:%|months?|weeks?|years?|个月|周|年|例|mg(?:/kg)?)"
    r"|\b[HO]R\s*[=:]?\s*\d+\.\d+|95\s*%\s*CI[^\d]{0,3}\d+\.\d+\s*[-~–]\s*\d+\.\d+|\bP\s*[<=>]\s*0?\.\d+",
    re.IGNORECASE,
)
HAN = re.compile(r"[\u4e00-\u9fff]")


class Naive:
    """The stack, loaded once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._english = spacy.blank("en")
        self._chinese = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
        self._matchers = {id(nlp): _matcher(nlp, lexicon) for nlp in (self._english, self._chinese)}
        self._trained = packaged()

    def read(self, path: Path) -> int:
        """Read a PDF; returns how many mentions were found."""
        pages = list(words_by_page(path))
        nlp = self._chinese if sum(map(len, map(HAN.findall, pages))) > 200 else self._english
        matcher = self._matchers[id(nlp)]
        found = sum(len(matcher(doc)) for doc in nlp.pipe(pages))
        found += sum(1 for page in pages for _ in NUMBERS.finditer(page))
        if self._trained is not None:
            found += sum(map(len, self._trained.find(pages)))
        return found


def words_by_page(path: Path) -> Iterator[str]:
    """The words of each page in the order of its text, joined by blanks."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            yield " ".join(word["text"] for word in page.extract_words(use_text_flow=True))


def pdfium_text(path: Path) -> int:
    """The text of all pages by pdfium, the floor of all reading; returns its length."""
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(len(page.get_textpage().get_text_range()) for page in pdf)


def _matcher(nlp: Language, lexicon: Lexicon) -> PhraseMatcher:
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for name in ("drugs", "classes", "regimens", "events", "endpoints", "populations", "trials"):
        forms = sorted({form for form, _ in getattr(lexicon, name).forms() if form.strip()})
        matcher.add(name, list(nlp.tokenizer.pipe(forms)))
    return matcher
