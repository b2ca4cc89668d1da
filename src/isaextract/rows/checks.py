"""Arithmetic that rows must agree with, and that needs no gold: each row gets what it passed and failed.

A failed check is a possible misprint of the document, or a misreading. Nothing is mended.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from isaextract.rows.checks_alone import alone
from isaextract.rows.checks_between import Found, between, study_key
from isaextract.schema import Check, Document, EvidenceRow, Label, Mention, Study

USUAL_LEVEL = 95.0
_LEVEL = re.compile(r"(\d+(?:[.·]\d+)?)\s*[%％][^\d%％]{0,14}$")


def checked(
    document: Document,
    mentions: Sequence[Mention],
    studies: Sequence[Study],
    rows: Sequence[EvidenceRow],
) -> tuple[EvidenceRow, ...]:
    """The rows with their checks; what does not apply to a row is not listed.

    Parameters
    ----------
    document, mentions
        For the level that the document prints with its intervals.
    studies, rows
        All of the document's: rows are held against each other and against their study.
    """
    levels = Levels(document, mentions)
    found: dict[int, list[Check]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[number] += alone(row, levels.of(row) == USUAL_LEVEL and has_bare_p(document.text, row))
    for number, check in (*between(rows), *_patients(rows, studies)):
        found[number].append(check)
    return tuple(
        replace(row, checks=tuple(dict.fromkeys(sorted(found[number], key=lambda check: check.name))))
        for number, row in enumerate(rows)
    )


class Levels:
    """The level of each interval in percent: printed before it, else the last printed, else 95."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._places: list[int] = []
        self._levels: list[float] = []
        for mention in mentions:
            if mention.label is Label.CI:
                before = document.text[max(0, mention.span.start - 24) : mention.span.start]
                match = _LEVEL.search(before)
                last = self._levels[-1] if self._levels else USUAL_LEVEL
                self._places.append(mention.span.start)
                self._levels.append(float(match.group(1).replace("·", ".")) if match else last)

    def of(self, row: EvidenceRow) -> float:
        """The level of a row's interval."""
        own = [item.ground.span.start for item in row.grounds if item.field in ("ci", "ci_low")]
        place = bisect_right(self._places, own[0]) - 1 if own else -1
        return self._levels[place] if place >= 0 else USUAL_LEVEL


def has_bare_p(text: str, row: EvidenceRow) -> bool:
    """Whether a row's p value stands behind its interval, with only its letter between them.

    "P for interaction = 0.40" and "P<0.001 for non-inferiority" answer another question than the interval.
    """
    places = {item.field: item.ground.span for item in row.grounds if item.field in ("ci", "p")}
    if len(places) < 2 or places["p"].start < places["ci"].end:
        return False
    letters = sum(map(str.isalpha, text[places["ci"].end : places["p"].end]))
    behind = text[places["p"].end :].lstrip(" ")[:1]
    return letters <= 2 and not behind.isalpha()


def _patients(rows: Sequence[EvidenceRow], studies: Sequence[Study]) -> Iterator[Found]:
    """A row counts at most its study's patients, two arms together no more either."""
    for study in studies:
        twins = [each for each in studies if _key(each) == _key(study)]
        if study.N is None or len(twins) > 1 or not any(_key(study)):
            continue
        own = [(n, row) for n, row in enumerate(rows) if study_key(row) == _key(study) and row.N is not None]
        for number, row in own:
            yield number, Check("patients", (row.N or 0) <= study.N, f"{study.N} patients in the study")
        yield from _two_arms(study, own)


def _two_arms(study: Study, rows: Sequence[tuple[int, EvidenceRow]]) -> Iterator[Found]:
    """Where a study has two arms, the patients that each counts as a whole."""
    whole = [(number, row) for number, row in rows if not (row.subgroup or row.comparator)]
    sizes = {
        arm.drugs: max((row.N or 0 for _, row in whole if row.regimen == arm.drugs), default=0)
        for arm in study.arms
    }
    if len(study.arms) != 2 or len(sizes) != 2 or not all(sizes.values()):
        return
    total = sum(sizes.values())
    said = f"arms of {' and '.join(str(size) for size in sizes.values())}, {study.N} patients in the study"
    for number, row in whole:
        if sizes.get(row.regimen, -1) == row.N:
            yield number, Check("patients", total <= (study.N or 0), said)


def _key(study: Study) -> tuple[object, ...]:
    return study.ids, study.name, study.phase
