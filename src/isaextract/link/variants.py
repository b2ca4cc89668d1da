"""Arms of the same drugs under different codes ("持续 Rd", "Rd18"), told apart by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from isaextract.link.arms import ArmDraft, by_evidence
from isaextract.link.material import Passage
from isaextract.link.tokens import Kind, Token
from isaextract.link.wording import Wording, neighbours

_WORD_BEFORE = regex.compile(r"(\p{Han}{2}|[a-z]+)\s*$")


class Variants:
    """Splits the arms of one study by the codes that the text uses."""

    def __init__(self, wording: Wording, passage: Passage) -> None:
        self._wording, self._passage = wording, passage

    def split(self, drafts: Sequence[ArmDraft]) -> list[ArmDraft]:
        """The arms, one for each code where the text lists codes of the same drugs side by side."""
        found: list[ArmDraft] = []
        for draft in drafts:
            codes = self._codes(draft)
            if codes and self._side_by_side(draft):
                found += [replace(draft, tag=code, labels=(code,), coded=True) for code in codes]
            else:
                found.append(draft)
        return by_evidence(found)

    def _codes(self, draft: ArmDraft) -> list[str]:
        """The codes of an arm; a plain one among numbered ones with the word that mostly stands before it."""
        codes: dict[str, list[Token]] = {}
        for token in self._passage.tokens:
            if token.kind is Kind.ARM and token.drugs == draft.drugs and token.alias:
                codes.setdefault(token.alias, []).append(token)
        numbered = [code for code in codes if code[-1:].isdigit()]
        if not numbered or len(codes) < 2:
            return []
        return [code if code in numbered else self._modified(code, named) for code, named in codes.items()]

    def _modified(self, code: str, named: Sequence[Token]) -> str:
        befores = (self._wording.text[max(0, token.start - 12) : token.start] for token in named)
        words = [match[1] for before in befores if (match := _WORD_BEFORE.search(before))]
        common = max(dict.fromkeys(words), key=words.count, default="")
        return f"{common} {code}" if words.count(common) * 2 > len(named) else code

    def _side_by_side(self, draft: ArmDraft) -> bool:
        """Whether the text lists two of the codes right after each other, as arms."""
        for tokens in self._passage.sentences:
            for left, right in neighbours(tokens):
                one, other = tokens[left], tokens[right]
                if one.drugs == other.drugs == draft.drugs and one.alias != other.alias:
                    gap = self._wording.between(one, other).strip()
                    if not gap or self._wording.cue("join_weak").fullmatch(gap):
                        return True
        return False
