"""One-to-one pairs that agree most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

T = TypeVar("T")


def best_pairs(
    gold: Sequence[T], predicted: Sequence[T], agreement: Callable[[T, T], tuple[int, ...] | None]
) -> list[tuple[int, int]]:
    """Pair gold with predicted so that they agree most, first things first.

    Parameters
    ----------
    gold, predicted : sequence
        What to pair; each is used once at most.
    agreement : callable
        How far two agree, as small counts (0 to 31), the weightiest first. There are as many pairs as can
        be; among those the first count's sum is as high as can be, then the second's, and so on.
        ``None``: never a pair.

    Returns
    -------
    list of (int, int)
        Positions in ``gold`` and ``predicted``, sorted.
    """
    if not gold or not predicted:
        return []
    base = 32.0 * (min(len(gold), len(predicted)) + 1)
    weights = np.zeros((len(gold), len(predicted)))
    for row, left in enumerate(gold):
        for column, right in enumerate(predicted):
            weights[row, column] = _weight(agreement(left, right), base)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return sorted((row, column) for row, column in pairs if weights[row, column] > 0)


def _weight(counts: tuple[int, ...] | None, base: float) -> float:
    """The counts as digits to ``base``, and one more for being a pair at all."""
    if counts is None:
        return 0.0
    weight = 1.0
    for count in counts:
        weight = weight * base + count
    return weight
