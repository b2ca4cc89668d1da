"""What holds over the sentences of a study: its arms' order, the follow-up, the subgroup, the markers."""

from __future__ import annotations

from dataclasses import dataclass, field

from isaextract.link.anaphora import Cohorts
from isaextract.link.arms import STAGES, Arms
from isaextract.link.leads import End
from isaextract.link.tokens import Kind, Token
from isaextract.schema import Span


@dataclass(slots=True)
class Said:
    """A run of numbers already read: its endpoint, its arms and values in order."""

    kind: Kind
    ends: list[End]
    arms: list[int]
    values: list[float | None]
    narrowing: list[Token] = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """The running context of one study."""

    arms: Arms
    follow_up: dict[int, str] = field(default_factory=dict)  # by arm; -1: all arms
    by_endpoint: dict[str, str] = field(default_factory=dict)  # follow-ups listed for endpoints
    follow_span: Span | None = None
    follow_ups_given: int = 0
    subgroup: Token | None = None  # of a subgroup analysis that runs over sentences
    relative: int = -1  # the arm that the sentence compares with throughout
    better: tuple[int, bool] | None = None  # the arm that the sentence says did better (or worse)
    spoken: Token | None = None  # the narrower population that the sentence before spoke of
    cohorts: Cohorts = field(default_factory=Cohorts)
    counted: Token | None = None  # the patients that the sentence before counted last
    cited: tuple[str, ...] = ()  # markers of the analysis in force
    base: tuple[str, ...] = ()  # markers of the study
    order: list[int] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)  # in this sentence
    before: list[Said] = field(default_factory=list)  # in the sentence before
    single: int = -1  # the arm that the sentence is about, where it names one only
    subject: int = -1  # the arm that the sentence spoke of last
    pair: list[int] = field(default_factory=list)  # the arms last named side by side
    firm: bool = False  # whether this sentence names two arms side by side
    closed: bool = False  # whether the last two runs gave both arms their numbers, one by one
    kept: bool = False  # whether the text set the order in force
    populations: list[Token] = field(default_factory=list)  # narrowing in force in this sentence
    block: int = -1
    section: str = ""

    def open_sentence(self, block: int, section: str) -> None:
        """Forget what a sentence's end, a paragraph's end or a section's end closes."""
        self.before = self.said or self.before
        self.said, self.single, self.subject, self.populations = [], -1, -1, []
        self.firm, self.closed, self.better, self.relative = False, False, None, -1
        if block != self.block or not self.kept:
            self.order, self.pair, self.kept = default_order(self.arms), [], False
        if block != self.block:
            self.subgroup = self.counted = None
            self.cohorts = Cohorts()
            self.cited = ()
            if self.follow_ups_given > 1 or section != self.section:
                self.new_analysis()
            if section != self.section:
                self.before = []
        self.block, self.section = block, section

    @property
    def experimental(self) -> int:
        """The arm that a comparison without a subject is about."""
        return next(iter(self.rank), -1)

    @property
    def rank(self) -> list[int]:
        """The arms by their part in the study, experimental ones first."""
        return default_order(self.arms)

    def follow_up_of(self, arm: int, endpoint: str) -> str:
        """The follow-up of an arm's numbers on an endpoint, ``""`` where the text gives none."""
        if endpoint in self.by_endpoint:
            return self.by_endpoint[endpoint]
        return self.follow_up.get(arm, self.follow_up.get(-1, ""))

    def new_analysis(self) -> None:
        """Another analysis begins: the follow-up in force ends."""
        self.follow_up, self.by_endpoint = {}, {}


def default_order(arms: Arms) -> list[int]:
    """Experimental arms first, the control last; else the order of the text."""
    numbers = [n for n, draft in enumerate(arms.drafts) if draft.role not in STAGES]
    return sorted(numbers, key=lambda n: (arms.drafts[n].role == "control", n))
