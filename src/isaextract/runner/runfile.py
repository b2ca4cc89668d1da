"""The file that says what a run was made of."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from isaextract.runner.events import DocumentSummary
from isaextract.schema import Failure, RunInfo

RUN_FILE = "run.json"
PACKAGES = ("jieba", "pdfplumber", "pypdfium2", "spacy")


def run_file(
    info: RunInfo, summaries: Sequence[DocumentSummary], program: str, files: Mapping[str, int]
) -> bytes:
    """The content of ``run.json``: no times and no places, so that the same input gives the same bytes.

    Parameters
    ----------
    info, summaries
        What the run was made of, and what its documents yielded.
    program
        The digest of the code.
    files
        The sizes of the run's other files, in bytes, by name.
    """
    record = {
        "version": info.version,
        "program": program,
        "lexicon": info.lexicon,
        "model": info.model,
        "reader": info.reader,
        "packages": installed_packages(),
        "documents": [asdict(summary) for summary in summaries],
        "counts": _counts(summaries, info.failures),
        "failures": [_failure_record(failure) for failure in info.failures],
        "files": dict(sorted(files.items())),
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def read_run(out: Path) -> dict[str, Any] | None:
    """The ``run.json`` of a folder whose other files are all there, as long as they were; else ``None``."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        record: dict[str, Any] = json.loads((out / RUN_FILE).read_bytes())
        if all((out / name).stat().st_size == size for name, size in record["files"].items()):
            return record
    return None


def _counts(summaries: Sequence[DocumentSummary], failures: tuple[Failure, ...]) -> Mapping[str, int]:
    return {
        "documents": len(summaries),
        "failures": len(failures),
        "mentions": sum(summary.mentions for summary in summaries),
        "studies": sum(summary.studies for summary in summaries),
        "rows": sum(summary.rows for summary in summaries),
        "open": sum(summary.open for summary in summaries),
        "references": sum(summary.references for summary in summaries),
    }


def _failure_record(failure: Failure) -> dict[str, str]:
    """A failure without where on this machine it happened, and without memory addresses."""
    path = Path(failure.path)
    reason = failure.reason.replace(str(path.absolute()), path.name).replace(failure.path, path.name)
    return {"file": path.name, "reason": re.sub(r" at 0x[0-9a-fA-F]+", "", reason)}


def installed_packages() -> dict[str, str]:
    """The versions of the libraries that decide what is read."""
    found: dict[str, str] = {}
    for name in PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def stale_parts(out: Path, folder: str, made: Collection[str]) -> list[Path]:
    """Parts of a partitioned file that the run before left and this one did not make."""
    found = sorted((out / folder).glob("part-*"))
    return [path for path in found if path.relative_to(out).as_posix() not in made]


def stale_texts(out: Path, docs: set[str]) -> list[Path]:
    """Texts that the run before left for documents that this run does not have."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        before = json.loads((out / RUN_FILE).read_bytes())
        names = {str(document["doc"]) for document in before["documents"]}
        return [out / "text" / f"{name}.txt" for name in sorted(names - docs) if Path(name).name == name]
    return []
