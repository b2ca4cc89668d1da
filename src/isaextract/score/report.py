"""The judgement: gold against predictions, per document, per language and in all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from isaextract.gold import GoldDocument, read_gold
from isaextract.score.align import Aligned
from isaextract.score.bootstrap import f1_interval
from isaextract.score.figures import Counts, Interval, macro_f1
from isaextract.score.kinds import KindGroup, RowError, group, row_errors
from isaextract.score.mentions import (
    MentionScore,
    match_mentions,
    mention_mistakes,
    score_mentions,
    sum_mentions,
)
from isaextract.score.mistakes import Mistake
from isaextract.score.prediction import Prediction, read_run
from isaextract.score.rows import RowScore, match_rows, row_mistakes, score_rows, sum_rows
from isaextract.score.signature import Signature, sign
from isaextract.score.sites import Pages, Sites
from isaextract.score.studies import StudyScore, match_studies, score_studies, study_mistakes, sum_studies

HAN_SHARE = 0.1  # of a text's letters: from here on a document counts as Chinese
HAN, LATIN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"), re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Score:
    """Mentions, rows and studies of one document, or of several together."""

    mentions: MentionScore
    rows: RowScore
    studies: StudyScore

    def record(self) -> dict[str, Any]:
        """The scores, JSON-ready."""
        return {
            "mentions": self.mentions.record(),
            "rows": self.rows.record(),
            "studies": self.studies.record(),
        }


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """A document's score; ``language`` is ``zh`` or ``en``; ``errors`` are its wrong rows by kind."""

    name: str
    language: str
    score: Score
    mistakes: tuple[Mistake, ...] = ()
    errors: tuple[RowError, ...] = ()

    def record(self) -> dict[str, Any]:
        """The score, JSON-ready, without the mistakes."""
        return {"language": self.language, **self.score.record()}


@dataclass(frozen=True, slots=True)
class Report:
    """Gold against predictions.

    ``intervals`` and ``macro`` are by figure: ``number``, ``arm``, ``full`` (rows' F1), ``strict`` and
    ``overlap`` (mentions' F1). ``missing`` names gold documents without a prediction (all of them missed),
    ``ignored`` predictions without gold.
    """

    documents: tuple[DocumentScore, ...]
    total: Score
    languages: tuple[tuple[str, Score], ...]
    macro: tuple[tuple[str, float], ...]
    intervals: tuple[tuple[str, Interval], ...]
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    signature: Signature = field(default_factory=Signature)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """All documents' mistakes."""
        return tuple(mistake for document in self.documents for mistake in document.mistakes)

    @property
    def groups(self) -> tuple[KindGroup, ...]:
        """All documents' wrong rows by kind, the costliest first."""
        return group(error for document in self.documents for error in document.errors)

    def record(self) -> dict[str, Any]:
        """The report, JSON-ready; every mistake under ``errors``, wrong rows by kind under ``groups``."""
        groups = self.groups
        cost = sum(item.cost for item in groups)
        return {
            "signature": self.signature.record(),
            **self.total.record(),
            "macro_f1": {name: round(figure, 6) for name, figure in self.macro},
            "intervals": {name: interval.record() for name, interval in self.intervals},
            "languages": {name: score.record() for name, score in self.languages},
            "documents": {document.name: document.record() for document in self.documents},
            "missing": list(self.missing),
            "ignored": list(self.ignored),
            "groups": [item.record(cost) for item in groups],
            "errors": [mistake.record() for mistake in self.mistakes],
        }


F1_FIGURES: dict[str, Callable[[Score], Counts]] = {
    "number": lambda score: score.rows.number,
    "arm": lambda score: score.rows.arm,
    "full": lambda score: score.rows.full,
    "strict": lambda score: score.mentions.strict,
    "overlap": lambda score: score.mentions.overlap,
}


def score_run(gold_dir: Path, pred_dir: Path) -> Report:
    """Score the run in ``pred_dir`` against the gold in ``gold_dir``.

    Raises
    ------
    GoldError
        Where the gold breaks the data contract.
    InputError
        Where the run does, or is none.
    """
    report = score_documents(read_gold(gold_dir), read_run(pred_dir))
    return replace(report, signature=sign(gold_dir, pred_dir))


def score_documents(gold: Sequence[GoldDocument], predictions: Iterable[Prediction]) -> Report:
    """Score predictions against gold documents (at least one), matched by name."""
    by_name = {prediction.name: prediction for prediction in predictions}
    names = [document.name for document in gold]
    documents = tuple(score_document(item, by_name.get(item.name, Prediction(item.name))) for item in gold)
    languages = sorted({document.language for document in documents})
    return Report(
        documents,
        _sum(document.score for document in documents),
        tuple((name, _sum(item.score for item in documents if item.language == name)) for name in languages),
        tuple((name, macro_f1(get(item.score) for item in documents)) for name, get in F1_FIGURES.items()),
        tuple(
            (name, f1_interval([get(item.score) for item in documents])) for name, get in F1_FIGURES.items()
        ),
        missing=tuple(name for name in names if name not in by_name),
        ignored=tuple(sorted(by_name.keys() - set(names))),
    )


def score_document(gold: GoldDocument, prediction: Prediction) -> DocumentScore:
    """Score one document's prediction against its gold."""
    texts = Aligned(gold.text, prediction.text)
    mentions = match_mentions(gold.mentions, prediction.mentions, texts)
    rows = match_rows(gold.rows, prediction.rows)
    studies = match_studies(gold.studies, prediction.studies)
    mistakes = (
        *row_mistakes(rows),
        *study_mistakes(gold.name, studies),
        *mention_mistakes(gold.name, mentions, gold.text, prediction.text),
    )
    sites = Sites(gold.text, prediction.text, texts, mentions, prediction.mentions)
    errors = row_errors(gold.rows, gold.studies, rows, sites, Pages(prediction.pages, texts))
    score = Score(score_mentions(mentions), score_rows(rows), score_studies(studies))
    return DocumentScore(gold.name, language_of(gold.text), score, mistakes, errors)


def language_of(text: str) -> str:
    """``zh`` where Han characters are a tenth of the letters or more, else ``en``."""
    han, latin = len(HAN.findall(text)), len(LATIN.findall(text))
    return "zh" if han and han >= HAN_SHARE * (han + latin) else "en"


def _sum(scores: Iterable[Score]) -> Score:
    scores = tuple(scores)
    return Score(
        sum_mentions(score.mentions for score in scores),
        sum_rows(score.rows for score in scores),
        sum_studies(score.studies for score in scores),
    )
