"""Words that stand for patients named before: "in the former", "在后者中"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.tokens import Kind, Token

_PRONOUNS = ("former", "latter")
_BEFORE = 8  # characters before a pronoun that hold its preposition
_APART = 48  # characters between two populations that are named side by side


def with_populations(tokens: Sequence[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of a sentence with "in the former" and "in the latter" as the populations they mean.

    They mean populations where the two named last before them, with no treatment since, are
    joined by "and" ("in separate X and Y cohorts: PFS in the former ...").
    """
    found: list[Token] = []
    pair: list[Token] = []
    for position, token in enumerate(tokens):
        if token.kind is Kind.ARM and token.drugs:
            pair = []
        elif token.kind is Kind.POPULATION and (joined := _joined(tokens, position)):
            pair = [joined, _shortest(tokens, position)]
        if token.name in _PRONOUNS and token.kind is Kind.ROLE and pair and _inside(token, text, lexicon):
            meant = pair[_PRONOUNS.index(token.name)]
            token = replace(meant, span=token.span)
        found.append(token)
    return found


def _shortest(tokens: Sequence[Token], position: int) -> Token:
    """A population, or the shorter form that its bracket opens with ("proficient (pMMR")."""
    token, behind = tokens[position], tokens[position + 1 : position + 3]
    opens = len(behind) == 2 and behind[0].kind is Kind.OPEN and behind[1].kind is Kind.POPULATION
    return behind[1] if opens and len(behind[1].text) < len(token.text) else token


def _joined(tokens: Sequence[Token], position: int) -> Token | None:
    """The population before one, where only "and", counts and brackets stand between."""
    before = [token for token in tokens[:position] if token.kind is Kind.POPULATION]
    if not before or tokens[position].start - before[-1].end > _APART:
        return None
    between = tokens[tokens.index(before[-1]) + 1 : position]
    plain = all(t.kind in (Kind.OPEN, Kind.CLOSE, Kind.COUNT, Kind.COMMA) or t.name == "and" for t in between)
    return before[-1] if plain and any(t.name == "and" for t in between) else None


def _inside(token: Token, text: str, lexicon: Lexicon) -> bool:
    """Whether a preposition of place leads to the pronoun."""
    before = text[max(0, token.start - _BEFORE) : token.start]
    return regex.search(rf"(?:{lexicon.cue('in_which').pattern})\s*$", before, regex.IGNORECASE) is not None
