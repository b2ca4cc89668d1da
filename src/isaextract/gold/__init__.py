"""Gold annotations: the truth, read into the nouns of ``isaextract.schema`` and strictly checked."""

from isaextract.gold.reader import GoldDocument, gold_files, gold_names, read_gold, read_gold_document
from isaextract.gold.tagged import parse_tagged, write_tagged

__all__ = [
    "GoldDocument",
    "gold_files",
    "gold_names",
    "parse_tagged",
    "read_gold",
    "read_gold_document",
    "write_tagged",
]
