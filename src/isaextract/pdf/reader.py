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


_READERS: dict[str, Callable[[], Reader]] = {}


def register(suffix: str, make: Callable[[], Reader]) -> None:
    """Let files that end in ``suffix`` (``".pdf"``) be read by the reader that ``make`` gives."""
    _READERS[suffix.lower()] = make


def suffixes() -> tuple[str, ...]:
    """The endings of the files that can be read, sorted."""
    return tuple(sorted(_READERS))


def reader_for(path: Path) -> Reader:
    """The reader for a file, by its ending.

    Raises
    ------
    InputError
        When no reader knows the ending.
    """
    make = _READERS.get(path.suffix.lower())
    if make is None:
        known = ", ".join(suffixes())
        raise InputError(
            f"{path}: no reader for {path.suffix or 'a name without an ending'}; can read {known}"
        )
    return make()


def read_document(path: Path) -> Document:
    """Read a file into a document named like it, without its ending.

    Raises
    ------
    InputError
        When the file is missing or of an unknown kind.
    DocumentError
        When it cannot be read.
    """
    reader = reader_for(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror or error}); check the path") from error
    if not data.strip():
        raise DocumentError(f"{path.name}: the file is empty; replace it with the document")
    return replace(reader.read(data, path.name), name=path.stem)
