"""A number said twice is one row: the body's before the abstract's, the prose's before the table's."""

from __future__ import annotations

from collections.abc import Sequence

from isaextract.lexicon import Lexicon
from isaextract.link.results import Result
from isaextract.schema import Document


def without_duplicates(document: Document, results: Sequence[Result], lexicon: Lexicon) -> list[Result]:
    """Drop what the document says again.

    Parameters
    ----------
    document
        The document, for the sections its results stand in.
    results
        All results, in any order.
    lexicon
        Holds what abstracts and conclusions are called.
    """
    kinds = [_section_kind(document, result, lexicon) for result in results]
    body = [result for result, kind in zip(results, kinds, strict=True) if kind == "body"]
    spoken = {result.study for result in body}
    numbers = {_number_key(result) for result in body}
    kept: dict[tuple[object, ...], Result] = {}
    for result, kind in zip(results, kinds, strict=True):
        if kind != "body" and (_number_key(result) in numbers or (kind == "abstract" and spoken)):
            continue
        key = _key(result)
        if key not in kept or (kept[key].in_table and not result.in_table):
            kept[key] = result
    return list(kept.values())


def _number_key(result: Result) -> tuple[object, ...]:
    return (result.endpoint, result.measure, result.value, result.unit)


def _key(result: Result) -> tuple[object, ...]:
    arm = (result.arm.drugs, result.arm.tag) if result.arm else None
    other = result.comparator.drugs if result.comparator else None
    if result.status != "reported":
        return (result.study, arm, result.endpoint, result.measure, result.subgroup, result.status)
    return (
        result.study,
        arm,
        other,
        result.endpoint,
        result.event,
        result.grade,
        result.measure,
        result.value,
        result.unit,
        result.timepoint,
        result.subgroup,
    )


def _section_kind(document: Document, result: Result, lexicon: Lexicon) -> str:
    section = next((block.section for block in document.blocks if block.span.contains(result.span)), "")
    bare = section.strip().strip("0123456789.．、 :：")
    if lexicon.cue("section_abstract").fullmatch(bare):
        return "abstract"
    return "conclusion" if lexicon.cue("section_conclusion").search(bare) else "body"
