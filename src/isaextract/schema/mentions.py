"""A labelled piece of text, and the number it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from isaextract.schema.spans import Span


class Label(StrEnum):
    """The seventeen labels of the data contract."""

    TRIAL_ID = "TRIAL_ID"
    TRIAL_NAME = "TRIAL_NAME"
    PHASE = "PHASE"
    DRUG = "DRUG"
    REGIMEN = "REGIMEN"
    ENDPOINT = "ENDPOINT"
    EVENT = "EVENT"
    GRADE = "GRADE"
    POPULATION = "POPULATION"
    PERCENT = "PERCENT"
    TIME = "TIME"
    COUNT = "COUNT"
    DOSE = "DOSE"
    RATIO = "RATIO"
    CI = "CI"
    PVALUE = "PVALUE"
    CITATION = "CITATION"


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number says.

    ``low`` is the number, ``high`` the upper end of a range or interval (``None`` where it
    is one number or a bound was not estimable). ``unit`` is ``%``, ``day``, ``week``,
    ``month``, ``year``, ``hour``, ``minute``, ``patient`` or ``""``. A fraction ``n/N`` has
    ``low`` = n and ``total`` = N. ``operator`` is one of ``= < > <= >= ~`` or ``""``.
    """

    low: float | None
    high: float | None = None
    unit: str = ""
    total: float | None = None
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where something is said.

    ``concept`` is its normal form where one is known: an INN for DRUG, ``+``-joined INNs for
    REGIMEN, an endpoint code, a CTCAE term, a phase (``1b``), a grade (``>=3``), a canonical
    registry number, a citation's numbers joined by ``;``, ``kind:key`` for POPULATION.
    ``source`` names the part that spoke, ``confidence`` (0 to 1) how sure it was.
    """

    label: Label
    span: Span
    text: str
    concept: str = ""
    quantity: Quantity | None = None
    source: str = ""
    confidence: float = 1.0
