"""Words that stand for patients named before: "in the former", "在后者中"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import regex

from isaextract.lexicon import Lexicon, compiled
from isaextract.link.tokens import Kind, Token

_PAIRS = [[kind, kind] for kind in (Kind.TIME, Kind.PERCENT)]
_PRONOUNS = ("former", "latter")
_BEFORE = 8  # characters before a pronoun that hold its preposition
_APART = 48  # characters between two populations that are named side by side


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Two populations that the text named side by side last; ``recent``: no treatment was named since."""

    pair: tuple[Token, ...] = ()
    recent: bool = True


def with_populations(
    tokens: Sequence[Token], text: str, lexicon: Lexicon, before: Cohorts
) -> tuple[list[Token], Cohorts]:
    """The tokens of a sentence with "in the former" and "in the latter" as the populations they mean.

    They mean the two populations joined by "and" last before them ("in separate X and Y cohorts: PFS
    in the former ..."), named after the treatments, or called populations, or with two numbers each.

    Parameters
    ----------
    before
        The populations of the sentence before.
    """
    found: list[Token] = []
    cohorts = before
    for position, token in enumerate(tokens):
        if token.kind is Kind.ARM and token.drugs:
            cohorts = replace(cohorts, recent=False)
        elif token.kind is Kind.POPULATION and (joined := _joined(tokens, position)):
            cohorts = Cohorts((joined, _shortest(tokens, position)))
        if token.name in _PRONOUNS and token.kind is Kind.ROLE and cohorts.pair:
            said = cohorts.recent and _inside(token, text, lexicon)
            if said or _is_called_so(token, text, lexicon) or _has_a_pair(tokens[position + 1 :]):
                token = replace(cohorts.pair[_PRONOUNS.index(token.name)], span=token.span)
                cohorts = replace(cohorts, recent=True)
        found.append(token)
    return found, cohorts


def _is_called_so(token: Token, text: str, lexicon: Lexicon) -> bool:
    """Whether "cohort" or "subgroup" stands behind the pronoun."""
    return lexicon.cue("cohort_noun").match(text, token.end) is not None


def _has_a_pair(behind: Sequence[Token]) -> bool:
    """Whether two numbers set against each other follow, which no arm has."""
    clause = takewhile(lambda t: t.kind not in (Kind.STOP, Kind.ROLE, Kind.ARM, Kind.COMMA), behind)
    kept = [token for token in clause if token.kind not in (Kind.ENDPOINT, Kind.OPEN, Kind.CLOSE)]
    kinds = [(token.kind, token.name == "versus") for token in kept if token.name != "median"]
    return [kind for kind, _ in kinds[:1] + kinds[2:3]] in _PAIRS and kinds[1][1]


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
    return (
        compiled(rf"(?:{lexicon.cue('in_which').pattern})\s*$", regex.IGNORECASE).search(before) is not None
    )
