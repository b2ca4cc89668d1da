"""Pinned quality: what a report must not fall below."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from isaextract.errors import GoldError
from isaextract.score.report import Report

TOLERANCE = 1e-9


def read_floor(path: Path) -> dict[str, Any]:
    """Read a file of pinned figures (``gold/floor.json``)."""
    try:
        floor = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise GoldError(f"{path}: missing: pin the figures there, or name another file") from error
    except ValueError as error:
        raise GoldError(f"{path}: no JSON ({error}): mend it") from error
    if not isinstance(floor, dict):
        raise GoldError(f"{path}: no JSON object: nest the pinned figures by name")
    return floor


def check_floor(report: Report, floor: Mapping[str, Any]) -> tuple[str, ...]:
    """What fell below the floor, one line each; nothing where all is well.

    A pinned figure that the report does not have counts as fallen, so that no pin is lost by a slip.
    """
    return tuple(_fallen(figures(report), floor, ""))


def figures(report: Report, *, digits: int | None = None) -> dict[str, Any]:
    """Every figure that can be pinned, nested as in ``floor.json``; cut (never rounded up) to ``digits``."""
    mentions, rows, studies = report.total.mentions, report.total.rows, report.total.studies
    found: dict[str, Any] = {
        "mentions": {
            "strict_f1": mentions.strict.f1,
            "overlap_f1": mentions.overlap.f1,
            "labels": {str(label): counts.strict.f1 for label, counts in mentions.labels},
        },
        "rows": {
            "number": rows.number.f1,
            "arm": rows.arm.f1,
            "full": rows.full.f1,
            "documents": {
                item.name: {name: getattr(item.score.rows, name).f1 for name in ("number", "arm", "full")}
                for item in report.documents
            },
            "fields": {name: field.all.share for name, field in rows.fields},
        },
        "studies": {"f1": studies.found.f1, **{name: share.share for name, share in studies.fields}},
    }
    return found if digits is None else _cut(found, digits)


def _fallen(found: Any, floor: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, pinned in floor.items():
        place = f"{path}.{name}" if path else name
        figure = found.get(name) if isinstance(found, Mapping) else None
        if isinstance(pinned, Mapping):
            yield from _fallen(figure, pinned, place)
        elif isinstance(pinned, bool) or not isinstance(pinned, int | float):
            yield f"{place}: the pin {pinned!r} is no number"
        elif not isinstance(figure, int | float):
            yield f"{place}: pinned at {pinned:g}, but the report has no such figure"
        elif figure < pinned - TOLERANCE:
            yield f"{place}: {figure:.4f} fell below {pinned:.4f}"


def _cut(found: Mapping[str, Any], digits: int) -> dict[str, Any]:
    scale = 10**digits
    return {
        name: _cut(figure, digits)
        if isinstance(figure, Mapping)
        else math.floor(figure * scale + 1e-6) / scale
        for name, figure in found.items()
    }
