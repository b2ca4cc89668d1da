"""Arms that the text explains rather than names: by code, by label, by what another study gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from isaextract.link.arms import PLACEBO, ArmDraft, union
from isaextract.link.material import Elsewhere, Passage
from isaextract.link.tokens import Kind, Token
from isaextract.link.wording import Wording

_CODE = regex.compile(r"([A-Z]\d?)\s*[(（]$")
_SURE = 3  # weight of an arm that the text explains


class Explained:
    """Finds the arms that a study's passage explains."""

    def __init__(self, wording: Wording, passage: Passage, elsewhere: Elsewhere) -> None:
        self._wording, self._passage, self._elsewhere = wording, passage, elsewhere

    def coded(self) -> list[ArmDraft]:
        """Arms that the text numbers and explains: ``A1 (VRd/R)、B1 (Elo-VRd/R)``."""
        for tokens in self._passage.sentences:
            found: list[ArmDraft] = []
            for token in tokens:
                if token.kind is not Kind.ARM or not token.alias or not token.drugs:
                    continue
                before = self._wording.text[max(tokens[0].start, token.start - 8) : token.start]
                if code := _CODE.search(before):
                    found.append(
                        ArmDraft(token.drugs, code[1], labels=(code[1],), span=token.span, weight=_SURE)
                    )
            if len(found) > 1 and len({draft.tag for draft in found}) == len(found):
                return found
        return []

    def labelled(self) -> Iterator[ArmDraft]:
        """Arms whose name is explained in brackets: ``移植组(RVD 3 个周期后 ASCT)``."""
        for tokens in self._passage.sentences:
            for position, (token, following) in enumerate(pairwise(tokens)):
                if token.name != "label" or following.kind is not Kind.OPEN:
                    continue
                inside = _inside(tokens[position + 1 :])
                drugs = union((), *(t.drugs for t in inside if t.kind is Kind.ARM))
                if drugs:
                    yield ArmDraft(drugs, labels=(token.tag,), span=token.span, weight=_SURE, coded=True)

    def of_same_drug(self) -> Iterator[ArmDraft]:
        """ "The same drug plus X": what the study before gave, and X."""
        for tokens in self._passage.introduction if self._elsewhere.previous else ():
            for token in tokens:
                before = self._wording.text[max(0, token.start - 16) : token.start]
                match = self._wording.cue("same_drug").search(before)
                if token.kind is Kind.ARM and match and self._joins(before[match.end() :]):
                    drugs = union(self._elsewhere.previous, token.drugs)
                    yield ArmDraft(drugs, span=token.span, weight=_SURE)

    def of_shared_drug(self) -> list[ArmDraft]:
        """A study of several on one drug that only names the partners: ``SPOTLIGHT(...)联合 mFOLFOX6``."""
        shared = self._elsewhere.shared
        heads = (Kind.CLOSE, Kind.STUDY, Kind.CITATION)
        for tokens in self._passage.introduction if shared else ():
            for left, token in pairwise(tokens):
                if token.kind is not Kind.ARM or left.kind not in heads:
                    continue
                if not self._joins(self._wording.between(left, token)):
                    continue
                arms = [ArmDraft(union(shared, token.drugs), span=token.span, weight=_SURE)]
                if self._elsewhere.placebo:
                    arms.append(ArmDraft(union((PLACEBO,), token.drugs), role="control", weight=_SURE))
                return arms
        return []

    def _joins(self, words: str) -> bool:
        return self._wording.cue("join_far").fullmatch(words.strip()) is not None


def _inside(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens from an opening bracket to the one that closes it."""
    depth = 0
    for token in tokens:
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if depth == 0:
            return
        yield token
