"""What went wrong, one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MISSED, INVENTED, DIFFERS, DETAIL = "missed", "invented", "differs", "detail"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a pair differs, with both values in words."""

    field: str
    gold: str
    predicted: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing missed, invented, or found and wrong in part.

    ``area`` is ``row``, ``mention`` or ``study``; ``kind`` is ``missed``, ``invented``, ``differs``
    (a row whose number is right and whose arm or circumstances are not: mis-slotted) or ``detail``
    (a row right in full, but for a field that no level asks for). ``what`` names it in short, ``quote``
    is what the text says, with up to 30 characters ``before`` and ``after`` it for a mention. On a
    missed row or mention, ``differs`` tells how the nearest wrong guess differs, if any.
    """

    area: str
    kind: str
    doc: str
    what: str
    quote: str = ""
    page: int | None = None
    before: str = ""
    after: str = ""
    differs: tuple[Difference, ...] = ()

    def record(self) -> dict[str, Any]:
        """The mistake, JSON-ready."""
        return {
            "area": self.area,
            "kind": self.kind,
            "doc": self.doc,
            "page": self.page,
            "what": self.what,
            "quote": self.quote,
            "before": self.before,
            "after": self.after,
            "differs": {
                item.field: {"gold": item.gold, "predicted": item.predicted} for item in self.differs
            },
        }


def in_words(value: Any) -> str:
    """A field's value as a reader would write it: lists joined by ``+``, nothing as ``-``."""
    if isinstance(value, tuple | list):
        return "+".join(in_words(item) for item in value) or "-"
    if isinstance(value, float):
        return f"{value:.12g}"
    return "-" if value in (None, "") else str(value)
