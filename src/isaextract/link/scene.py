"""What the readers of one sentence share: the words, the study's context, the tokens already taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.assignment import Assigner
from isaextract.link.context import Context
from isaextract.link.pointers import Pointers
from isaextract.link.tokens import Token


@dataclass(slots=True)
class Scene:
    """One sentence (or the part of it that is about one study) while its numbers are read.

    ``settings`` are the settings that the study tells apart; ``taken`` are tokens behind a number
    that belong to it, and so lead to no other one; ``until`` is where the words before the run at
    hand end.
    """

    text: str
    lexicon: Lexicon
    context: Context
    settings: Sequence[str] = ()
    taken: set[Token] = field(default_factory=set)
    until: int = 0
    pointers: Pointers = field(init=False)
    assigner: Assigner = field(init=False)

    def __post_init__(self) -> None:
        self.pointers = Pointers(self.text, self.lexicon, self.context)
        self.assigner = Assigner(self.text, self.lexicon, self.context, self.pointers)

    def cue(self, name: str) -> regex.Pattern[str]:
        """The pattern of a function word."""
        return self.lexicon.cue(name)
