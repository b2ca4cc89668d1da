"""Counts and the figures that come of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were right, how many were said, and how many are true.

    Where nothing is true and nothing was said, all three figures are 1.
    """

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of what was said that is true."""
        return self.hits / self.predicted if self.predicted else float(self.gold == 0)

    @property
    def recall(self) -> float:
        """The share of what is true that was said."""
        return self.hits / self.gold if self.gold else float(self.predicted == 0)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.predicted + self.gold
        return 2 * self.hits / both if both else 1.0

    def record(self) -> dict[str, Any]:
        """The figures, JSON-ready, rounded to six digits."""
        return {
            "precision": round(self.precision, 6),
            "recall": round(self.recall, 6),
            "f1": round(self.f1, 6),
            "hits": self.hits,
            "predicted": self.predicted,
            "gold": self.gold,
        }


@dataclass(frozen=True, slots=True)
class Share:
    """How many of ``total`` were right."""

    right: int = 0
    total: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.total + other.total)

    @property
    def share(self) -> float:
        """``right / total``; 0 where there was nothing to judge."""
        return self.right / self.total if self.total else 0.0

    def record(self) -> dict[str, Any]:
        """The figures, JSON-ready, rounded to six digits."""
        return {"share": round(self.share, 6), "right": self.right, "total": self.total}


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float

    def record(self) -> list[float]:
        """``[low, high]``, rounded to six digits."""
        return [round(self.low, 6), round(self.high, 6)]


def total(counts: Iterable[Counts]) -> Counts:
    """All counts together (micro average)."""
    return sum(counts, Counts())


def total_share(shares: Iterable[Share]) -> Share:
    """All shares together."""
    return sum(shares, Share())


def macro_f1(counts: Iterable[Counts]) -> float:
    """The mean F1 of those where there was something to find or something was said."""
    figures = [item.f1 for item in counts if item.gold or item.predicted]
    return sum(figures) / len(figures) if figures else 1.0
