"""Two texts that say the same, white space aside and a few characters wrong: one place for both.

Places are counted in *shared characters*: how many characters that both texts have lie before.
A character that only one of the two has takes no room, so that a lost or an added one costs nothing.
"""

from __future__ import annotations

from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from isaextract.schema import Span

Place = tuple[int, int]


def squeeze(text: str) -> str:
    """The text without its white space."""
    return "".join(text.split())


class Aligned:
    """Two texts brought to the same coordinates.

    Parameters
    ----------
    gold, predicted : str
        The texts as extracted; white space is ignored on both sides.
    """

    __slots__ = ("_gold", "_predicted")

    def __init__(self, gold: str, predicted: str) -> None:
        shared_gold, shared_predicted = _shared(squeeze(gold), squeeze(predicted))
        self._gold = _places(gold, shared_gold)
        self._predicted = _places(predicted, shared_predicted)

    def gold(self, span: Span) -> Place:
        """Where a span of the gold text lies, in shared characters."""
        return _place(self._gold, span)

    def predicted(self, span: Span) -> Place:
        """Where a span of the predicted text lies, in shared characters."""
        return _place(self._predicted, span)


def _shared(gold: str, predicted: str) -> tuple[bytearray, bytearray]:
    """For each character of both texts, 1 where the other has a counterpart, else 0."""
    in_gold, in_predicted = bytearray(b"\1" * len(gold)), bytearray(b"\1" * len(predicted))
    if gold != predicted:
        for edit in Levenshtein.opcodes(gold, predicted):
            if edit.tag == "delete":
                in_gold[edit.src_start : edit.src_end] = bytes(edit.src_end - edit.src_start)
            elif edit.tag == "insert":
                in_predicted[edit.dest_start : edit.dest_end] = bytes(edit.dest_end - edit.dest_start)
    return in_gold, in_predicted


def _places(text: str, shared: bytearray) -> list[int]:
    """For each boundary of ``text`` (length + 1), the shared characters before it."""
    flags = iter(shared)
    return list(accumulate((0 if char.isspace() else next(flags) for char in text), initial=0))


def _place(places: list[int], span: Span) -> Place:
    last = len(places) - 1
    return places[min(span.start, last)], places[min(span.end, last)]
