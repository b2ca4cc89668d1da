"""SCRIBE: links to evidence rows; duplicates settled, sums checked, confidence judged."""

from isaextract.rows.checks import checked
from isaextract.rows.confidence import confident
from isaextract.rows.scribe import evidence_rows, studies_of

__all__ = ["checked", "confident", "evidence_rows", "studies_of"]
