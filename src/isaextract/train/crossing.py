"""Leave one document out: what to train on when a document is to be judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from isaextract.lexicon import Lexicon, Shelf, Term
from isaextract.pipes.normalise import find_term
from isaextract.schema import Label
from isaextract.train.pool import TRAINED, Pool, pool_of
from isaextract.train.samples import Reading, Sample, samples_of


@dataclass(frozen=True, slots=True)
class Fold:
    """A document to judge by, and what may be learnt from without having seen it."""

    judged: Reading
    samples: tuple[Sample, ...]
    pool: Pool


def shelf_of(lexicon: Lexicon, label: Label) -> Shelf[Term]:
    """The entries that mentions of a trained label are looked up in."""
    shelves: dict[Label, Shelf[Term]] = {
        Label.DRUG: lexicon.drugs,  # type: ignore[dict-item]
        Label.EVENT: lexicon.events,  # type: ignore[dict-item]
        Label.REGIMEN: lexicon.regimens,  # type: ignore[dict-item]
        Label.TRIAL_NAME: lexicon.trials,  # type: ignore[dict-item]
        Label.POPULATION: lexicon.populations,  # type: ignore[dict-item]
    }
    return shelves[label]


def entry_of(lexicon: Lexicon, label: Label, text: str) -> str:
    """The key of the entry that a mention names; ``""`` where the lexicon has none."""
    term = find_term(shelf_of(lexicon, label), text) if label in TRAINED else None
    return term.key if term else ""


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
