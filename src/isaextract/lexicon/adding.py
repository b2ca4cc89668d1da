"""Adding an entry to a lexicon folder of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from isaextract.errors import LexiconError
from isaextract.lexicon.entries import Drug, Event, KnownTrial, Population, Regimen
from isaextract.lexicon.tables import ALTERNATIVES

ADDABLE: Mapping[str, type[Drug | Event | KnownTrial | Population | Regimen]] = {
    "drug": Drug,
    "event": Event,
    "regimen": Regimen,
    "trial": KnownTrial,
    "population": Population,
}
_ABBREVIATIONS = ("codes", "abbr", "aliases")  # the column for short forms, by kind of file


def add_entry(
    folder: Path,
    kind: str,
    key: str,
    forms: Mapping[str, Sequence[str]],
    extra: Mapping[str, str] | None = None,
) -> Path:
    """Write an entry into the file of its kind; the file is made where it is missing.

    Parameters
    ----------
    folder
        The lexicon folder.
    kind
        ``drug``, ``event``, ``regimen``, ``trial`` or ``population``.
    key
        The entry's key; an entry of the same key in that file is replaced.
    forms
        Written forms under ``zh``, ``en`` and ``short``.
    extra
        Further columns of the file (``class``, ``drugs``, ``setting``, ``ids`` ...).

    Raises
    ------
    LexiconError
        For an unknown kind or column, an empty key or a value that would break the file.
    """
    entry = ADDABLE.get(kind)
    if entry is None:
        raise LexiconError(f"no kind named {kind!r}; choose from {', '.join(ADDABLE)}")
    row = _row(entry.COLUMNS, key, forms, extra or {})
    path = folder / entry.FILE
    folder.mkdir(parents=True, exist_ok=True)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ["\t".join(entry.COLUMNS)]
    kept = [line for line in lines if line.split("\t")[0] != key or line.startswith("#")]
    path.write_text("\n".join([*kept, "\t".join(row)]) + "\n", encoding="utf-8")
    return path


def _row(
    columns: tuple[str, ...], key: str, forms: Mapping[str, Sequence[str]], extra: Mapping[str, str]
) -> list[str]:
    cells = dict.fromkeys(columns, "") | {columns[0]: key}
    short = next((column for column in _ABBREVIATIONS if column in columns), "")
    for name, values in forms.items():
        column = name if name in columns else short
        cells[column] = ALTERNATIVES.join(filter(None, [cells[column], *values]))
    unknown = sorted(set(extra) - set(columns))
    if unknown:
        raise LexiconError(f"no column named {', '.join(unknown)}; the file has {', '.join(columns)}")
    cells |= extra
    broken = [value for value in cells.values() if any(sign in value for sign in "\t\r\n")]
    if not key.strip() or key.startswith("#") or broken:
        raise LexiconError(f"{key!r} cannot be written: a key is needed, without tabs and line breaks")
    return list(cells.values())
