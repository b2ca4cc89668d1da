"""What the words before a run of numbers say: endpoints, arms, subgroups, times, the kind of figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from isaextract.lexicon import Lexicon
from isaextract.link.tokens import Kind, Token

ADVERSE = ("AE", "TEAE", "TRAE", "SAE")
CODED_EVENTS = ("CRS", "ICANS")  # events that rows have a code of their own for
_COMPARATIVES = ("more", "less", "better", "favours", "worse", "similar")
_RELATED = 24  # characters before an event that may say it is related to treatment
_OPENS = 24  # characters behind an endpoint that may open a list
_BASIS = 12  # characters behind a treatment that may call it a basis
_RATIOS = {"hazard_ratio": "hazard_ratio", "odds_ratio": "odds_ratio", "risk_ratio": "risk_ratio"}


@dataclass(frozen=True, slots=True)
class End:
    """An endpoint as one number has it; ``token`` is where it is said."""

    code: str
    token: Token
    event: str = ""
    grade: str = ""
    timepoint: str = ""
    since: int = -1  # where its name begins, the long form before a short one in brackets


@dataclass(slots=True)
class Lead:
    """The words before a run of numbers, sorted by what they are for."""

    tokens: Sequence[Token]
    ends: list[End] = field(default_factory=list)  # in order; the coordinated ones are ``listed``
    listed: list[End] = field(default_factory=list)
    arms: list[Token] = field(default_factory=list)
    earlier: list[Token] = field(default_factory=list)  # arms of a clause that a semicolon has ended
    relative: set[int] = field(default_factory=set)  # places in ``arms`` that are only compared with
    populations: list[Token] = field(default_factory=list)
    doses: list[Token] = field(default_factory=list)
    comparatives: list[Token] = field(default_factory=list)
    grade: Token | None = None  # a grade that stands behind the last endpoint
    follow_up: Token | None = None
    ratio: str = ""
    risk: bool = False
    reduction: bool = False
    gain: bool = False
    rising: bool = False
    overall: bool = False
    subset: bool = False
    any_grade: bool = False
    corresponding: bool = False
    stopped: bool = False
    graded: list[End] = field(default_factory=list)  # the endpoint under each grade listed before it
    stage: str = ""
    ended: int = 0  # how many arms stand before the last semicolon
    start_cue: Token | None = None  # the last "from"


class LeadReader:
    """Reads leads within one sentence; remembers the endpoint that heads a list of events."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self._head: End | None = None
        self._head_used = False
        self._grade = ""  # of the events listed so far
        self._whole: set[str] = set()  # events told without a grade

    def read(self, tokens: Sequence[Token]) -> Lead:
        """Sort a lead's tokens."""
        lead = Lead(tokens)
        grade: Token | None = None
        grades: list[str] = []
        any_grade = False
        introduced = 0  # how many arms only say what the study is
        for number, token in enumerate(tokens):
            if token.kind is Kind.STOP:
                grade = lead.grade = None
                grades = []
                self._grade = "" if self._head_used else self._grade
                lead.ended = len(lead.arms)
            if token.kind is Kind.STUDY:
                introduced = len(lead.arms)
            if token.kind is Kind.GRADE or token.name == "any_grade":
                grades.append(token.name if token.kind is Kind.GRADE else "")
            if token.kind is Kind.GRADE and self._qualifies(lead, token):
                self._grade_head(lead, token)
            elif token.kind is Kind.GRADE:
                grade, lead.grade = token, token
            elif token.kind is Kind.ENDPOINT and token.name:
                self._endpoint(lead, token, grade, tokens[number + 1 :])
                lead.graded = [replace(lead.ends[-1], grade=each) for each in grades]
                grade, lead.grade, grades = None, None, []
            elif token.kind is Kind.EVENT:
                self._event(lead, token, grade, any_grade=any_grade)
                grade, any_grade, lead.grade = None, False, None
            elif token.kind is Kind.CUE and token.name == "any_grade":
                any_grade = lead.any_grade = True
                self._ungrade(lead, token)
            elif token.kind is Kind.CUE and token.name == "adverse_head" and grade is not None:
                self._head, self._head_used, self._grade = (
                    End("AE", token, grade=grade.name),
                    False,
                    grade.name,
                )
                grade, lead.grade = None, None
            else:
                self._other(lead, token, number)
        if len(lead.arms) - introduced > 1:
            lead.ended = max(lead.ended, introduced)
        if 0 < lead.ended < len(lead.arms):
            lead.earlier, lead.arms = lead.arms[: lead.ended], lead.arms[lead.ended :]
            lead.relative = {n - lead.ended for n in lead.relative if n >= lead.ended}
        lead.listed = self._coordinated(lead.ends)
        lead.stage = self._stage(tokens)
        return lead

    def _stage(self, tokens: Sequence[Token]) -> str:
        """The stage of treatment that the words name last ("after induction")."""
        if not tokens:
            return ""
        start = min(self._since, tokens[0].start)
        places = {
            name: match.end()
            for name in ("stage_induction", "stage_transplant")
            for match in self._lexicon.cue(name).finditer(self._text, start, self._until)
        }
        return max(places, key=lambda name: places[name]) if places else ""

    _since: int = 0
    _until: int = 0

    @property
    def since(self) -> int:
        """Where the words before the run at hand begin."""
        return self._since

    def between(self, start: int, end: int) -> LeadReader:
        """The same reader, for the words between two places."""
        self._since, self._until = start, end
        return self

    def used(self, ends: Sequence[End]) -> None:
        """A number was given for these endpoints: a head with a number heads no list any more."""
        heads = [end for end in ends if end.code in ADVERSE and not end.event]
        if heads and self._opens_list(heads[-1]):  # "77% had grade 3 AEs, most often X (25%)"
            self._head, self._grade = heads[-1], heads[-1].grade
        if heads:
            self._head_used = True

    def _opens_list(self, head: End) -> bool:
        """Whether a word that opens a list stands right behind an endpoint."""
        words = self._text[head.token.end : head.token.end + _OPENS].lstrip(" ,，(（:：—–-")
        return self._lexicon.cue("list_head").match(words) is not None

    # ------------------------------------------------------------ endpoints

    def _endpoint(self, lead: Lead, token: Token, grade: Token | None, after: Sequence[Token]) -> None:
        end = End(token.name, token, grade=grade.name if grade else "", since=token.start)
        last = lead.ends[-1] if lead.ends else None
        if last is not None and last.code.startswith(end.code) and self._synonym(last.token, token):
            end = replace(lead.ends.pop(), token=token)
        lead.ends.append(end)
        lead.follow_up = None
        if end.code in ADVERSE:
            self._head, self._head_used, self._grade = end, False, end.grade
        else:
            self._head, self._grade = None, ""

    def _qualifies(self, lead: Lead, token: Token) -> bool:
        """Whether a grade belongs to the events right before it ("AEs of grade 3 or higher")."""
        last = lead.ends[-1] if lead.ends else None
        if last is None or last.code not in ADVERSE or last.event or last.grade:
            return False
        gap = self._text[last.token.end : token.start].strip(" )）")
        return self._lexicon.cue("qualifying").fullmatch(gap) is not None

    def _grade_head(self, lead: Lead, token: Token) -> None:
        end = replace(lead.ends.pop(), grade=token.name)
        lead.ends.append(end)
        self._head, self._grade = end, token.name

    def _synonym(self, left: Token, right: Token) -> bool:
        return len(self._text[left.end : right.start].strip(" (（,，;；")) == 0

    def _event(self, lead: Lead, token: Token, grade: Token | None, *, any_grade: bool) -> None:
        head = self._head if self._head and (not self._head_used or lead.subset) else None
        coded = self._coded(token)
        last = lead.ends[-1] if lead.ends else None
        if last and (last.event == token.name or last.code == coded) and self._synonym(last.token, token):
            return
        if head is not None and lead.ends and lead.ends[-1].code in ADVERSE and not lead.ends[-1].event:
            lead.ends.pop()
        own = grade.name if grade else ("" if any_grade else (head.grade if head else self._grade))
        code = coded or (head.code if head else self._related(token))
        lead.ends.append(End(code, token, event="" if coded else token.name, grade=own))
        lead.follow_up = None
        told = coded or token.name
        again = grade is not None and told in self._whole  # a part of what was told in whole
        self._grade = "" if again else own
        self._whole |= set() if own else {told}

    def _ungrade(self, lead: Lead, token: Token) -> None:
        """ "Any grade" right behind an event is that event's."""
        last = lead.ends[-1] if lead.ends else None
        if last is not None and last.event and not self._text[last.token.end : token.start].strip(" (（,，"):
            lead.ends[-1] = replace(last, grade="")

    def _coded(self, token: Token) -> str:
        """The code of an event that is an endpoint of its own; ``""`` for all others."""
        entry = self._lexicon.endpoints.find(token.text) or self._lexicon.endpoints.find(token.name)
        return entry.key if entry is not None and entry.key in CODED_EVENTS else ""

    def _related(self, token: Token) -> str:
        before = self._text[max(0, token.start - _RELATED) : token.start].rstrip()
        related = self._lexicon.cue("treatment_related")
        return "TRAE" if any(m.end() == len(before) for m in related.finditer(before)) else "AE"

    def _coordinated(self, ends: Sequence[End]) -> list[End]:
        """The last endpoints that the text joins by "and" or a comma."""
        listed = list(ends[-1:])
        for left, right in zip(reversed(ends[:-1]), reversed(ends), strict=False):
            if not self._joined(left.token, right.since if right.since >= 0 else right.token.start):
                break
            listed.insert(0, left)
        return listed

    def _joined(self, left: Token, right: int) -> bool:
        gap = self._text[left.end : right]
        for name in ("median", "grade_word", "and", "rate_word"):
            gap = self._lexicon.cue(name).sub("", gap)
        return not any(c.isalnum() for c in gap if c not in "123456789级") and len(gap) < 12

    # ------------------------------------------------------------ the rest

    def _other(self, lead: Lead, token: Token, number: int) -> None:
        if token.kind in (Kind.ARM, Kind.ROLE):
            if token.kind is Kind.ROLE or (token.drugs and not self._is_basis(token)):
                self._arm(lead, token)
        elif token.kind is Kind.POPULATION:
            lead.populations.append(token)
        elif token.kind is Kind.DOSE:
            lead.doses.append(token)
        elif token.kind is Kind.STOP:
            lead.stopped = True
        elif token.kind is Kind.CUE:
            self._cue(lead, token)

    def _is_basis(self, token: Token) -> bool:
        """Whether a treatment is only what another one was added to ("在 X 基础上加用 Y")."""
        return (
            self._lexicon.cue("basis_end").match(self._text[token.end : token.end + _BASIS].lstrip())
            is not None
        )

    def _arm(self, lead: Lead, token: Token) -> None:
        previous = lead.tokens[: list(lead.tokens).index(token)]
        cue = next((t for t in reversed(previous) if t.kind is Kind.CUE), None)
        opens = len(previous) == 1 and previous[0].name == "versus"  # "Compared with X, Y ..."
        if cue is not None and (opens or self._compares(cue, token)):
            lead.relative.add(len(lead.arms))
        lead.arms.append(token)

    def _compares(self, cue: Token, token: Token) -> bool:
        """Whether the arm right behind is what something is compared with ("高于 X", "than X")."""
        reach = {"relative": 4, "more": 2, "less": 2, "better": 2, "worse": 2}.get(cue.name, -1)
        return len(self._text[cue.end : token.start].strip()) <= reach

    def _cue(self, lead: Lead, token: Token) -> None:
        name = token.name
        if name in _RATIOS:
            lead.ratio = _RATIOS[name]
        elif name == "follow_up":
            lead.follow_up = token
        elif name in _COMPARATIVES:
            lead.comparatives.append(token)
            lead.reduction = lead.reduction or (name == "less" and bool(self._reducing(token)))
        elif name == "rise":
            lead.rising = lead.rising or not token.text.isascii()
        elif name == "from":
            lead.rising, lead.start_cue = True, token
        elif name in _FLAGS:
            setattr(lead, _FLAGS[name], True)
            if name == "subset":
                self._head_used = False

    def _reducing(self, token: Token) -> bool:
        return self._lexicon.cue("reduction").search(token.text) is not None


_FLAGS = {
    "risk": "risk",
    "reduction": "reduction",
    "gain": "gain",
    "overall_population": "overall",
    "subset": "subset",
    "corresponding": "corresponding",
}
