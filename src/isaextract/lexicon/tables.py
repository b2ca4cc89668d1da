"""Reading the lexicon's files: tab-separated, ``#`` comments first, then a header, then entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from isaextract.errors import LexiconError

ALTERNATIVES = "|"


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the entries of one file with their line numbers.

    Parameters
    ----------
    path
        A UTF-8 file: comment lines, a header naming at least ``columns``, one entry a line.
    columns
        The columns that the file must have.

    Raises
    ------
    LexiconError
        When the file cannot be read, a column is missing or a line has too many cells.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read ({error}); save it as UTF-8 text") from error
    header: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = _header(path, number, cells, columns)
            continue
        if len(cells) > len(header):
            raise LexiconError(
                f"{path}:{number}: {len(cells)} cells under {len(header)} columns; check the tabs"
            )
        yield number, dict(zip(header, [cell.strip() for cell in cells] + [""] * len(header), strict=False))


def _header(path: Path, number: int, cells: list[str], columns: tuple[str, ...]) -> list[str]:
    missing = [name for name in columns if name not in cells]
    if missing:
        raise LexiconError(
            f"{path}:{number}: the header lacks {', '.join(missing)}; it must name {', '.join(columns)}"
        )
    return cells


def alternatives(cell: str) -> tuple[str, ...]:
    """The alternatives in a cell, ``|`` between them."""
    return tuple(part.strip() for part in cell.split(ALTERNATIVES) if part.strip())
