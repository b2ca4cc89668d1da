"""What reading yielded before, kept by the content that it came from: a rerun reads only what is new."""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from isaextract.runner.runfile import installed_packages

LIMIT = 2_000_000_000  # bytes
_EYES = ("pdf", "schema", "errors.py")
_ROOMS = {  # the code that makes what a stage keeps; "" is all of it
    "text": _EYES,
    "mentions": (*_EYES, "lexicon", "lang", "pipes"),
}
_FAST = 1  # zlib's level


class StageCache:
    """Results of stages as files, by a key of all that they depend on; the oldest go when it is full.

    Parameters
    ----------
    folder
        Where the files lie; made when the first is kept.
    limit
        Bytes that ``trim`` leaves at most.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder, self.limit = folder, limit

    def get(self, stage: str, key: str) -> Any:
        """What was kept under a key, or ``None``; a file that cannot be read is as none."""
        path = self._path(stage, key)
        try:
            value = pickle.loads(zlib.decompress(path.read_bytes()))
        except FileNotFoundError:
            return None
        except Exception:  # of another version, cut off, or no pickle at all: it is made again
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)  # used last
        return value

    def put(self, stage: str, key: str, value: Any) -> None:
        """Keep a value; a folder that cannot be written to keeps nothing."""
        path = self._path(stage, key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(number, "wb") as file:
                file.write(zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _FAST))
            os.replace(name, path)

    def trim(self) -> None:
        """Remove what was not used for longest, down to the limit."""
        found = sorted(self._files())
        total = sum(size for _, size, _ in found)
        for _, size, path in found:
            if total <= self.limit:
                return
            with suppress(OSError):
                path.unlink()
            total -= size

    def _path(self, stage: str, key: str) -> Path:
        return self.folder / stage / key[:2] / key[2:]

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for path in self.folder.rglob("*"):
            with suppress(OSError):
                if path.is_file():
                    status = path.stat()
                    yield status.st_mtime, status.st_size, path


def default_folder() -> Path:
    """Where the cache lies: ``ISAEXTRACT_CACHE``, else the user's folder for caches."""
    if named := os.environ.get("ISAEXTRACT_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "isaextract"


def key_of(*parts: str) -> str:
    """One key of several digests and names."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@lru_cache(maxsize=4)
def program_digest(stage: str = "") -> str:
    """The digest of the program's own code and of the libraries that decide what is read.

    ``stage`` leaves out the code behind it: ``"text"`` all that does not make a document's text,
    ``"mentions"`` what only joins them.
    """
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(repr(sorted(installed_packages().items())).encode())
    roots = [package / name for name in _ROOMS[stage]] if stage else [package]
    for root in roots:
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
