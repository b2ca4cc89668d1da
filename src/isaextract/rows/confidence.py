"""How likely a row is right in full, from what can be seen without gold.

A logistic model over the signals of `isaextract.rows.signals`; its weights stand in
``confidence.json`` and are fitted by ``bench/calibration.py`` (``docs/confidence.md`` tells how).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import exp

from isaextract.rows.signals import SIGNALS, Signals, signals_of
from isaextract.schema import Document, EvidenceRow, Mention, Study

WEIGHTS = "confidence.json"
IN_DOUBT = 0.5  # the most that a row gets which fails a check or has an open field


@dataclass(frozen=True, slots=True)
class Weights:
    """The model: log odds of a row without signals, and what each signal adds to them."""

    bias: float
    of: Mapping[str, float]

    def confidence(self, signals: Signals, *, in_doubt: bool = False) -> float:
        """The confidence, 0 to 1, of a row with these signals (in the order of `SIGNALS`)."""
        odds = self.bias + sum(self.of[name] * x for name, x in zip(SIGNALS, signals, strict=True))
        return min(1 / (1 + exp(-odds)), IN_DOUBT if in_doubt else 1.0)


def confident(
    document: Document, mentions: Sequence[Mention], studies: Sequence[Study], rows: Sequence[EvidenceRow]
) -> tuple[EvidenceRow, ...]:
    """The rows, checked before, each with its confidence to three decimals."""
    weights = packaged_weights()
    signals = signals_of(document, mentions, studies, rows)
    judged = (
        round(weights.confidence(own, in_doubt=in_doubt(row)), 3)
        for row, own in zip(rows, signals, strict=True)
    )
    return tuple(replace(row, confidence=value) for row, value in zip(rows, judged, strict=True))


def in_doubt(row: EvidenceRow) -> bool:
    """Whether a row contradicts something, or says itself that a field is open."""
    return bool(row.failed or row.open)


@cache
def packaged_weights() -> Weights:
    """The weights that the package carries."""
    record = json.loads((files("isaextract.rows") / WEIGHTS).read_text(encoding="utf-8"))
    return Weights(record["bias"], record["weights"])
