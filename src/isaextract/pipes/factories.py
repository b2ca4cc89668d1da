"""The parts as components of a spaCy pipeline; matching is done elsewhere, here it is only written down."""

from __future__ import annotations

from collections.abc import Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from isaextract.lang.tokenize import BilingualTokenizer
from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pipes import cells
from isaextract.pipes.arbiter import Verdict, arbitrate
from isaextract.pipes.parts import PARTS, Match
from isaextract.pipes.view import View, words_of

SPANS_KEY = "isa"
_VIEW = "isa_view"
_GRID = "isa_grid"
_PROPOSED = "isa_candidates"
_VERDICT = "isa_verdict"

PART_NAMES = (*PARTS, "isa_cells")
ARBITER_NAME = "isa_arbiter"


def build_pipeline(lexicon: Lexicon) -> Language:
    """The spaCy pipeline: a tokenizer for both languages, the parts, and the arbiter behind them."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = BilingualTokenizer(nlp.vocab, chinese_words(lexicon))
    for name in PART_NAMES:
        nlp.add_pipe(name)
    nlp.add_pipe(ARBITER_NAME)
    return nlp


def chinese_words(lexicon: Lexicon) -> Iterator[str]:
    """The Chinese forms that segmentation should keep whole."""
    for shelf in (
        lexicon.drugs,
        lexicon.classes,
        lexicon.events,
        lexicon.endpoints,
        lexicon.populations,
        lexicon.words,
    ):
        for term in shelf.entries.values():
            yield from term.zh


class Part:
    """A component that proposes mentions; a rule part and a trained one differ only in ``match``."""

    def __init__(self, name: str, match: Match) -> None:
        self.name = name
        self.match = match

    def __call__(self, doc: Doc) -> Doc:
        """Add the part's proposals to those of the document."""
        doc.user_data.setdefault(_PROPOSED, []).extend(self.match(view_of(doc)))
        return doc


class CellPart(Part):
    """The part that reads tables; it speaks where the document carries a grid."""

    def __init__(self, name: str) -> None:
        super().__init__(name, lambda view: iter(()))

    def __call__(self, doc: Doc) -> Doc:
        """Add the proposals for the table's cells."""
        grid = doc.user_data.get(_GRID)
        if grid is not None:
            doc.user_data.setdefault(_PROPOSED, []).extend(cells.match(view_of(doc), grid))
        return doc


class Arbiter:
    """The component that settles overlaps and writes ``doc.spans["isa"]``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Settle what the parts proposed; tokens that a mention only touches are taken in whole."""
        verdict = arbitrate(doc.user_data.get(_PROPOSED, ()))
        doc.user_data[_VERDICT] = verdict
        spans = [
            doc.char_span(kept.start, kept.end, label=kept.label, alignment_mode="expand")
            for kept in verdict.kept
        ]
        doc.spans[SPANS_KEY] = [span for span in spans if span is not None]
        return doc


def prepare(doc: Doc, view: View, grid: cells.Grid | None = None) -> Doc:
    """Give a document the view that its parts read, and its table's grid."""
    doc.user_data[_VIEW] = view
    doc.user_data[_GRID] = grid
    return doc


def view_of(doc: Doc) -> View:
    """The document's view; one with the packaged lexicon where none was given."""
    view: View | None = doc.user_data.get(_VIEW)
    if view is None:
        view = View(doc.text, words_of(_packaged()))
        doc.user_data[_VIEW] = view
    return view


def verdict_of(doc: Doc) -> Verdict:
    """What the arbiter decided, in characters of the document."""
    verdict: Verdict = doc.user_data[_VERDICT]
    return verdict


_LOADED: list[Lexicon] = []


def _packaged() -> Lexicon:
    if not _LOADED:
        _LOADED.append(load_lexicon())
    return _LOADED[0]


def _register(name: str, match: Match) -> None:
    @Language.factory(name)
    def make(nlp: Language, name: str) -> Part:
        return Part(name, match)


for _name, _match in PARTS.items():
    _register(_name, _match)


@Language.factory("isa_cells")
def make_cells(nlp: Language, name: str) -> CellPart:
    """The factory of the part that reads tables."""
    return CellPart(name)


@Language.factory(ARBITER_NAME)
def make_arbiter(nlp: Language, name: str) -> Arbiter:
    """The factory of the arbiter."""
    return Arbiter(name)
