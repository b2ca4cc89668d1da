"""A stage of the work on one document, as text to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from isaextract.lang import split_sentences
from isaextract.lexicon import Lexicon
from isaextract.link.linking import Links
from isaextract.link.results import Arm, Result
from isaextract.pipeline import extract, joined
from isaextract.pipes import find_mentions
from isaextract.schema import (
    CONTRACT_FIELDS,
    Block,
    BlockKind,
    Document,
    EvidenceRow,
    FieldGround,
    Ground,
    Span,
)

NOTHING = "-"


def render_stage(document: Document, lexicon: Lexicon, stage: str) -> str:
    """What the document is at one stage, as lines of text.

    Parameters
    ----------
    document
        The document as read.
    lexicon
        The words to go by.
    stage
        ``text``, ``sentences``, ``mentions``, ``links`` or ``rows``.
    """
    return "".join(f"{line}\n" for line in _STAGES[stage](document, lexicon))


def _text(document: Document, lexicon: Lexicon) -> Iterator[str]:
    yield document.text.removesuffix("\n")


def _sentences(document: Document, lexicon: Lexicon) -> Iterator[str]:
    for block in document.blocks:
        yield f"# {block.kind} {block.span.start}-{block.span.end}"
        for span in _pieces(document, block):
            yield f"{span.start}-{span.end}\t{_one_line(span.of(document.text))}"


def _pieces(document: Document, block: Block) -> Iterator[Span]:
    """A paragraph's sentences, the lines of all else."""
    if block.kind is BlockKind.PARAGRAPH:
        yield from split_sentences(document.text, block.span)
        return
    start = block.span.start
    for line in block.span.of(document.text).splitlines(keepends=True):
        yield Span(start, start + len(line.rstrip()))
        start += len(line)


def _mentions(document: Document, lexicon: Lexicon) -> Iterator[str]:
    for mention in find_mentions(document, lexicon):
        span = mention.span
        place = f"{span.start}-{span.end}{_page(document.ground(span))}"
        yield "\t".join((place, mention.label, _one_line(mention.text), mention.concept, mention.source))


def _links(document: Document, lexicon: Lexicon) -> Iterator[str]:
    links = joined(document, lexicon)
    for number in range(len(links.studies)):
        yield from _study(document, links, number)
    if any(result.study < 0 for result in links.results):
        yield "study ?"
        yield from _results(document, links, -1)


def _study(document: Document, links: Links, number: int) -> Iterator[str]:
    draft, facts = links.studies[number], links.facts[number]
    called = ", ".join((*draft.names, *draft.ids)) or NOTHING
    patients = NOTHING if facts.patients is None else facts.patients
    yield f"study {number + 1}: {called}{_page(document.ground(draft.anchor))}"
    yield f"    phase {draft.phase or NOTHING}, population {facts.population or NOTHING}, N {patients}"
    for arm in links.arms[number].drafts:
        told = "; ".join(part for part in (arm.role, arm.tag, *arm.labels) if part)
        yield f"    arm {'+'.join(arm.drugs) or NOTHING}" + (f"  ({told})" if told else "")
    yield from _results(document, links, number)


def _results(document: Document, links: Links, study: int) -> Iterator[str]:
    for result in links.results:
        if result.study == study:
            yield f"    {_one_line(result.quote.of(document.text))}"
            yield f"        {_said(result)} -> {_arms(result)}"


def _said(result: Result) -> str:
    value = result.status if result.value is None else f"{result.value:g} {result.unit}".rstrip()
    parts = (
        result.endpoint,
        result.event,
        result.grade,
        result.timepoint,
        result.measure,
        value,
        result.subgroup,
    )
    return ", ".join(part for part in parts if part)


def _arms(result: Result) -> str:
    against = f" vs {_arm(result.comparator)}" if result.comparator else ""
    return _arm(result.arm) + against


def _arm(arm: Arm | None) -> str:
    return "open" if arm is None else "+".join(arm.drugs) + (f" ({arm.tag})" if arm.tag else "")


def _rows(document: Document, lexicon: Lexicon) -> Iterator[str]:
    for number, row in enumerate(extract(document, lexicon).rows, start=1):
        yield from _row(number, row)


def _row(number: int, row: EvidenceRow) -> Iterator[str]:
    place = _page(row.ground) if row.ground else ""
    yield f"row {number}{place}: {_one_line(row.quote)}"
    grounds = {item.field: item for item in row.grounds}
    for name in (*CONTRACT_FIELDS, "raw", "known_ids", "open"):
        value = getattr(row, name)
        if name not in ("doc", "quote") and value not in ("", None, ()):
            yield f"    {name:<11} {_value(name, value)}{_source(grounds.get(name))}"


def _value(name: str, value: object) -> str:
    if not isinstance(value, tuple):
        return str(value)
    return ("+" if name in ("regimen", "comparator") else "; ").join(value)


def _source(item: FieldGround | None) -> str:
    if item is None:
        return ""
    span = item.ground.span
    return f"  [{span.start}-{span.end}{_page(item.ground)} {item.source}]".replace(" ]", "]")


def _page(ground: Ground) -> str:
    return f" p.{ground.boxes[0].page}" if ground.boxes else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


_STAGES: dict[str, Callable[[Document, Lexicon], Iterator[str]]] = {
    "text": _text,
    "sentences": _sentences,
    "mentions": _mentions,
    "links": _links,
    "rows": _rows,
}
