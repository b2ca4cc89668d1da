"""A run's rows as a pandas data frame, for whoever goes on in Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from isaextract.errors import InputError
from isaextract.export.table import CSV_FIELDS, FLOATS, INTEGERS, JOINED_BY_PLUS, LISTS

if TYPE_CHECKING:
    from pandas import DataFrame


def read_frame(path: Path) -> DataFrame:
    """The rows of a run, one line each, with the types of the columns.

    Parameters
    ----------
    path
        A run's ``rows.csv``, or the folder that it lies in.

    Returns
    -------
    pandas.DataFrame
        The columns of ``rows.csv``: ``Float64`` and ``Int64`` for numbers (``<NA>`` where there is none),
        tuples of text for lists, text for all else (``""`` where there is none).

    Raises
    ------
    InputError
        When there is no such file, or it is no table of rows.
    """
    import pandas as pd

    file = path / "rows.csv" if path.is_dir() else path
    try:
        frame = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{file}: no table of rows ({error}); give what `isaextract run` wrote") from error
    if list(frame.columns) != list(CSV_FIELDS):
        raise InputError(f"{file}: has other columns than rows.csv; give what `isaextract run` wrote")
    for name in LISTS:
        separator = "+" if name in JOINED_BY_PLUS else ";"
        frame[name] = [tuple(cell.split(separator)) if cell else () for cell in frame[name]]
    for name in FLOATS:
        frame[name] = pd.array([float(cell) if cell else None for cell in frame[name]], dtype="Float64")
    for name in INTEGERS:
        frame[name] = pd.array([int(cell) if cell else None for cell in frame[name]], dtype="Int64")
    return frame
