"""SCRIBE: links to studies and evidence rows in the contract's terms; duplicates settled."""

from isaextract.rows.scribe import evidence_rows, studies_of

__all__ = ["evidence_rows", "studies_of"]
