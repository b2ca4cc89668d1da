"""The trained pipeline as a folder: what a package carries, with all that it was made of."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spacy.language import Language

from isaextract import __version__
from isaextract.errors import ModelError
from isaextract.gold import gold_files
from isaextract.lexicon import Lexicon
from isaextract.pipes.trained import FOLDER, META
from isaextract.train.loop import Recipe, labels_of
from isaextract.train.pool import TRAINED, pool_of
from isaextract.train.templates import DATA

LARGEST = 15_000_000  # bytes
SCORES = "scores.json"  # what `isaextract train --cross-validate` found, beside the package
_PACKAGES = ("numpy", "spacy", "thinc")


def weights_digest(nlp: Language) -> str:
    """Twelve hexadecimal digits that name a pipeline's weights."""
    digest = hashlib.sha256()
    for name, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if model is not None:
            digest.update(name.encode() + model.to_bytes())
    return digest.hexdigest()[:12]


def made_of(
    gold: Path, names: Sequence[str], lexicon: Lexicon, recipe: Recipe, config: Path
) -> Mapping[str, Any]:
    """What a training is made of: digests of the data, versions, the recipe."""
    generation = hashlib.sha256(b"".join(path.read_bytes() for path in (config, *sorted(DATA.iterdir()))))
    files = (path for name in names for path in gold_files(gold, name)[:1])
    return {
        "gold": {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in files},
        "names": pool_of(lexicon).digest(),
        "generation": generation.hexdigest()[:12],
        "recipe": asdict(recipe),
        "versions": {"isaextract": __version__, **{name: version(name) for name in _PACKAGES}},
    }


def confidence_of(scores: Mapping[str, Any]) -> dict[str, float]:
    """How sure the model may be of each label: its precision on documents it was not trained on."""
    labels = scores.get("model", {})
    return {label: round(float(labels[label]["precision"]), 3) for label in TRAINED if label in labels}


def read_scores(models: Path) -> Mapping[str, Any]:
    """The scores of the last cross-validation; nothing where there was none."""
    path = models / SCORES
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def save(
    nlp: Language, models: Path, version_: str, facts: Mapping[str, Any], scores: Mapping[str, Any]
) -> Path:
    """Write the packaged pipeline; what lay there before stays until the new one is whole.

    Raises
    ------
    ModelError
        When it is larger than a package may be.
    """
    folder, fresh = models / FOLDER, models / f".{FOLDER}.part"
    write_pipeline(nlp, fresh, version_, facts, scores)
    size = size_of(fresh)
    if size > LARGEST:
        shutil.rmtree(fresh)
        raise ModelError(f"{folder}: {size / 1e6:.1f} MB, over {LARGEST / 1e6:.0f} MB: make it narrower")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return folder


def write_pipeline(
    nlp: Language, folder: Path, version_: str, facts: Mapping[str, Any], scores: Mapping[str, Any]
) -> None:
    """Write a pipeline and what it was made of into a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder)
    meta = {
        "name": FOLDER,
        "version": version_,
        "digest": weights_digest(nlp),
        "labels": [label.value for label in labels_of(nlp)],
        "confidence": confidence_of(scores),
        "scores": scores,
        "made_of": facts,
    }
    (folder / META).write_text(json.dumps(meta, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def is_made_of(folder: Path, facts: Mapping[str, Any]) -> bool:
    """Whether a folder holds a pipeline that was made of just this."""
    path = folder / META
    if not path.is_file():
        return False
    found: bool = json.loads(path.read_text(encoding="utf-8"))["made_of"] == json.loads(json.dumps(facts))
    return found


def size_of(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
