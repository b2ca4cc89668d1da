"""A result: one number of the text with all that it belongs to, before it becomes a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from isaextract.schema import Span


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm as a result names it: its drugs, and the tag that tells it from arms with the same drugs."""

    drugs: tuple[str, ...]
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One number (or "not reached") with what it belongs to.

    ``study`` counts the document's studies (``-1``: none). ``arm`` is ``None`` where the text leaves
    it open. Times are written ``"12 month"``. ``spans`` holds, by row field, where the text says it.
    ``span`` is the number's own place, ``quote`` the stretch from the endpoint to the number.
    """

    study: int
    endpoint: str
    measure: str
    value: float | None
    unit: str
    span: Span
    quote: Span
    arm: Arm | None = None
    comparator: Arm | None = None
    status: str = "reported"
    event: str = ""
    grade: str = ""
    subgroup: str = ""
    n: int | None = None
    total: int | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    p: str = ""
    timepoint: str = ""
    follow_up: str = ""
    citations: tuple[str, ...] = ()
    raw: str = ""
    source: str = ""
    confidence: float = 1.0
    in_table: bool = False
    spans: Mapping[str, Span] = field(default_factory=dict)
