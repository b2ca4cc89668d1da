"""The nouns that travel between rooms. Standard library only."""

from isaextract.schema.document import CELL_SEPARATOR, Block, BlockKind, Cell, Document, Reference, Table
from isaextract.schema.evidence import (
    CONTRACT_FIELDS,
    Arm,
    Check,
    CitedReference,
    EvidenceRow,
    FieldGround,
    Study,
)
from isaextract.schema.extraction import Extraction, Failure, Marker, RunInfo
from isaextract.schema.mentions import Label, Mention, Quantity
from isaextract.schema.spans import Box, Ground, Span

__all__ = [
    "CELL_SEPARATOR",
    "CONTRACT_FIELDS",
    "Arm",
    "Block",
    "BlockKind",
    "Box",
    "Cell",
    "Check",
    "CitedReference",
    "Document",
    "EvidenceRow",
    "Extraction",
    "Failure",
    "FieldGround",
    "Ground",
    "Label",
    "Marker",
    "Mention",
    "Quantity",
    "Reference",
    "RunInfo",
    "Span",
    "Study",
    "Table",
]
