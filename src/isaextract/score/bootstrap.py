"""How sure is a figure? Resampling of documents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from isaextract.score.figures import Counts, Interval

RESAMPLES = 2000
SEED = 20240603


def f1_interval(documents: Sequence[Counts], *, resamples: int = RESAMPLES, seed: int = SEED) -> Interval:
    """The 95 % percentile interval of the micro F1, documents drawn with replacement.

    Parameters
    ----------
    documents : sequence of Counts
        One per document; at least one.
    resamples, seed : int
        How many draws, and where the generator starts: the same input gives the same interval.
    """
    counts = np.array([(item.hits, item.predicted + item.gold) for item in documents], dtype=float)
    draws = np.random.default_rng(seed).integers(len(counts), size=(resamples, len(counts)))
    hits, both = counts[draws].sum(axis=1).T
    figures = np.divide(2 * hits, both, out=np.ones_like(hits), where=both > 0)
    low, high = np.percentile(figures, (2.5, 97.5))
    return Interval(float(low), float(high))
