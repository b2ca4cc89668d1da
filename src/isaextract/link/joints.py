"""How the text between two treatments joins them: to one regimen, to a list, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from isaextract.lexicon import Lexicon
from isaextract.link.arms import CHOICE, STANDARD
from isaextract.link.tokens import OPENERS, Kind, Token

SIGNS = ("+", "＋", "→", "-", "–", "/")  # between the parts of one regimen
_COMMAS = ("、", ",")


class Joint(StrEnum):
    """How two treatments are joined."""

    STRONG = "strong"  # to one regimen, whatever stands around them
    AND = "and"
    COMMA = "comma"


class Joints:
    """Reads the words between the treatments of one sentence."""

    def __init__(self, tokens: Sequence[Token], text: str, lexicon: Lexicon) -> None:
        self._tokens, self._text, self._lexicon = tokens, text, lexicon

    def words(self, start: int, end: int) -> str:
        """The words between two places, without what only belongs to a drug's name."""
        words = self._text[start:end].strip()
        return self._lexicon.cue("drug_suffix").sub("", words).strip() if words else words

    def is_strong(self, words: str) -> bool:
        """Whether words join treatments to one regimen."""
        return self._lexicon.cue("join_strong").fullmatch(words) is not None

    def between(self, members: Sequence[Token], end: int, token: Token) -> Joint | None:
        """How ``token`` is joined to the treatments before it, which end at ``end``; ``None`` if not."""
        cue, last = self._lexicon.cue, members[-1]
        if STANDARD in (token.drugs, last.drugs):
            return None
        gap = self.words(end, token.start).rstrip(OPENERS).strip()
        if cue("plus_either").search(gap):
            return None  # "A plus either B or C": A stands beside both
        gap = cue("drug_modifier").sub("", gap).strip()
        if any(member.drugs == CHOICE for member in members):
            listed = len(gap) <= 12 and not last.noun and not set(gap) & set("，。；;")
            return Joint.STRONG if listed else None
        if token.drugs == CHOICE or cue("versus").search(self._text, end, token.start):
            return None
        if gap in SIGNS or self.is_strong(gap):
            return Joint.STRONG
        if set(token.drugs) & {drug for member in members for drug in member.drugs}:
            return None
        weak = cue("join_weak").fullmatch(gap) is not None
        if weak and gap not in _COMMAS and self._is_combined(token):
            return Joint.STRONG
        if "regimen" in (token.name, last.name):
            return None
        if weak:
            return Joint.COMMA if gap in _COMMAS else Joint.AND
        return Joint.STRONG if self._is_far_joined(gap) else None

    def _is_far_joined(self, gap: str) -> bool:
        """Whether a joining word stands behind a remark ("A, given weekly, in combination with B")."""
        far = self._lexicon.cue("join_far").search(gap)
        if far is None or far.end() != len(gap) or len(gap) > 60:
            return False
        if self._lexicon.cue("shared").search(gap):  # "A or B, each combined with C"
            return False
        remark = gap[:1] in ",，" and not set(gap) & set("。；;")
        return remark and self._lexicon.cue("enrol").search(gap) is None

    def _is_combined(self, token: Token) -> bool:
        """Whether "in combination" stands behind ("A 与 B 联合")."""
        after = self._text[token.end : token.end + 12].lstrip()
        if self._lexicon.cue("join_far").match(after) is None:
            return False
        following = next((t for t in self._tokens if t.start >= token.end), None)
        if following is None or following.kind is not Kind.ARM:
            return True
        return following.start - token.end >= 8
