"""When do two rows, two studies or two fields agree? The data contract's section "Comparing rows"."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from enum import IntEnum
from typing import Any

from isaextract.schema import EvidenceRow, Study

TOLERANCE = 1e-9


class Level(IntEnum):
    """How far two rows agree."""

    NONE = 0
    NUMBER = 1
    ARM = 2
    FULL = 3


def fold(text: str) -> str:
    """The text with white space, width and case folded away."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def same_number(left: float | None, right: float | None) -> bool:
    """Both missing, or equal within 1e-9."""
    if left is None or right is None:
        return left is right
    return abs(left - right) <= TOLERANCE


def same_folded(left: str, right: str) -> bool:
    """Equal once folded."""
    return fold(left) == fold(right)


def same_subgroup(left: str, right: str) -> bool:
    """Equal once folded, or one inside the other with neither empty."""
    left, right = fold(left), fold(right)
    return left == right or (bool(left and right) and (left in right or right in left))


def same_p(left: str, right: str) -> bool:
    """Equal p values, once white space, width and a leading ``=`` are gone."""
    return fold(left).lstrip("=") == fold(right).lstrip("=")


def same_set(left: Collection[str], right: Collection[str]) -> bool:
    """Equal as sets."""
    return set(left) == set(right)


def same_identity(left: tuple[Collection[str], str, str], right: tuple[Collection[str], str, str]) -> bool:
    """Whether two ``(registry numbers, name, phase)`` are one study.

    Where they share a registry number the phases decide (equal, or one not given); else equal
    names do; else both have neither number nor name.
    """
    (left_ids, left_name, left_phase), (right_ids, right_name, right_phase) = left, right
    if set(left_ids) & set(right_ids):
        return left_phase == right_phase or not (left_phase and right_phase)
    if left_name or right_name:
        return same_folded(left_name, right_name)
    return not left_ids and not right_ids


def same_study(left: EvidenceRow, right: EvidenceRow) -> bool:
    """Whether two rows belong to the same study."""
    return same_identity(
        (left.trial_ids, left.trial_name, left.phase), (right.trial_ids, right.trial_name, right.phase)
    )


def study_identity(study: Study) -> tuple[Collection[str], str, str]:
    """What a study is known by: registry numbers, name, phase."""
    return study.ids, study.name, study.phase


FIELDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "trial_ids": same_set,
    "trial_name": same_folded,
    "phase": same_folded,
    "population": same_folded,
    "subgroup": same_subgroup,
    "regimen": same_set,
    "comparator": same_set,
    "event": str.__eq__,
    "grade": str.__eq__,
    "n": same_number,
    "N": same_number,
    "ci_low": same_number,
    "ci_high": same_number,
    "p": same_p,
    "timepoint": str.__eq__,
    "follow_up": same_folded,
    "citations": tuple.__eq__,
}
ARM_FIELDS = ("regimen", "comparator")
FULL_FIELDS = ("event", "grade", "timepoint", "subgroup")


def agree(field: str, left: EvidenceRow, right: EvidenceRow) -> bool:
    """Whether two rows agree in one of `FIELDS`."""
    return FIELDS[field](getattr(left, field), getattr(right, field))


def same_reading(left: EvidenceRow, right: EvidenceRow) -> bool:
    """Whether two rows agree at the level *number*."""
    return (
        left.endpoint == right.endpoint
        and left.measure == right.measure
        and left.unit == right.unit
        and left.status == right.status
        and same_number(left.value, right.value)
    )


def level(left: EvidenceRow, right: EvidenceRow) -> Level:
    """How far two rows agree."""
    if not same_reading(left, right):
        return Level.NONE
    if not all(agree(field, left, right) for field in ARM_FIELDS):
        return Level.NUMBER
    if not (all(agree(field, left, right) for field in FULL_FIELDS) and same_study(left, right)):
        return Level.ARM
    return Level.FULL
