"""Names that a run found and the lexicon does not hold, for a person to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from isaextract.lexicon import Lexicon
from isaextract.pipes import Model, find_mentions, packaged
from isaextract.pipes.hearing import KINDS, entry_of
from isaextract.schema import Document, Mention

CONTEXT = 24


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that no list holds: how often it stood where, who found it, what it is read as."""

    kind: str
    name: str
    concept: str
    source: str
    count: int
    documents: tuple[str, ...]
    contexts: tuple[str, ...]

    @property
    def command(self) -> str:
        """The command that adds it to a lexicon of one's own."""
        key = self.concept.partition(":")[2] or self.concept or self.name
        return f'isaextract lexicon add --lexicon mine/ {self.kind} "{key}" --form "{self.name}"'


def suggestions(
    documents: Iterable[Document], lexicon: Lexicon, model: Model = packaged, contexts: int = 2
) -> tuple[Suggestion, ...]:
    """The names, the commonest first."""
    found: dict[tuple[str, str], list[tuple[Document, Mention]]] = defaultdict(list)
    for document in documents:
        for mention in find_mentions(document, lexicon, model):
            if mention.label in KINDS and _unlisted(mention, lexicon):
                found[KINDS[mention.label], mention.text].append((document, mention))
    made = (_suggestion(kind, name, places, contexts) for (kind, name), places in found.items())
    return tuple(sorted(made, key=lambda item: (-item.count, item.kind, item.name)))


def _unlisted(mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a name stands in no list; composed populations and joined codes need none."""
    if entry_of(lexicon, mention.label, mention.text):
        return False
    return mention.source.startswith("ner") or mention.source in (
        "drug.stem",
        "drug.learned",
        "trial.learned",
    )


def _suggestion(kind: str, name: str, places: list[tuple[Document, Mention]], contexts: int) -> Suggestion:
    mention = places[0][1]
    return Suggestion(
        kind,
        name,
        mention.concept,
        mention.source,
        len(places),
        tuple(sorted({document.name for document, _ in places})),
        tuple(_context(document, mention) for document, mention in places[:contexts]),
    )


def _context(document: Document, mention: Mention) -> str:
    start, end = max(0, mention.span.start - CONTEXT), mention.span.end + CONTEXT
    return " ".join(document.text[start:end].split())
