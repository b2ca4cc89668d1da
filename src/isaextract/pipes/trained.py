"""The trained part: a spaCy pipeline that speaks up for names that no list holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language

from isaextract.errors import ModelError
from isaextract.pipes.candidates import Candidate
from isaextract.schema import Label

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

    def sure(self, places: Sequence[tuple[str, Candidate]]) -> list[float]:
        """How sure the model is of candidates, each given with its text.

        It is asked again with less of the text around, other digits and other widths; sure is the
        share of times that it says the same, times its precision for the label.
        """
        asked = [question for text, candidate in places for question in _questions(text, candidate)]
        answers = self.find([text for text, _ in asked])
        agreed = [wanted in {(c.start, c.end, c.label) for c in said} for said, (_, wanted) in zip(answers, asked, strict=True)]
        each = len(agreed) // max(1, len(places))
        return [
            self.confidence.get(candidate.label, 1.0) * (1 + sum(agreed[place * each : (place + 1) * each])) / (1 + each)
            for place, (_, candidate) in enumerate(places)
        ]

    def _candidate(self, start: int, end: int, name: str) -> Candidate:
        label = Label(name)
        return Candidate(start, end, label, self.source, confidence=self.confidence.get(label, 0.5))


Model = Callable[[], Trained | None]  # asked when it is needed, so that nothing loads at import


def no_model() -> Trained | None:
    """Rules alone."""
    return None


@cache
def packaged() -> Trained | None:
    """The model that the package carries; ``None`` where it carries none."""
    for folder in _PACKAGED:
        if (folder / FOLDER / META).is_file():
            return load_trained(folder / FOLDER)
    return None


def load_trained(folder: Path) -> Trained:
    """Load a pipeline that ``isaextract train`` wrote.

    Raises
    ------
    ModelError
        Where the folder holds none, or one of another make.
    """
    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
        nlp = spacy.load(folder)
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: no trained model ({error}); make one with `isaextract train`") from error
    scores = {Label(name): float(score) for name, score in meta.get("confidence", {}).items()}
    return Trained(nlp, meta["name"], meta["version"], meta["digest"], scores)


_WINDOWS = (90, 40, 18)
_OTHER_DIGITS = str.maketrans("0123456789", "3719482650")
_WIDE = str.maketrans("(),;:", "（），；：")
_NARROW = str.maketrans("（），；：、", "(),;:,")


def _questions(text: str, candidate: Candidate) -> Iterator[tuple[str, tuple[int, int, Label]]]:
    """A place asked about in other ways, each with where the answer should stand."""
    for window in _WINDOWS:
        start, end = max(0, candidate.start - window), min(len(text), candidate.end + window)
        yield text[start:end], (candidate.start - start, candidate.end - start, candidate.label)
    start, end = max(0, candidate.start - 120), min(len(text), candidate.end + 120)
    before, name, after = text[start : candidate.start], text[candidate.start : candidate.end], text[candidate.end : end]
    place = (candidate.start - start, candidate.end - start, candidate.label)
    for table in (_OTHER_DIGITS, _WIDE, _NARROW):
        yield before.translate(table) + name + after.translate(table), place
