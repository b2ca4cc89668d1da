"""Leave one document out: what to train on when a document is to be judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from isaextract.lexicon import Lexicon
from isaextract.pipes.hearing import entry_of
from isaextract.train.pool import TRAINED, Pool, pool_of
from isaextract.train.samples import Reading, Sample, samples_of


@dataclass(frozen=True, slots=True)
class Fold:
    """A document to judge by, and what may be learnt from without having seen it."""

    judged: Reading
    samples: tuple[Sample, ...]
    pool: Pool


def fold(readings: Sequence[Reading], judged: int, lexicon: Lexicon) -> Fold:
    """Leave one document out, and with it every entry that it mentions out of the pool.

    So no name in the judged document was drawn for the training from the lexicon.
    """
    mentioned = {
        (mention.label, entry_of(lexicon, mention.label, mention.text))
        for mention in readings[judged].mentions
        if mention.label in TRAINED
    }
    pool = pool_of(lexicon, lambda label, term: (label, term.key) not in mentioned)
    others = [reading for place, reading in enumerate(readings) if place != judged]
    return Fold(readings[judged], tuple(s for reading in others for s in samples_of(reading)), pool)
