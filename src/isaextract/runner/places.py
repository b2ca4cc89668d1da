"""Files beyond this machine, by URL: fsspec reads and writes them; local paths do without it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from isaextract.errors import InputError


@dataclass(frozen=True, slots=True)
class Remote:
    """A file or folder by its fsspec URL (``s3://bucket/a.pdf``); it has a path's names."""

    url: str

    @property
    def name(self) -> str:
        """The last part of the URL."""
        return self.url.rstrip("/").rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return Path(self.name).stem

    @property
    def suffix(self) -> str:
        """The name's ending, with its dot."""
        return Path(self.name).suffix

    def __str__(self) -> str:
        return self.url


Place = Path | Remote


def place_of(said: str) -> Place:
    """A local path, or what a URL names; ``file://`` is local."""
    if "://" not in said:
        return Path(said)
    return Path(unquote(urlsplit(said).path)) if said.startswith("file://") else Remote(said)


def listed(remote: Remote) -> list[Remote] | None:
    """The files directly in a remote folder, sorted; ``None`` where it is a file itself.

    Raises
    ------
    InputError
        When there is nothing, or the storage does not answer.
    """
    with _told(remote):
        system, path = _opened(remote)
        if system.isfile(path):
            return None
        found = sorted(entry["name"] for entry in system.ls(path, detail=True) if entry["type"] == "file")
        return [Remote(system.unstrip_protocol(name)) for name in found]


@contextmanager
def fetched(place: Place) -> Iterator[Path]:
    """A local file with the content of a place; one that was copied is gone afterwards.

    Raises
    ------
    InputError
        When the storage does not give it.
    """
    if isinstance(place, Path):
        yield place
        return
    with tempfile.TemporaryDirectory(prefix="isaextract-") as folder:
        local = Path(folder) / place.name
        with _told(place):
            system, path = _opened(place)
            local.write_bytes(system.cat_file(path))
        yield local


def upload(folder: Path, remote: Remote, last: str) -> None:
    """Copy a run's files to a remote folder, and remove what the run before left over.

    Parameters
    ----------
    folder, remote
        From where to where.
    last
        The file that says what belongs to a run; it is copied behind all others.

    Raises
    ------
    InputError
        When the storage refuses.
    """
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    in_order = sorted(names, key=lambda name: (name == last, name))
    with _told(remote):
        system, root = _opened(remote)
        root = root.rstrip("/")
        stale = _files_before(system, f"{root}/{last}") - set(in_order)
        for name in in_order:
            target = f"{root}/{name}"
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            system.put_file(str(folder / name), target)
        for name in sorted(stale):
            with suppress(FileNotFoundError):
                system.rm_file(f"{root}/{name}")


def _files_before(system: Any, run_file: str) -> set[str]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        files = json.loads(system.cat_file(run_file))["files"]
        return {str(name) for name in files if ".." not in str(name).split("/")}
    return set()


def _opened(remote: Remote) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise InputError(f"{remote}: URLs need an extra; pip install 'isaextract[remote]'") from error
    system, path = url_to_fs(remote.url)
    return system, str(path)


@contextmanager
def _told(remote: Remote) -> Iterator[None]:
    """Whatever a storage raises, as one error: each library behind fsspec has its own."""
    try:
        yield
    except InputError:
        raise
    except FileNotFoundError as error:
        raise InputError(f"{remote}: no such file or folder; check the URL") from error
    except ImportError as error:
        raise InputError(f"{remote}: {error}") from error
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        raise InputError(f"{remote}: the storage refuses ({told}); check the URL and the rights") from error
