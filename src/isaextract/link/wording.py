"""How a sentence speaks of a treatment: what stands around it, and between it and the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.tokens import Kind, Token

_BRACKET = regex.compile(r"[(（\[［][^)）\]］]*[)）\]］]")
_OPENING = ("(", "（", "[", "［")
_JOINS = ("and", "versus", "relative", "more", "less", "better")


@dataclass(frozen=True, slots=True)
class Wording:
    """The document's text and the function words, asked about one treatment or two."""

    text: str
    lexicon: Lexicon

    def cue(self, name: str) -> regex.Pattern[str]:
        """The pattern of a function word."""
        return self.lexicon.cue(name)

    def says(self, name: str, tokens: Sequence[Token], *, before: int = 0) -> bool:
        """Whether a sentence has a function word, ``before`` characters ahead of its tokens included."""
        start = max(0, tokens[0].start - before)
        return self.cue(name).search(self.text, start, tokens[-1].end) is not None

    def between(self, left: Token, right: Token) -> str:
        """The text between two tokens."""
        return self.text[left.end : right.start]

    def plain(self, left: Token, right: Token) -> str:
        """The text between two tokens, with a space for each bracket."""
        return _BRACKET.sub(" ", self.between(left, right))

    def words_between(self, left: Token, right: Token) -> str:
        """The words between two tokens without brackets, one space apart."""
        return " ".join(self.plain(left, right).split())

    def beside(self, tokens: Sequence[Token], left: int, right: int) -> bool:
        """Whether a list word or a comparison, and little else, stands between two treatments."""
        between = tokens[left + 1 : right]
        linked = any(t.kind is Kind.COMMA or (t.kind is Kind.CUE and t.name in _JOINS) for t in between)
        words = self.words_between(tokens[left], tokens[right])
        return linked and len(words) <= 24 and bool(self.between(tokens[left], tokens[right]).strip("( （"))

    def opens_bracket(self, left: Token, right: Token) -> bool:
        """Whether only an opening bracket stands between two tokens."""
        return self.between(left, right).strip() in _OPENING

    def is_background(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether patients had the treatment before the study, or all have it ("A 治疗后", "prior A")."""
        token = tokens[position]
        after = self.text[token.end : token.end + 6].strip()
        before = self.text[max(tokens[0].start, token.start - 5) : token.start]
        clause = self.text[max(tokens[0].start, token.start - 16) : token.start]
        cue = self.cue("background")
        earlier = self.cue("had_before").search(clause) is not None
        return earlier or (not token.noun and bool(cue.match(after) or cue.search(before)))

    def is_counted(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether patients are counted right behind a token ("A (n=179)")."""
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        opens = following is not None and following.kind in (Kind.OPEN, Kind.COMMA)
        return opens and counted(tokens, position)

    def is_called_control(self, token: Token, following: Sequence[Token]) -> bool:
        """Whether the words behind a treatment call it the control ("placebo as the control")."""
        role = next((t for t in following if t.kind is Kind.ROLE and t.name == "control"), None)
        if role is None:
            return False
        as_word = self.cue("as_word").fullmatch(self.between(token, role).strip())
        return as_word is not None or self.opens_bracket(token, role)


def counted(tokens: Sequence[Token], position: int) -> bool:
    """Whether the bracket at ``position`` says how many patients, or names a study."""
    for token in tokens[position + 1 : position + 8]:
        if token.kind is Kind.CLOSE:
            return False
        if token.kind in (Kind.COUNT, Kind.STUDY):
            return True
    return False


def neighbours(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The places of each two treatments that follow each other in a sentence."""
    named = [n for n, token in enumerate(tokens) if token.kind is Kind.ARM and token.drugs]
    return pairwise(named)
