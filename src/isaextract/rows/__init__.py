"""SCRIBE: links to studies and evidence rows in the contract's terms; duplicates settled, sources named."""

from isaextract.rows.provenance import with_provenance
from isaextract.rows.scribe import evidence_rows, studies_of

__all__ = ["evidence_rows", "studies_of", "with_provenance"]
