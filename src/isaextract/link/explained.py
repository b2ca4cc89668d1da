"""Arms that the text explains rather than names: by code, by label, by what another study gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from isaextract.link.arms import PLACEBO, ArmDraft, union
from isaextract.link.material import Elsewhere, Passage
from isaextract.link.tokens import Kind, Token
from isaextract.link.wording import Wording
from isaextract.schema import Span

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

    def lettered(self) -> list[ArmDraft]:
        """Arms under a letter, each with what it gets: "A 组为 X＋Y, B 组将 Y 换为 Z, C 组为 Y"."""
        for tokens in self._passage.introduction:
            found: dict[str, tuple[str, ...]] = {}
            for letter, own, swaps in self._letter_clauses(tokens):
                drugs = union((), *(token.drugs for token in own))
                if swaps and found and len(own) == 2:
                    kept = [d for d in list(found.values())[-1] if d not in own[0].drugs]
                    drugs = union(kept, own[1].drugs)
                if drugs:
                    found.setdefault(letter, drugs)
            if len(found) > 1 and len(set(found.values())) == len(found):
                span = tokens[0].span
                return [
                    ArmDraft(d, labels=(x, f"{x}组", f"group {x}"), span=span, weight=_SURE)
                    for x, d in found.items()
                ]
        return []

    def _letter_clauses(self, tokens: Sequence[Token]) -> Iterator[tuple[str, list[Token], bool]]:
        """The letters of a sentence, the treatments up to the next one, and whether one is swapped."""
        text, cue = self._wording.text, self._wording.cue
        start, end = tokens[0].start, tokens[-1].end
        heads = [(m, False) for m in cue("letter_arm").finditer(text, start, end)]
        heads += [(m, True) for m in cue("letter_swap").finditer(text, start, end)]
        heads = [head for head in heads if text[: head[0].start()].rstrip()[-1:] not in ("(", "（")]
        heads.sort(key=lambda head: head[0].start())
        for number, (match, swaps) in enumerate(heads):
            stop = heads[number + 1][0].start() if number + 1 < len(heads) else end
            own = [t for t in tokens if t.kind is Kind.ARM and match.end() - 1 <= t.start < stop]
            yield match["letter"], own, swaps and cue("swap_for").search(text, match.end(), stop) is not None

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

    def of_both_drugs(self) -> Iterator[ArmDraft]:
        """ "X, Y, or the combination", "X 组、Y 组及两药联合组": the third arm gets both."""
        text, cue = self._wording.text, self._wording.cue("both_together")
        for tokens in self._passage.introduction:
            arms = [token for token in tokens if token.kind is Kind.ARM and token.drugs]
            for left, right in pairwise(arms):
                gap = self._wording.words_between(left, right)
                for name in ("arm_noun", "alone"):
                    gap = self._wording.cue(name).sub("", gap).strip()
                joined = self._wording.cue("join_weak").fullmatch(gap) or self._wording.cue("or").fullmatch(
                    gap
                )
                match = cue.match(text, right.end)
                if not joined or match is None or left.drugs == right.drugs:
                    continue
                for part in (left, right):
                    yield ArmDraft(part.drugs, span=part.span, weight=_SURE, labels=(part.text,), coded=True)
                both = union(left.drugs, right.drugs)
                yield ArmDraft(both, span=Span(left.start, match.end()), weight=_SURE, coded=True)

    def of_shared_drug(self) -> list[ArmDraft]:
        """A study of several on one drug that only names the partners: ``SPOTLIGHT(...)联合 mFOLFOX6``."""
        shared, control = self._elsewhere.shared, self._elsewhere.control
        others = {t.drugs for t in self._passage.tokens if t.kind is Kind.ARM and t.drugs}
        if shared and control and shared != control and others <= {shared, control}:
            return [
                ArmDraft(shared, labels=self._elsewhere.names, weight=_SURE),
                ArmDraft(control, role="control", weight=_SURE),
            ]
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
