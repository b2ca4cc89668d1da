"""What a score was made of: enough to know whether two scores can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isaextract.gold import gold_files, gold_names
from isaextract.score.prediction import read_run_info


@dataclass(frozen=True, slots=True)
class Signature:
    """Digests (sha256, 12 hex digits) of the gold, and what the run says of itself (``""``: nothing).

    ``gold`` is one digest of all gold files, ``files`` has one for each.
    """

    gold: str = ""
    files: tuple[tuple[str, str], ...] = ()
    version: str = ""
    lexicon: str = ""
    model: str = ""

    def record(self) -> dict[str, Any]:
        """The signature, JSON-ready."""
        return {
            "gold": self.gold,
            "version": self.version,
            "lexicon": self.lexicon,
            "model": self.model,
            "files": dict(self.files),
        }


def sign(gold: Path, run: Path) -> Signature:
    """The signature of a score of the folder ``run`` against the folder ``gold``."""
    paths = sorted(path for name in gold_names(gold) for path in gold_files(gold, name))
    files = tuple((path.name, _digest((path.read_bytes(),))) for path in paths)
    info = read_run_info(run)
    version, lexicon, model = (str(info.get(name) or "") for name in ("version", "lexicon", "model"))
    return Signature(
        _digest(f"{name} {digest}\n".encode() for name, digest in files), files, version, lexicon, model
    )


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()[:12]
