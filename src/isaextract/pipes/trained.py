"""The trained part: a spaCy pipeline that speaks up for names that no list holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from isaextract.errors import ModelError
from isaextract.pipes.candidates import Candidate
from isaextract.schema import Label

if TYPE_CHECKING:
    from spacy.language import Language

FOLDER = "isa_ner"
META = "isaextract.json"
_BATCH = 32
_PACKAGED = (Path(__file__).parents[1] / "models", Path(__file__).parents[3] / "models")


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained pipeline: what it is called, what its weights are, and how sure it is of each label.

    ``confidence`` is the precision that the model had, label by label, on documents it was not trained on.
    """

    nlp: Language = field(repr=False)
    name: str = FOLDER
    version: str = "0"
    digest: str = ""
    confidence: Mapping[Label, float] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """What a mention found by the model gives as its source."""
        return f"ner:{self.version}"

    @property
    def signature(self) -> str:
        """Name, version and digest of the weights, for ``run.json``."""
        return f"{self.name} {self.version} {self.digest}"

    def find(self, texts: Sequence[str]) -> Iterator[tuple[Candidate, ...]]:
        """What the model says of each text."""
        for doc in self.nlp.pipe(texts, batch_size=_BATCH):
            yield tuple(self._candidate(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)

    def _candidate(self, start: int, end: int, name: str) -> Candidate:
        label = Label(name)
        return Candidate(start, end, label, self.source, confidence=self.confidence.get(label, 0.5))


Model = Callable[[], Trained | None]  # asked when it is needed, so that nothing loads at import


def no_model() -> Trained | None:
    """Rules alone."""
    return None


NO_MODEL = "none: rules alone"


def packaged_signature() -> str:
    """Name, version and digest of the packaged model, without loading it; says so where there is none."""
    folder = _packaged_folder()
    if folder is None:
        return NO_MODEL
    meta = json.loads((folder / META).read_text(encoding="utf-8"))
    return f"{meta['name']} {meta['version']} {meta['digest']}"


def _packaged_folder() -> Path | None:
    found = (folder / FOLDER for folder in _PACKAGED)
    return next((folder for folder in found if (folder / META).is_file()), None)


@cache
def packaged() -> Trained | None:
    """The model that the package carries; ``None`` where it carries none."""
    folder = _packaged_folder()
    return load_trained(folder) if folder else None


def load_trained(folder: Path) -> Trained:
    """Load a pipeline that ``isaextract train`` wrote.

    Raises
    ------
    ModelError
        Where the folder holds none, or one of another make.
    """
    import spacy
    from thinc.api import use_ops

    import isaextract.lang.characters  # noqa: F401 - registers the model's tokenizer

    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
        with use_ops("numpy", use_blis=False):  # thinc's own BLIS takes half as long again as OpenBLAS
            nlp = spacy.load(folder)
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: no trained model ({error}); make one with `isaextract train`") from error
    scores = {Label(name): float(score) for name, score in meta.get("confidence", {}).items()}
    return Trained(nlp, meta["name"], meta["version"], meta["digest"], scores)
