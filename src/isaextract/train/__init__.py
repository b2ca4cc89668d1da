"""Gold to a trained spaCy pipeline: samples, varied and invented ones, the training itself."""

from isaextract.train.crossing import Fold, fold
from isaextract.train.loop import Recipe, train
from isaextract.train.package import (
    is_made_of,
    made_of,
    read_scores,
    save,
    size_of,
    weights_digest,
    write_pipeline,
)
from isaextract.train.pool import TRAINED, pool_of
from isaextract.train.samples import Reading, Sample, read_reading, samples_of

__all__ = [
    "TRAINED",
    "Fold",
    "Reading",
    "Recipe",
    "Sample",
    "fold",
    "is_made_of",
    "made_of",
    "pool_of",
    "read_reading",
    "read_scores",
    "samples_of",
    "save",
    "size_of",
    "train",
    "weights_digest",
    "write_pipeline",
]
