"""From a document to its mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from isaextract.lexicon import Lexicon
from isaextract.pipes.arbiter import Loss, Verdict, arbitrate
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.cells import Grid
from isaextract.pipes.hearing import listen
from isaextract.pipes.learning import learn
from isaextract.pipes.meanings import drug_meanings, folded
from isaextract.pipes.normalise import normalise
from isaextract.pipes.parts import proposals
from isaextract.pipes.trained import Model, Trained, packaged
from isaextract.pipes.view import Learned, View, Words, words_of
from isaextract.schema import Block, BlockKind, Document, Label, Mention, Span, Table

_SILENT = {BlockKind.FRONT, BlockKind.REFERENCES}


def find_mentions(document: Document, lexicon: Lexicon, model: Model = packaged) -> tuple[Mention, ...]:
    """All mentions of a document, left to right and free of overlaps.

    Parameters
    ----------
    document
        The document as read. Front matter and the reference list are not labelled.
    lexicon
        The words to go by.
    model
        Gives the trained model, for names that the lexicon does not know; the packaged one, or
        none where the package carries none. ``no_model`` is rules alone.

    Returns
    -------
    tuple of Mention
        With concept, quantity, source and confidence.
    """
    views = _views(document, words_of(lexicon))
    learned = _learn(document, views, model)
    decided = _decide(document, views, learned)
    found = (each.shifted(start) for start, verdict in decided for each in verdict.kept)
    return tuple(_mention(document, candidate, lexicon, learned) for candidate in found)


def said_by(trained: Trained, document: Document) -> tuple[Mention, ...]:
    """What the trained model alone says of a document, unfiltered; for measuring it."""
    spans = [block.span for block in document.blocks if block.kind not in _SILENT and len(block.span)]
    said = trained.find([span.of(document.text) for span in spans])
    return tuple(
        _as_said(document, each.shifted(span.start))
        for span, candidates in zip(spans, said, strict=True)
        for each in candidates
    )


def _as_said(document: Document, each: Candidate) -> Mention:
    place = Span(each.start, each.end)
    text = place.of(document.text)
    return Mention(each.label, place, text, source=each.source, confidence=each.confidence)


def find_losses(document: Document, lexicon: Lexicon, model: Model = packaged) -> tuple[Loss, ...]:
    """The candidates that gave way to others, with the reason; for whoever works on the parts."""
    views = _views(document, words_of(lexicon))
    learned = _learn(document, views, model)
    decided = _decide(document, views, learned)
    return tuple(
        Loss(loss.candidate.shifted(start), loss.winner.shifted(start), loss.reason)
        for start, verdict in decided
        for loss in verdict.lost
    )


def _views(document: Document, words: Words) -> dict[Block, View]:
    """The labelled blocks, left to right, as they are seen."""
    blocks = (block for block in document.blocks if block.kind not in _SILENT and len(block.span))
    ordered = sorted(blocks, key=lambda block: block.span)
    return {block: View(block.span.of(document.text), words) for block in ordered}


def _decide(
    document: Document, views: Mapping[Block, View], learned: Learned
) -> Iterator[tuple[int, Verdict]]:
    """Where each block begins, and what the arbiter decided in it."""
    for block, plain in views.items():
        yield block.span.start, arbitrate(proposals(plain.taught(learned), _grid(document, block)))


def _learn(document: Document, blocks: Mapping[Block, View], model: Model) -> Learned:
    """What the document introduces; read twice, for a definition may build on another."""
    views = list(blocks.values())
    if not views:
        return Learned()
    cells = tuple(_study_cells(document, views[0].words))
    first = learn(views, cells)
    defined = first.drugs | first.regimens
    said = (each for each in listen(views, model) if each.name not in defined)
    heard = Learned(heard=tuple(each for each in said if not any(each.name in name for name in first.trials)))
    if heard.heard:
        first = heard | learn([view.taught(heard) for view in views], cells)
    taught = [view.taught(first) for view in views]
    second = first | learn(taught, cells)
    return replace(second, meanings=drug_meanings(view.taught(second) for view in views))


def _study_cells(document: Document, words: Words) -> Iterator[str]:
    """First cells of tables whose first column is headed "study" or the like."""
    for table in document.tables:
        if table.rows and table.rows[0]:
            head = table.rows[0][0].span.of(document.text)
            if words.pattern("«trial_head»").search(head):
                yield from (row[0].span.of(document.text) for row in table.rows[1:] if row)


def _grid(document: Document, block: Block) -> Grid | None:
    if block.kind is not BlockKind.TABLE:
        return None
    for table in document.tables:
        if block.span.overlaps(table.span):
            caption = table.caption.of(document.text) if table.caption else ""
            return Grid(tuple(_places(table, row, block.span) for row in range(len(table.rows))), caption)
    return None


def _places(table: Table, row: int, span: Span) -> tuple[tuple[int, int], ...]:
    return tuple((cell.span.start - span.start, cell.span.end - span.start) for cell in table.rows[row])


def _mention(document: Document, candidate: Candidate, lexicon: Lexicon, learned: Learned) -> Mention:
    span = Span(candidate.start, candidate.end)
    text = span.of(document.text)
    concept, quantity = normalise(candidate.label, text, lexicon)
    if candidate.label is Label.DRUG and lexicon.given(text) is None:
        concept = learned.meanings.get(folded(text), concept)
    return Mention(candidate.label, span, text, concept, quantity, candidate.source, candidate.confidence)
