"""Raw blocks to a ``Document``: what each block is for, where it stands in the text.

Shared by all readers, so that a document gives equal blocks whatever file it came in.
A block's kind is told from its words' place and form alone, never from its font.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from isaextract.pdf import marks
from isaextract.pdf.references import parse_reference
from isaextract.pdf.runs import Run, concat, plain
from isaextract.schema.document import (
    CELL_SEPARATOR,
    Block,
    BlockKind,
    Cell,
    Document,
    Reference,
    Table,
)
from isaextract.schema.spans import Span

BETWEEN = "\n\n"
FRONT_MATTER = 40  # blocks before the first heading beyond which there is no front matter


@dataclass(frozen=True, slots=True)
class RawText:
    """A paragraph, heading, caption or note; ``note`` where the page tells that it is one."""

    run: Run
    note: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table's cells row by row."""

    rows: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class RawReferences:
    """The reference list: its heading and its entries."""

    heading: Run
    entries: tuple[Run, ...]


RawBlock = RawText | RawTable | RawReferences


def assemble(name: str, raw: Sequence[RawBlock], *, pages: int = 0) -> Document:
    """Put raw blocks, in reading order, together to a document.

    Parameters
    ----------
    name
        The document's name.
    raw
        The blocks as a reader found them.
    pages
        How many pages it has; 0 leaves ``glyphs`` empty.
    """
    filled = [block for block in raw if _filled(block)]
    runs = [_run(block) for block in filled]
    whole = concat(_separated(runs))
    spans = _spans(runs)
    kinds = classify(filled)
    return Document(
        name=name,
        text=whole.text,
        blocks=tuple(_blocks(filled, kinds, spans)),
        tables=tuple(_tables(filled, kinds, spans)),
        references=tuple(_references(filled, spans)),
        glyphs=whole.boxes if pages else (),
        pages=pages,
    )


def _filled(block: RawBlock) -> bool:
    return not isinstance(block, RawText) or bool(block.run.text.strip())


def _run(block: RawBlock) -> Run:
    match block:
        case RawText():
            return block.run.strip()
        case RawTable(rows):
            return _joined([_joined(row, CELL_SEPARATOR) for row in rows], "\n")
        case RawReferences(heading, entries):
            return _joined([heading, *entries], "\n")


def _joined(runs: Iterable[Run], separator: str) -> Run:
    parts: list[Run] = []
    for run in runs:
        parts.extend((plain(separator), run) if parts else (run,))
    return concat(parts)


def _separated(runs: Sequence[Run]) -> Iterable[Run]:
    for i, run in enumerate(runs):
        yield concat((plain(BETWEEN), run)) if i else run


def _spans(runs: Sequence[Run]) -> list[Span]:
    spans: list[Span] = []
    for run in runs:
        start = spans[-1].end + len(BETWEEN) if spans else 0
        spans.append(Span(start, start + len(run)))
    return spans


def classify(raw: Sequence[RawBlock]) -> list[BlockKind]:
    """The kind of each block, in order."""
    texts = [block.run.text.strip() if isinstance(block, RawText) else "" for block in raw]
    front = _front_end(texts)
    kinds: list[BlockKind] = []
    for i, block in enumerate(raw):
        match block:
            case RawTable():
                kinds.append(BlockKind.TABLE)
            case RawReferences():
                kinds.append(BlockKind.REFERENCES)
            case RawText(note=True):
                kinds.append(BlockKind.NOTE)
            case _:
                kinds.append(_text_kind(i, texts, raw, kinds, front))
    return kinds


def _front_end(texts: Sequence[str]) -> int:
    """Where the front matter ends: at the first heading of an abstract or of a section."""
    if texts and marks.reads_as_prose(texts[0]):
        return 0
    for i, text in enumerate(texts[:FRONT_MATTER]):
        if i and (_opens(text) or marks.heading_level(text)):
            return i
    return 1


def _opens(text: str) -> bool:
    """Whether a block is the heading of an abstract, or an abstract or keywords with a run-in label."""
    return marks.is_named_heading(text) or _run_in(text)


def _run_in(text: str) -> bool:
    match = marks.ABSTRACT.match(text) or marks.KEYWORDS.match(text)
    return match is not None and text[match.end() :].lstrip()[:1] in (":", "：")


def _text_kind(
    i: int, texts: Sequence[str], raw: Sequence[RawBlock], kinds: Sequence[BlockKind], front: int
) -> BlockKind:
    text = texts[i]
    if i == 0 and not _opens(text) and not marks.reads_as_prose(text):
        return BlockKind.TITLE
    if i < front:
        return BlockKind.PARAGRAPH if marks.reads_as_prose(text) else BlockKind.FRONT
    if _is_caption(i, texts, raw):
        return BlockKind.CAPTION
    if kinds[-1:] in ([BlockKind.TABLE], [BlockKind.NOTE]) and marks.NOTE.match(text):
        return BlockKind.NOTE
    if marks.is_named_heading(text):
        return BlockKind.HEADING
    if marks.KEYWORDS.match(texts[i - 1]) and not _run_in(texts[i - 1]):
        return BlockKind.PARAGRAPH
    if _between_abstracts(i, texts):
        second = kinds[-1] is BlockKind.PARAGRAPH and marks.short_line(text) and _abstract_follows(i, texts)
        return BlockKind.TITLE if second else BlockKind.FRONT
    if marks.heading_level(text) or _is_plain_heading(i, texts, raw):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def _is_caption(i: int, texts: Sequence[str], raw: Sequence[RawBlock]) -> bool:
    if not marks.CAPTION.match(texts[i]):
        return False
    return isinstance(raw[i + 1 : i + 2][0], RawTable) if i + 1 < len(raw) else marks.short_line(texts[i])


def _between_abstracts(i: int, texts: Sequence[str]) -> bool:
    """Whether a block stands after the keywords and before the next abstract or section.

    There the title, authors and dates stand in the other language, or the licence.
    """
    last = _last_opening(texts[:i])
    if last is None or not marks.KEYWORDS.match(texts[last]):
        return False
    return _next_heading(i, texts) is not None and not marks.heading_level(texts[i])


def _abstract_follows(i: int, texts: Sequence[str]) -> bool:
    heading = _next_heading(i, texts)
    return heading is not None and marks.ABSTRACT.match(texts[heading]) is not None


def _last_opening(texts: Sequence[str]) -> int | None:
    """The last heading before the text, if it is one of the abstract's or keywords'."""
    for i in range(len(texts) - 1, -1, -1):
        if _opens(texts[i]):
            return i
        if marks.heading_level(texts[i]):
            return None
    return None


def _next_heading(i: int, texts: Sequence[str]) -> int | None:
    """Where an abstract or a numbered section begins, if only short blocks stand before it."""
    for at, text in enumerate(texts[i : i + FRONT_MATTER], i):
        if _opens(text) or marks.heading_level(text):
            return at
        if len(text) > 3 * marks.LONGEST_HEADING or not text:
            return None
    return None


def _is_plain_heading(i: int, texts: Sequence[str], raw: Sequence[RawBlock]) -> bool:
    """A short line without a final stop that a paragraph follows."""
    text = texts[i]
    follows = i + 1 < len(raw) and isinstance(raw[i + 1], RawText)
    begins = text[:1].isalnum() or text[:1] in "(（【"
    return marks.short_line(text) and begins and follows and not _run_in(text) and text[-1] not in ":："


def _blocks(raw: Sequence[RawBlock], kinds: Sequence[BlockKind], spans: Sequence[Span]) -> Iterable[Block]:
    section = ""
    for block, kind, span in zip(raw, kinds, spans, strict=True):
        if kind is BlockKind.HEADING and isinstance(block, RawText):
            section = block.run.text.strip()
            yield Block(kind, span, section, marks.heading_level(section) or 1)
        elif isinstance(block, RawReferences):
            yield Block(kind, span, block.heading.text)
        else:
            yield Block(kind, span, section)


def _tables(raw: Sequence[RawBlock], kinds: Sequence[BlockKind], spans: Sequence[Span]) -> Iterable[Table]:
    for i, block in enumerate(raw):
        if isinstance(block, RawTable):
            captioned = i > 0 and kinds[i - 1] is BlockKind.CAPTION
            notes = []
            for kind, span in zip(kinds[i + 1 :], spans[i + 1 :], strict=True):
                if kind is not BlockKind.NOTE:
                    break
                notes.append(span)
            rows = tuple(_cells(block.rows, spans[i].start))
            yield Table(spans[i], rows, spans[i - 1] if captioned else None, tuple(notes))


def _cells(rows: Sequence[Sequence[Run]], start: int) -> Iterable[tuple[Cell, ...]]:
    for r, row in enumerate(rows):
        cells: list[Cell] = []
        for c, run in enumerate(row):
            cells.append(Cell(r, c, Span(start, start + len(run))))
            start += len(run) + len(CELL_SEPARATOR)
        start += len("\n") - len(CELL_SEPARATOR)
        yield tuple(cells)


def _references(raw: Sequence[RawBlock], spans: Sequence[Span]) -> Iterable[Reference]:
    for block, span in zip(raw, spans, strict=True):
        if isinstance(block, RawReferences):
            start = span.start + len(block.heading)
            for entry in block.entries:
                yield parse_reference(entry.text, start + 1)
                start += 1 + len(entry)
