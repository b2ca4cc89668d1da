"""Text that knows where each of its characters stands on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isaextract.schema.spans import Box


@dataclass(frozen=True, slots=True)
class Run:
    """A text with one box per character; ``None`` for characters that are on no page."""

    text: str
    boxes: tuple[Box | None, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.boxes):
            raise ValueError(f"{len(self.text)} characters, {len(self.boxes)} boxes")

    def __add__(self, other: Run) -> Run:
        return Run(self.text + other.text, self.boxes + other.boxes)

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int | None = None) -> Run:
        """The stretch ``[start, end)``, with its boxes."""
        return Run(self.text[start:end], self.boxes[start:end])

    def strip(self) -> Run:
        """Without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))


def plain(text: str) -> Run:
    """A run of characters that are on no page."""
    return Run(text, (None,) * len(text))


def concat(runs: Iterable[Run]) -> Run:
    """All runs after one another."""
    parts = list(runs)
    boxes = tuple(box for part in parts for box in part.boxes)
    return Run("".join(part.text for part in parts), boxes)
