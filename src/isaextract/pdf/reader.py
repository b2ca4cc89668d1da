"""One interface for every kind of file, and the registry that ``read_document`` chooses from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from isaextract.errors import DocumentError, InputError
from isaextract.schema.document import Document


class Reader(Protocol):
    """Reads files of some kinds into documents."""

    name: str
    suffixes: tuple[str, ...]

    def read(self, data: bytes, name: str) -> Document:
        """Read a file's bytes.

        Parameters
        ----------
        data
            The whole file.
        name
            The document's name; messages name it too.

        Raises
        ------
        DocumentError
            When the bytes cannot be read; the message says why and what to do.
        """
        ...


_READERS: dict[str, list[Callable[[], Reader]]] = {}


def register(suffix: str, make: Callable[[], Reader]) -> None:
    """Let files that end in ``suffix`` (``".pdf"``) be read by the reader that ``make`` gives.

    Of several, the one registered last reads unless another is asked for by its name.
    """
    _READERS.setdefault(suffix.lower(), []).insert(0, make)


def suffixes() -> tuple[str, ...]:
    """The endings of the files that can be read, sorted."""
    return tuple(sorted(_READERS))


def readers(suffix: str) -> tuple[str, ...]:
    """The names of the readers of an ending; the first reads unless another is asked for."""
    return tuple(make().name for make in _READERS.get(suffix.lower(), ()))


def reader_for(path: Path, prefer: str = "") -> Reader:
    """The reader for a file, by its ending.

    Parameters
    ----------
    path
        The file.
    prefer
        The name of the reader to take where it knows the ending.

    Raises
    ------
    InputError
        When no reader knows the ending, or none has the name.
    """
    names = sorted({name for suffix in _READERS for name in readers(suffix)})
    if prefer and prefer not in names:
        raise InputError(f"no reader {prefer!r}; there are {', '.join(names)}")
    found = [make() for make in _READERS.get(path.suffix.lower(), ())]
    if not found:
        known = ", ".join(suffixes())
        raise InputError(
            f"{path}: no reader for {path.suffix or 'a name without an ending'}; can read {known}"
        )
    return next((reader for reader in found if reader.name == prefer), found[0])


def read_document(path: Path, reader: str = "") -> Document:
    """Read a file into a document named like it, without its ending.

    Parameters
    ----------
    path
        The file.
    reader
        The name of the reader to take where several read such files.

    Raises
    ------
    InputError
        When the file is missing or of an unknown kind, or no reader has the name.
    DocumentError
        When it cannot be read.
    """
    chosen = reader_for(path, reader)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror or error}); check the path") from error
    if not data.strip():
        raise DocumentError(f"{path.name}: the file is empty; replace it with the document")
    return replace(chosen.read(data, path.name), name=path.stem)
