"""Writing a run's files so that none is ever half written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import TracebackType

from isaextract.errors import InputError, IsaextractError

_DATABASES = (".db", ".db-journal", ".db-wal")


class Staging:
    """A hidden folder inside the output folder where a run's files grow until they are whole.

    Use it as a context manager. ``publish`` moves the files to their places, one atomic
    replacement each; without it, and whatever happens, the output folder stays as it was.

    Raises
    ------
    InputError
        On entering, when the output folder cannot be made or written to.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out
        self._made: list[Path] = []

    def __enter__(self) -> Staging:
        try:
            self._made = _make(self.out)
            self.folder = Path(tempfile.mkdtemp(prefix=".isaextract-", suffix=".part", dir=self.out))
        except OSError as error:
            raise InputError(
                f"{self.out}: cannot write there ({error.strerror}); choose another --out"
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        for folder in self._made:
            if not any(folder.iterdir()):
                folder.rmdir()

    def path(self, name: str) -> Path:
        """Where the file ``name`` (relative, ``/`` between parts) grows; its folder exists."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def append(self, parts: Mapping[str, bytes]) -> None:
        """Add bytes to the ends of files.

        Raises
        ------
        IsaextractError
            When the disk refuses.
        """
        try:
            for name, content in parts.items():
                with self.path(name).open("ab") as file:
                    file.write(content)
        except OSError as error:
            raise _refused(self.out, error) from error

    def sizes(self) -> dict[str, int]:
        """The files that have grown so far, with their sizes in bytes; no databases, which still may."""
        names = (name for name in self._names() if not name.endswith(_DATABASES))
        return {name: (self.folder / name).stat().st_size for name in names}

    def publish(self, last: str, but: Collection[str] = ()) -> None:
        """Move all files except ``but`` to their places, ``last`` behind all others.

        Raises
        ------
        IsaextractError
            When the disk refuses.
        """
        try:
            names = sorted(set(self._names()) - set(but), key=lambda name: (name == last, name))
            for name in names:
                _sync(self.folder / name)
            for name in names:
                target = self.out / name
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(self.folder / name, target)
            _sync(self.out)
        except OSError as error:
            raise _refused(self.out, error) from error

    def _names(self) -> Iterator[str]:
        for path in self.folder.rglob("*"):
            if path.is_file():
                yield path.relative_to(self.folder).as_posix()


def _make(folder: Path) -> list[Path]:
    """Make a folder with all above it; return those that were new, innermost first."""
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return new


def _sync(path: Path) -> None:
    if os.name == "nt":  # pragma: no cover - folders cannot be synced there
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(out: Path, error: OSError) -> IsaextractError:
    return IsaextractError(
        f"{out}: cannot be written ({error.strerror}); the files there are as they were before"
    )
