"""Training: the packaged model of all gold documents, and one model per left-out document."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from isaextract.errors import ModelError
from isaextract.gold import gold_names, read_gold_document
from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.train import (
    Reading,
    Recipe,
    fold,
    is_made_of,
    made_of,
    pool_of,
    read_reading,
    read_scores,
    samples_of,
    save,
    size_of,
    train,
    weights_digest,
    write_pipeline,
)

CONFIG = "ner.cfg"
VERSION = "1.0.0"

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A model that was made: where it lies, the digest of its weights, bytes, and seconds it took."""

    folder: Path
    digest: str
    size: int
    seconds: float


def names_of(gold: Path, leave_out: Sequence[str] = ()) -> tuple[str, ...]:
    """The gold documents to train on.

    Raises
    ------
    ModelError
        Where a document to leave out is none, or none is left.
    """
    names = gold_names(gold)
    unknown = sorted(set(leave_out) - set(names))
    if unknown:
        raise ModelError(f"{gold}: no document named {', '.join(unknown)}; choose from {', '.join(names)}")
    left = tuple(name for name in names if name not in leave_out)
    if not left:
        raise ModelError(f"{gold}: no document left to train on")
    return left


def read_readings(gold: Path, names: Sequence[str]) -> tuple[Reading, ...]:
    """The gold documents as the extractor reads them."""
    return tuple(read_reading(read_gold_document(gold, name)) for name in names)


def train_packaged(
    gold: Path,
    models: Path,
    recipe: Recipe,
    *,
    leave_out: Sequence[str] = (),
    lexicon: Lexicon | None = None,
    told: Told = lambda line: None,
) -> Made:
    """Train on all gold documents and write the packaged pipeline into ``models``."""
    begun = time.perf_counter()
    names, words = names_of(gold, leave_out), lexicon or load_lexicon()
    samples = [sample for reading in read_readings(gold, names) for sample in samples_of(reading)]
    config = config_of(models)
    nlp = train(config, samples, pool_of(words), recipe, told)
    facts = made_of(gold, names, words, recipe, config)
    folder = save(nlp, models, VERSION, facts, read_scores(models))
    return Made(folder, weights_digest(nlp), size_of(folder), time.perf_counter() - begun)


def config_of(models: Path) -> Path:
    """The training's configuration.

    Raises
    ------
    ModelError
        Where the folder holds none.
    """
    path = models / CONFIG
    if not path.is_file():
        raise ModelError(f"{path}: missing; name the folder of the training configuration with --models")
    return path


def train_folds(
    gold: Path, names: Sequence[str], models: Path, work: Path, recipe: Recipe, *, jobs: int = 2, told: Told
) -> dict[str, Path]:
    """One model per document, trained on all others; those that ``work`` holds, made of the same, are kept.

    Returns
    -------
    dict of str to Path
        The folder of the model that has not seen a document, by the document's name.
    """
    config, lexicon = config_of(models), load_lexicon()
    tasks = []
    for name in names:
        others = tuple(other for other in names if other != name)
        facts = {**made_of(gold, others, lexicon, recipe, config), "left_out": name}
        if not is_made_of(work / name, facts):
            tasks.append(_Task(gold, tuple(names), name, config, work / name, recipe, facts))
    with ProcessPoolExecutor(max(1, jobs), mp_context=get_context("spawn")) as workers:
        for task, seconds in zip(tasks, workers.map(_train_fold, tasks), strict=True):
            told(f"trained without {task.left_out} in {seconds:.0f} s")
    return {name: work / name for name in names}


@dataclass(frozen=True, slots=True)
class _Task:
    """A fold to train."""

    gold: Path
    names: tuple[str, ...]
    left_out: str
    config: Path
    folder: Path
    recipe: Recipe
    facts: Mapping[str, Any]


def _train_fold(task: _Task) -> float:
    begun = time.perf_counter()
    readings = read_readings(task.gold, task.names)
    part = fold(readings, task.names.index(task.left_out), load_lexicon())
    nlp = train(task.config, part.samples, part.pool, task.recipe)
    write_pipeline(nlp, task.folder, VERSION, task.facts, {})
    return time.perf_counter() - begun
