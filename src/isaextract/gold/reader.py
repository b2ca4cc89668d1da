"""Reads a folder of gold documents, and refuses what breaks the data contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isaextract.errors import GoldError
from isaextract.gold.checks import row_faults, study_faults
from isaextract.gold.tagged import parse_tagged
from isaextract.schema import EvidenceRow, Mention, Study

TAGGED, ROWS, STUDIES = ".tagged.txt", ".rows.jsonl", ".studies.jsonl"


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with all that is true of it."""

    name: str
    text: str
    mentions: tuple[Mention, ...]
    rows: tuple[EvidenceRow, ...]
    studies: tuple[Study, ...]


def read_gold(folder: Path) -> tuple[GoldDocument, ...]:
    """Read and check every gold document of a folder.

    Parameters
    ----------
    folder : Path
        Holds ``<doc>.tagged.txt``, ``<doc>.rows.jsonl`` and ``<doc>.studies.jsonl`` per document.

    Returns
    -------
    tuple of GoldDocument
        Sorted by name.

    Raises
    ------
    GoldError
        At the first thing that breaks the data contract; names file, line, reason and remedy.
    """
    names = gold_names(folder)
    if not names:
        raise GoldError(f"{folder}: no gold document in this folder: expected <doc>{TAGGED} and companions")
    return tuple(read_gold_document(folder, name) for name in names)


def gold_names(folder: Path) -> tuple[str, ...]:
    """The names of the folder's gold documents, sorted: whatever any of their files says."""
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder: name the folder of the gold files")
    endings = (TAGGED, ROWS, STUDIES)
    files = [path.name for path in folder.iterdir()]
    return tuple(sorted({name.removesuffix(end) for name in files for end in endings if name.endswith(end)}))


def gold_files(folder: Path, name: str) -> tuple[Path, Path, Path]:
    """A gold document's three files: tagged text, rows, studies."""
    return folder / (name + TAGGED), folder / (name + ROWS), folder / (name + STUDIES)


def read_gold_document(folder: Path, name: str) -> GoldDocument:
    """Read and check one gold document; see `read_gold`."""
    tagged, rows, studies = gold_files(folder, name)
    marked = _read_text(tagged)
    try:
        text, mentions = parse_tagged(marked)
    except GoldError as error:
        raise GoldError(f"{tagged}: {error}") from error
    return GoldDocument(
        name, text, mentions, _read_rows(rows, name, "".join(text.split())), _read_studies(studies, name)
    )


def _read_rows(path: Path, doc: str, squeezed: str) -> tuple[EvidenceRow, ...]:
    rows = []
    for line, record in _records(path):
        _refuse(path, line, row_faults(record, doc, squeezed))
        rows.append(EvidenceRow.from_record(record))
    return tuple(rows)


def _read_studies(path: Path, doc: str) -> tuple[Study, ...]:
    studies = []
    for line, record in _records(path):
        _refuse(path, line, study_faults(record, doc))
        studies.append(Study.from_record(record))
    return tuple(studies)


def _refuse(path: Path, line: int, faults: Iterator[str]) -> None:
    fault = next(faults, None)
    if fault is not None:
        raise GoldError(f"{path}: line {line}: {fault}")


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers (from 1) and records of a JSON Lines file; blank lines are skipped."""
    for line, source in enumerate(_read_text(path).split("\n"), 1):
        if not source.strip():
            continue
        try:
            record = json.loads(source)
        except json.JSONDecodeError as error:
            raise GoldError(f"{path}: line {line}: no JSON ({error}): write one object per line") from error
        if not isinstance(record, dict):
            raise GoldError(f"{path}: line {line}: no record: write a JSON object with the contract's fields")
        yield line, record


def _read_text(path: Path) -> str:
    """The file's characters, line ends kept as they are."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise GoldError(f"{path}: missing: a gold document has {TAGGED}, {ROWS} and {STUDIES}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 at byte {error.start}: save the file as UTF-8") from error
