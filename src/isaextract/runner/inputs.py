"""Which files a run reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from isaextract.errors import InputError
from isaextract.runner.places import Place, Remote, listed
from isaextract.schema import Failure

KINDS = (".pdf", ".txt", ".md")

_KINDS_SAID = ", ".join(KINDS)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files to read, sorted by document name, and the paths that cannot be used."""

    files: tuple[Place, ...]
    failures: tuple[Failure, ...] = ()


def find_inputs(paths: Sequence[Place]) -> Inputs:
    """Find the documents that the paths name.

    A folder stands for the readable files directly in it, without hidden files and
    ``README`` files; its own folders are not entered. A file is named by the user, so it is taken
    whatever its name. Of two files with the same document name the first kind of ``KINDS``
    is read, else the one named first; the other is a failure.

    Raises
    ------
    InputError
        When nothing is left to read; the message names every path, what is wrong with it
        and what to do.
    """
    files: list[Place] = []
    failures: list[Failure] = []
    for path in paths:
        try:
            files += _files_of(path)
        except InputError as error:
            failures.append(Failure(str(path), str(error)))
    if not files:
        raise InputError("\n".join(f.reason for f in failures) or "nothing to read: name a file or a folder")
    kept, doubles = _one_per_name(_once_each(files))
    return Inputs(tuple(kept), (*failures, *doubles))


def _files_of(path: Place) -> Sequence[Place]:
    if isinstance(path, Remote):
        return _remote_files(path)
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder; check the path")
    if path.suffix.lower() not in KINDS:
        raise InputError(f"{path}: this kind of file cannot be read; give one of {_KINDS_SAID}")
    return [path]


def _folder(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"{folder}: cannot be opened ({error.strerror}); check its permissions") from error
    files = [entry for entry in entries if _is_document(entry)]
    if files:
        return files
    if not entries:
        raise InputError(f"{folder}: the folder is empty; put documents ({_KINDS_SAID}) in it")
    inner = [entry.name for entry in entries if entry.is_dir() and not entry.name.startswith(".")]
    hint = f"; its own folders are not entered: name them ({', '.join(inner[:3])} ...)" if inner else ""
    raise InputError(f"{folder}: holds no readable document; those end in {_KINDS_SAID}{hint}")


def _remote_files(place: Remote) -> Sequence[Remote]:
    found = listed(place)
    if found is None:
        if place.suffix.lower() not in KINDS:
            raise InputError(f"{place}: this kind of file cannot be read; give one of {_KINDS_SAID}")
        return [place]
    files = [entry for entry in found if _is_named_like_a_document(entry)]
    if not files:
        raise InputError(f"{place}: holds no readable document; those end in {_KINDS_SAID}")
    return files


def _is_document(path: Path) -> bool:
    return _is_named_like_a_document(path) and path.is_file()


def _is_named_like_a_document(path: Place) -> bool:
    hidden = path.name.startswith((".", "~$"))
    readme = path.stem.lower() == "readme"
    return path.suffix.lower() in KINDS and not hidden and not readme


def _once_each(files: Iterable[Place]) -> list[Place]:
    """The files in their order, each only once however it was named."""
    seen: dict[Place, Place] = {}
    for path in files:
        seen.setdefault(path if isinstance(path, Remote) else path.resolve(), path)
    return list(seen.values())


def _one_per_name(files: Sequence[Place]) -> tuple[list[Place], list[Failure]]:
    """One file per document name (case aside), sorted by name; a failure for each other one."""
    kept: dict[str, Place] = {}
    failures: list[Failure] = []
    for path in sorted(files, key=lambda p: KINDS.index(p.suffix.lower())):
        winner = kept.setdefault(path.stem.casefold(), path)
        if winner is not path:
            reason = f"{path}: not read, {winner} has the same document name; rename one of them"
            failures.append(Failure(str(path), reason))
    return sorted(kept.values(), key=lambda p: p.stem), failures
