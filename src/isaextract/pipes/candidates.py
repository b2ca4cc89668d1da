"""What a part proposes: a stretch of text under a label, and how much it counts."""

from __future__ import annotations

from dataclasses import dataclass

from isaextract.schema import Label


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed mention, in characters of the text that was matched.

    ``source`` names the part and its rule (``time.shared``); of two candidates that overlap the
    one of higher ``priority`` wins, then the longer one.
    """

    start: int
    end: int
    label: Label
    source: str
    priority: int = 0
    confidence: float = 1.0

    def overlaps(self, other: Candidate) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Candidate:
        """The same candidate, ``by`` characters further on."""
        return Candidate(
            self.start + by, self.end + by, self.label, self.source, self.priority, self.confidence
        )
