"""The sentence of the house: the order of work, from a document to its rows."""

from __future__ import annotations

from isaextract.lang import split_sentences
from isaextract.lexicon import Lexicon
from isaextract.link.linking import Links, link
from isaextract.pipes import find_mentions
from isaextract.rows import checked, confident, evidence_rows, studies_of, with_provenance
from isaextract.schema import Document, Extraction, Mention


def extract(document: Document, lexicon: Lexicon) -> Extraction:
    """Read a document's mentions, studies and rows."""
    return assemble(document, find_mentions(document, lexicon), lexicon)


def assemble(document: Document, mentions: tuple[Mention, ...], lexicon: Lexicon) -> Extraction:
    """Studies and rows from mentions already found."""
    links = link(document, mentions, lexicon, split_sentences)
    studies = studies_of(document, links, lexicon)
    rows = checked(document, mentions, studies, evidence_rows(document, links, lexicon))
    rows = confident(document, mentions, studies, rows)
    return with_provenance(Extraction(document, mentions, studies, rows), lexicon)


def joined(document: Document, lexicon: Lexicon) -> Links:
    """The links of a document, for whoever looks at that stage."""
    return link(document, find_mentions(document, lexicon), lexicon, split_sentences)
