"""Rules, model and both on documents that the model was not trained on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isaextract.gold import GoldDocument, read_gold_document
from isaextract.lexicon import Lexicon
from isaextract.pdf import TextReader
from isaextract.pipes import Trained, find_mentions, load_trained, no_model, said_by
from isaextract.schema import Document, Mention
from isaextract.score import Counts
from isaextract.score.align import Aligned
from isaextract.score.mentions import MentionScore, match_mentions, score_mentions, sum_mentions

SYSTEMS = ("rules", "model", "both")


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold document, how it is read, and the model that has not seen it."""

    gold: GoldDocument
    document: Document
    trained: Trained


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rules alone, the model alone, and both, over the same documents."""

    scores: Mapping[str, MentionScore]

    def rows(self) -> Iterator[tuple[str, Mapping[str, Counts]]]:
        """Each label's counts by system, all labels together first."""
        yield "all", {system: score.strict for system, score in self.scores.items()}
        by_label = {system: dict(score.labels) for system, score in self.scores.items()}
        for label in by_label["both"]:
            found = {system: labels[label].strict for system, labels in by_label.items() if label in labels}
            yield str(label), found

    def record(self) -> dict[str, Any]:
        """The figures, JSON-ready: by system, then by label."""
        record: dict[str, Any] = {system: {} for system in self.scores}
        for name, found in self.rows():
            for system, counts in found.items():
                record[system][name] = counts.record()
        return record


def judged_documents(gold: Path, models: Mapping[str, Path]) -> Iterator[Judged]:
    """The gold documents with the models that have not seen them."""
    for name, folder in models.items():
        document = read_gold_document(gold, name)
        read = TextReader().read(document.text.encode(), name)
        yield Judged(document, read, load_trained(folder))


def compare(judged: Sequence[Judged], lexicon: Lexicon) -> Comparison:
    """Score the three systems."""
    systems: Mapping[str, Callable[[Judged], tuple[Mention, ...]]] = {
        "rules": lambda item: find_mentions(item.document, lexicon, no_model),
        "model": lambda item: said_by(item.trained, item.document),
        "both": lambda item: find_mentions(item.document, lexicon, lambda: item.trained),
    }
    return Comparison(
        {name: sum_mentions(_score(item, find(item)) for item in judged) for name, find in systems.items()}
    )


def _score(item: Judged, mentions: Sequence[Mention]) -> MentionScore:
    texts = Aligned(item.gold.text, item.document.text)
    return score_mentions(match_mentions(item.gold.mentions, mentions, texts))
