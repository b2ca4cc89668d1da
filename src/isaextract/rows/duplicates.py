"""A number said twice is one row: the body's before the abstract's, the prose's before the table's.

The same number from another analysis, with an interval or a follow-up of its own, is another row.
"""

from __future__ import annotations

from collections.abc import Sequence

from isaextract.lexicon import Lexicon
from isaextract.link.results import Result
from isaextract.rows.places import Places
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
    places = Places(document.blocks)
    kinds = [_section_kind(places, result, lexicon) for result in results]
    body = [result for result, kind in zip(results, kinds, strict=True) if kind == "body"]
    spoken = {result.study for result in body}
    numbers = {_number_key(result) for result in body}
    kept: dict[tuple[object, ...], list[Result]] = {}
    for result, kind in zip(results, kinds, strict=True):
        if kind != "body" and (_number_key(result) in numbers or (kind == "abstract" and spoken)):
            continue
        alike = kept.setdefault(_key(result), [])
        place = next((n for n, other in enumerate(alike) if not _is_updated(other, result)), -1)
        if place < 0:
            alike.append(result)
        elif alike[place].in_table and not result.in_table:
            alike[place] = result
    return [result for alike in kept.values() for result in alike]


def _is_updated(one: Result, other: Result) -> bool:
    """Whether two analyses gave the same number: another interval, or another follow-up and source."""
    intervals = (one.ci_low, one.ci_high), (other.ci_low, other.ci_high)
    if all(low is not None for low, _ in intervals):
        return intervals[0] != intervals[1]
    if one.in_table or other.in_table or not (one.follow_up and other.follow_up):
        return False
    return one.follow_up != other.follow_up and not set(one.citations) & set(other.citations)


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


def _section_kind(places: Places, result: Result, lexicon: Lexicon) -> str:
    block = places.block(result.span)
    bare = (block.section if block else "").strip().strip("0123456789.．、 :：")
    if lexicon.cue("section_abstract").fullmatch(bare):
        return "abstract"
    return "conclusion" if lexicon.cue("section_conclusion").search(bare) else "body"
