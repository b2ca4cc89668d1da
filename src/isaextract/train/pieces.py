"""A sample in pieces, so that any edit of its text keeps its marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from isaextract.schema import Label
from isaextract.train.samples import Mark, Sample


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sample: plain, or a mention of ``label``."""

    text: str
    label: Label | None = None


def cut(sample: Sample) -> list[Piece]:
    """A sample as pieces; joined again it is the same."""
    return list(_cut(sample))


def join(pieces: Iterable[Piece]) -> Sample:
    """Pieces as a sample."""
    text, marks = "", []
    for piece in pieces:
        if piece.label is not None and piece.text:
            marks.append(Mark(len(text), len(text) + len(piece.text), piece.label))
        text += piece.text
    return Sample(text, tuple(marks))


def _cut(sample: Sample) -> Iterator[Piece]:
    done = 0
    for mark in sample.marks:
        yield Piece(sample.text[done : mark.start])
        yield Piece(sample.text[mark.start : mark.end], mark.label)
        done = mark.end
    yield Piece(sample.text[done:])
