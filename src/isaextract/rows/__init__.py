"""SCRIBE: links to evidence rows; duplicates settled, sources named, sums checked, confidence judged."""

from isaextract.rows.checks import checked
from isaextract.rows.confidence import confident
from isaextract.rows.provenance import with_provenance
from isaextract.rows.scribe import evidence_rows, studies_of

__all__ = ["checked", "confident", "evidence_rows", "studies_of", "with_provenance"]
