"""The order of work of the joiners: studies, then arms, then results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from isaextract.lexicon import Lexicon
from isaextract.link.arms import Arms
from isaextract.link.context import Context
from isaextract.link.inventory import Inventory, Passage, passages
from isaextract.link.labels import find_labels
from isaextract.link.pairing import SentenceReader
from isaextract.link.passages import Sentence, Splitter, sentences
from isaextract.link.regimens import Regimens
from isaextract.link.results import Result
from isaextract.link.studies import StudyDraft, Topics, find_studies
from isaextract.link.tokens import Token
from isaextract.schema import BlockKind, Document, Label, Mention


@dataclass(frozen=True, slots=True)
class Links:
    """All that joins a document's mentions: studies with their arms and passages, and results."""

    studies: tuple[StudyDraft, ...]
    arms: tuple[Arms, ...]
    passages: tuple[Passage, ...]
    results: tuple[Result, ...]


def link(document: Document, mentions: Sequence[Mention], lexicon: Lexicon, split: Splitter) -> Links:
    """Join a document's mentions to studies, arms and results.

    Parameters
    ----------
    document, mentions
        The document and its mentions, sorted by place.
    lexicon
        The words.
    split
        Cuts a block of text into sentences.
    """
    named = frozenset(mention.concept for mention in mentions if mention.label is Label.DRUG)
    regimens = Regimens(lexicon, {}, named)
    labels = find_labels(document, mentions, lexicon)
    read = sentences(document, mentions, lexicon, regimens, split, labels)
    drafts, topics = find_studies(document.text, read, lexicon)
    parts = passages(len(drafts), read, topics)
    arms = [Inventory(document.text, lexicon, part).arms() for part in parts]
    results = _prose(document, lexicon, read, topics, arms)
    return Links(drafts, tuple(arms), tuple(parts), tuple(results))


def _prose(
    document: Document, lexicon: Lexicon, read: Sequence[Sentence], topics: Topics, arms: Sequence[Arms]
) -> list[Result]:
    contexts = [Context(each) for each in arms]
    found: list[Result] = []
    for sentence in read:
        if sentence.kind is not BlockKind.PARAGRAPH:
            continue
        for study, tokens in _by_study(sentence, topics):
            if study < 0:
                continue
            contexts[study].open_sentence(sentence.block, sentence.section)
            found += SentenceReader(document.text, lexicon, study, contexts[study]).read(tokens)
    return found


def _by_study(sentence: Sentence, topics: Topics) -> list[tuple[int, list[Token]]]:
    parts: list[tuple[int, list[Token]]] = []
    for token in sentence.tokens:
        study = topics.at(token.start)
        if parts and parts[-1][0] == study:
            parts[-1][1].append(token)
        else:
            parts.append((study, [token]))
    return parts
