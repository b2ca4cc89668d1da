"""What was predicted for a document, from memory or from the folder of a run."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from isaextract.errors import InputError
from isaextract.schema import EvidenceRow, Extraction, Label, Mention, Span, Study

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was predicted for one document; mentions count in ``text``.

    ``pages`` has, for each mention whose page is known, where it starts and that page.
    """

    name: str
    text: str = ""
    mentions: tuple[Mention, ...] = ()
    rows: tuple[EvidenceRow, ...] = ()
    studies: tuple[Study, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, extraction: Extraction) -> Prediction:
        """The prediction that an extraction is."""
        document = extraction.document
        places = ((item.span.start, document.ground(item.span).boxes) for item in extraction.mentions)
        pages = tuple((start, boxes[0].page) for start, boxes in places if boxes)
        return cls(
            document.name, document.text, extraction.mentions, extraction.rows, extraction.studies, pages
        )


def read_run(folder: Path) -> tuple[Prediction, ...]:
    """Read the predictions in a run's folder, sorted by document.

    Raises
    ------
    InputError
        Where a file of the run is missing or breaks the data contract; file and line are named.
    """
    rows = _by_document(folder / "rows.jsonl", EvidenceRow.from_record)
    studies = _by_document(folder / "studies.jsonl", Study.from_record)
    mentions = _by_document(folder / "mentions.jsonl", _read_mention)
    texts = {path.stem: path for path in (folder / "text").glob("*.txt")}
    for name in sorted(mentions.keys() - texts.keys()):
        raise InputError(f"{folder / 'text' / name}.txt: missing: the mentions count in it; run again")
    return tuple(
        Prediction(
            name,
            _read(texts[name]) if name in texts else "",
            tuple(mention for mention, _ in mentions.get(name, ())),
            tuple(rows.get(name, ())),
            tuple(studies.get(name, ())),
            tuple((mention.span.start, page) for mention, page in mentions.get(name, ()) if page),
        )
        for name in sorted(texts.keys() | rows.keys() | studies.keys())
    )


def read_run_info(folder: Path) -> Mapping[str, Any]:
    """The run's ``run.json``, or nothing where there is none."""
    path = folder / "run.json"
    if not path.exists():
        return {}
    try:
        info = json.loads(_read(path))
    except json.JSONDecodeError as error:
        raise InputError(f"{path}: no JSON ({error}): run again") from error
    return info if isinstance(info, dict) else {}


def _read_mention(record: Mapping[str, Any]) -> tuple[Mention, int | None]:
    """A mention, and its page where the document has pages."""
    span = Span(record["start"], record["end"])
    concept = record.get("concept") or ""
    return Mention(Label(record["label"]), span, record["text"], concept), record.get("page")


def _by_document(path: Path, read: Callable[[Mapping[str, Any]], T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for line, record in _records(path):
        try:
            found[record["doc"]].append(read(record))
        except (KeyError, TypeError, ValueError) as error:
            reason = f"breaks the data contract ({type(error).__name__}: {error})"
            raise InputError(f"{path}: line {line}: {reason}: run again") from error
    return found


def _records(path: Path) -> Iterator[tuple[int, Any]]:
    for line, source in enumerate(_read(path).split("\n"), 1):
        if source.strip():
            try:
                yield line, json.loads(source)
            except json.JSONDecodeError as error:
                raise InputError(f"{path}: line {line}: no JSON ({error}): run again") from error


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        remedy = "name the folder that `isaextract run --out` wrote"
        raise InputError(f"{path}: missing, so this is no folder of a run: {remedy}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}: run again") from error
