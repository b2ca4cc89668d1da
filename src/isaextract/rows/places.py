"""Which block of a document a place stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from isaextract.schema import Block, Span


@dataclass(frozen=True)
class Places:
    """The blocks of one document, which do not overlap, by where they begin."""

    blocks: Sequence[Block]

    def block(self, place: Span) -> Block | None:
        """The block that holds a place; ``None`` for a place across two."""
        number = bisect_right(self._starts, place.start) - 1
        block = self._sorted[number] if number >= 0 else None
        return block if block is not None and block.span.contains(place) else None

    @cached_property
    def _sorted(self) -> list[Block]:
        return sorted(self.blocks, key=lambda block: block.span)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.span.start for block in self._sorted]
