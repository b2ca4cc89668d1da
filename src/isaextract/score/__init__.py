"""The judge: predictions against gold, by the data contract's section "Comparing rows"."""

from isaextract.score.figures import Counts, Interval, Share
from isaextract.score.floor import check_floor, figures, read_floor
from isaextract.score.mistakes import Difference, Mistake
from isaextract.score.prediction import Prediction, read_run
from isaextract.score.render import render_errors, render_text
from isaextract.score.report import DocumentScore, Report, Score, score_document, score_documents, score_run
from isaextract.score.signature import Signature

__all__ = [
    "Counts",
    "Difference",
    "DocumentScore",
    "Interval",
    "Mistake",
    "Prediction",
    "Report",
    "Score",
    "Share",
    "Signature",
    "check_floor",
    "figures",
    "read_floor",
    "read_run",
    "render_errors",
    "render_text",
    "score_document",
    "score_documents",
    "score_run",
]
