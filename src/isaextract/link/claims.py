"""Comparisons said of several runs at once."""

from __future__ import annotations

from collections.abc import Sequence

from isaextract.lexicon import Lexicon
from isaextract.link.groups import Group
from isaextract.link.tokens import Kind

_NEAR = 24  # characters between a run and the comparison behind it


def share_claims(found: Sequence[Group], text: str, lexicon: Lexicon) -> None:
    """ "a vs b ... and c vs d ... were both longer": the comparison holds for both runs."""
    for place, group in enumerate(found):
        names = ("more", "less", "better")
        cue = next((t for t in group.tail if t.kind is Kind.CUE and t.name in names), None)
        if cue is None or cue.start - group.end > _NEAR:
            continue
        if lexicon.cue("all_together").search(text, group.end, cue.start) is None:
            continue
        for earlier in reversed(found[:place]):
            if any(token.kind is Kind.STOP for token in earlier.tail):
                break
            if earlier.kind is group.kind and len(earlier.values) == len(group.values):
                earlier.shared = cue
