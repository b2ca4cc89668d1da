"""The training itself: seeded, on one processor, the same weights every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from spacy.language import Language
from spacy.training import Example
from spacy.util import load_config, load_model_from_config, registry
from thinc.api import Config, fix_random_seed

import isaextract.lang.characters  # noqa: F401 - registers the tokenizer that the configuration names
from isaextract.lang import LANGUAGES
from isaextract.schema import Label
from isaextract.train.pool import TRAINED, Pool
from isaextract.train.samples import Sample
from isaextract.train.templates import fill, templates
from isaextract.train.vary import dress, vary

Told = Callable[[str], None]

_SMALL_BATCH, _LARGE_BATCH = 16, 32


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much of what goes into an epoch: variants of each gold sample, fillings of each template."""

    variants: int = 2
    fillings: int = 4
    epochs: int = 8
    seed: int = 20


def train(
    config: Path, gold: Sequence[Sample], pool: Pool, recipe: Recipe, told: Told = lambda line: None
) -> Language:
    """Train a pipeline.

    Parameters
    ----------
    config
        A spaCy configuration with ``nlp``, ``components`` and ``training.optimizer``.
    gold
        The gold samples.
    pool
        Names to put in the place of gold's.
    recipe
        How much to train on.
    told
        Told a line per epoch.
    """
    settings = load_config(config)
    fix_random_seed(recipe.seed)
    nlp = load_model_from_config(_components(settings), auto_fill=True)
    rng = Random(recipe.seed)
    gold = [sample.only(TRAINED) for sample in gold]
    nlp.initialize(lambda: [_example(nlp, sample) for sample in _seen_first(gold)])
    optimizer = registry.resolve(settings)["training"]["optimizer"]
    for epoch in range(recipe.epochs):
        losses: dict[str, float] = {}
        samples = list(epoch_samples(rng, gold, pool, recipe))
        rng.shuffle(samples)
        size = _SMALL_BATCH if 2 * epoch < recipe.epochs else _LARGE_BATCH
        for start in range(0, len(samples), size):
            nlp.update(
                [_example(nlp, sample) for sample in samples[start : start + size]],
                sgd=optimizer,
                drop=settings["training"]["dropout"],
                losses=losses,
            )
        told(f"epoch {epoch + 1}/{recipe.epochs}: loss {losses['ner']:.0f} over {len(samples)} samples")
    with nlp.use_params(optimizer.averages):
        return load_model_from_config(nlp.config).from_bytes(nlp.to_bytes())


def epoch_samples(rng: Random, gold: Sequence[Sample], pool: Pool, recipe: Recipe) -> Iterator[Sample]:
    """Gold as it is, its variants, and filled templates; all that one epoch trains on."""
    for sample in gold:
        yield sample
        for _ in range(recipe.variants):
            yield vary(rng, sample, pool)
    for language in LANGUAGES:
        for template in templates(language):
            for _ in range(recipe.fillings):
                yield dress(rng, fill(rng, template, language, pool))


def _seen_first(gold: Sequence[Sample]) -> Iterable[Sample]:
    """Enough samples to know all labels by."""
    return gold[:200]


def _components(settings: Config) -> Config:
    return Config({key: settings[key] for key in ("nlp", "components", "paths", "system")})


def _example(nlp: Language, sample: Sample) -> Example:
    doc = nlp.make_doc(sample.text)
    spans = (
        doc.char_span(mark.start, mark.end, label=mark.label.value)
        for mark in sample.marks
        if mark.label in TRAINED
    )
    kept = [span for span in spans if span is not None]
    reference = doc.copy()
    reference.set_ents(kept)
    return Example(doc, reference)


def labels_of(nlp: Language) -> tuple[Label, ...]:
    """The labels that a pipeline gives."""
    return tuple(Label(name) for name in nlp.get_pipe("ner").labels)  # type: ignore[attr-defined]
