"""What a sentence is made of for the joiners: mentions, function words, brackets, as tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from isaextract.schema import Mention, Quantity, Span

OPENERS, CLOSERS = "(（[［【", ")）]］】"
ROUND = regex.compile(r"[(（][^()（）]*[)）]")  # a round bracket with what stands in it


class Kind(StrEnum):
    """What a token is to the joiners."""

    ARM = "arm"
    ROLE = "role"  # an arm by its part in the study: name is "control", "former", "both_arms" ... or "label"
    STUDY = "study"
    PHASE = "phase"
    ENDPOINT = "endpoint"
    EVENT = "event"
    GRADE = "grade"
    POPULATION = "population"
    DOSE = "dose"
    PERCENT = "percent"
    TIME = "time"
    COUNT = "count"
    RATIO = "ratio"
    CI = "ci"
    PVALUE = "pvalue"
    MISSING = "missing"  # "not reached"
    CITATION = "citation"
    CUE = "cue"
    OPEN = "("
    CLOSE = ")"
    COMMA = ","
    STOP = ";"


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    ``name`` is a cue's or role's name, or a mention's concept; ``drugs`` an arm's drugs;
    ``noun`` whether an arm is called one ("... 组", "... arm"); ``alias`` the regimen code it is
    defined under; ``tag`` what tells arms with the same drugs apart.
    """

    kind: Kind
    span: Span
    text: str
    name: str = ""
    mention: Mention | None = None
    drugs: tuple[str, ...] = ()
    noun: bool = False
    alias: str = ""
    tag: str = ""

    @property
    def is_setting(self) -> bool:
        """Whether it is a population that is a disease setting, no subgroup."""
        return self.kind is Kind.POPULATION and self.name.startswith("setting:")

    @property
    def quantity(self) -> Quantity | None:
        """What a number's token says; ``None`` for words."""
        return self.mention.quantity if self.mention else None

    @property
    def start(self) -> int:
        """Where the token begins."""
        return self.span.start

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.span.end


def closing(tokens: Sequence[Token], opening: int) -> int:
    """The place of the bracket that closes the one at ``opening``; ``opening`` where none does."""
    depth = 0
    for place in range(opening, len(tokens)):
        depth += (tokens[place].kind is Kind.OPEN) - (tokens[place].kind is Kind.CLOSE)
        if depth == 0:
            return place
    return opening
