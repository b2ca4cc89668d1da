"""The judge: predictions against gold, by the data contract's section "Comparing rows"."""

from isaextract.score.figures import Counts, Interval, Share
from isaextract.score.floor import check_floor, figures, read_floor
from isaextract.score.kinds import KINDS, KindGroup, RowError
from isaextract.score.mistakes import Difference, Mistake
from isaextract.score.prediction import Prediction, read_run
from isaextract.score.render import render_errors, render_text
from isaextract.score.render_kinds import render_kind, render_kinds
from isaextract.score.report import DocumentScore, Report, Score, score_document, score_documents, score_run
from isaextract.score.signature import Signature

__all__ = [
    "KINDS",
    "Counts",
    "Difference",
    "DocumentScore",
    "Interval",
    "KindGroup",
    "Mistake",
    "Prediction",
    "Report",
    "RowError",
    "Score",
    "Share",
    "Signature",
    "check_floor",
    "figures",
    "read_floor",
    "read_run",
    "render_errors",
    "render_kind",
    "render_kinds",
    "render_text",
    "score_document",
    "score_documents",
    "score_run",
]
