"""What a missed row was taken for: errors as pairs of a gold row and the wrong row said in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from isaextract.schema import EvidenceRow
from isaextract.score.assign import best_pairs
from isaextract.score.compare import FIELDS, Level, agree, same_number, same_study
from isaextract.score.rows import RowMatch, RowPair
from isaextract.score.sites import Site, Sites, meet


@dataclass(frozen=True, slots=True)
class Sited:
    """A row and where it stands, if that is known."""

    row: EvidenceRow
    site: Site | None


@dataclass(frozen=True, slots=True)
class Error:
    """A gold row and what was said for it; one of the two is there at least."""

    gold: Sited | None
    predicted: Sited | None


def pair_up(gold: Sequence[EvidenceRow], match: RowMatch, sites: Sites) -> tuple[Error, ...]:
    """Every pair that is wrong somewhere, every missed and invented row once, in the order of gold.

    A missed row is paired with the invented row that says the same number at the same place, else the
    same number nearby, else another number for the same endpoint and arm nearby. A pair whose numbers are
    equal by chance, elsewhere in the text and of another study and arm, is none.
    """
    quotes = dict(zip(map(id, gold), sites.quoted(gold), strict=True))

    def said(row: EvidenceRow) -> Sited:
        return Sited(row, sites.of_predicted(row))

    def true(row: EvidenceRow) -> Sited:
        span = quotes[id(row)]
        return Sited(row, sites.of_gold(row, span) if span else None)

    pairs = [(true(pair.gold), said(pair.predicted)) for pair in match.pairs if _wrong(pair)]
    kept = [Error(*pair) for pair in pairs if not _by_chance(*pair)]
    apart = [pair for pair in pairs if _by_chance(*pair)]
    missed = [*(mine for mine, _ in apart), *map(true, match.missed)]
    invented = [*(theirs for _, theirs in apart), *map(said, match.invented)]
    for near in (_same_place, _same_number_near, _same_row_near):
        found = best_pairs(missed, invented, _agreement(near))
        kept += [Error(missed[i], invented[j]) for i, j in found]
        missed = _without(missed, [i for i, _ in found])
        invented = _without(invented, [j for _, j in found])
    order = {id(row): at for at, row in enumerate(gold)}
    kept += [Error(item, None) for item in missed]
    kept.sort(key=lambda item: order[id(item.gold.row)] if item.gold else len(order))
    return (*kept, *(Error(None, item) for item in invented))


def _wrong(pair: RowPair) -> bool:
    wrong = pair.level < Level.FULL
    return wrong or not all(agree(name, pair.gold, pair.predicted) for name in FIELDS)


def _by_chance(mine: Sited, said: Sited) -> bool:
    if not (mine.site and said.site) or meet(mine.site.quote, said.site.quote):
        return False
    return not (same_study(mine.row, said.row) or agree("regimen", mine.row, said.row))


def _same_place(mine: Sited, said: Sited) -> bool:
    return mine.site is not None and said.site is not None and meet(mine.site.value, said.site.value)


def _same_number_near(mine: Sited, said: Sited) -> bool:
    left, right = mine.row, said.row
    return left.status == right.status and same_number(left.value, right.value) and _near(mine, said)


def _same_row_near(mine: Sited, said: Sited) -> bool:
    left, right = mine.row, said.row
    same = (left.endpoint, left.measure, left.event) == (right.endpoint, right.measure, right.event)
    return same and agree("regimen", left, right) and _near(mine, said)


def _near(mine: Sited, said: Sited) -> bool:
    """Whether the quotes share a character; rows without a known place may be near."""
    return not (mine.site and said.site) or meet(mine.site.quote, said.site.quote)


def _agreement(near: Callable[[Sited, Sited], bool]) -> Callable[[Sited, Sited], tuple[int, ...] | None]:
    def agreement(mine: Sited, said: Sited) -> tuple[int, ...] | None:
        if not near(mine, said):
            return None
        return (sum(agree(name, mine.row, said.row) for name in FIELDS),)

    return agreement


def _without(items: list[Sited], places: Sequence[int]) -> list[Sited]:
    gone = set(places)
    return [item for at, item in enumerate(items) if at not in gone]
