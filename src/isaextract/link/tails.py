"""What the words right behind a run of numbers say: its arms, its dose, its population, its endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from isaextract.lexicon import compiled
from isaextract.link.groups import Group
from isaextract.link.leads import ADVERSE, End, LeadReader
from isaextract.link.pointers import ALL_ARMS
from isaextract.link.scene import Scene
from isaextract.link.tokens import Kind, Token
from isaextract.link.values import Value

_ARMS = (Kind.ARM, Kind.ROLE)
_HEADS = (Kind.ENDPOINT, Kind.EVENT)
_LISTING = ("and", "versus", "respectively")
_ATTAINED = 60  # characters to the endpoint in "72.6% of the patients attained ..."
_CLOSE = 16  # characters to an endpoint without such a verb
_GLUED = 2  # characters between a word and the bracket's first
_OVERALL = 40  # characters behind a number that may say it is of all patients
_VERB = 16  # characters before an endpoint that may hold its verb
_RISK = 48  # characters to the endpoint in "a 40% reduction in the risk of ..."


class TailReader:
    """Reads tails within one sentence; what it takes leads to no other number."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._text = scene, scene.text
        self._kind = ""  # of the events listed behind numbers ("38% had treatment-related X, 30% Y")

    # ------------------------------------------------------------ arms

    def arm(self, value: Value, group: Group, bare: bool = True) -> int:
        """The arm that stands right at a number, behind it; ``-1`` where none does.

        ``bare`` allows an arm without a preposition, which may be the subject of what follows.
        """
        for bracket in value.brackets:
            named = [t for t in bracket.items if isinstance(t, Token) and t.kind in _ARMS]
            if len(named) == 1 and not any(isinstance(item, Value) for item in bracket.items):
                arms = self._scene.pointers.resolve(named[0])
                if len(arms) == 1:
                    return arms[0]
        if value is not group.values[-1]:
            return -1
        if (arm := self._all_in(group)) >= 0:
            return arm
        for token in group.tail:
            if token.kind in _ARMS:
                return self._taken(token, group, max(value.end, value.close), bare)
            if token.kind in (Kind.STOP, Kind.COMMA, *_HEADS):
                return -1
        return -1

    def _taken(self, token: Token, group: Group, end: int, bare: bool) -> int:
        """The arm of the first treatment behind, where only a preposition parts it from the number."""
        if not self._follows(end, token) or not (bare or self._text[end : token.start].strip()):
            return -1
        joint = self._joint(token, group.tail)
        arms = [joint] if joint >= 0 else self._scene.pointers.resolve(token)
        if len(arms) != 1:
            return -1
        self._scene.taken.add(token)
        return arms[0]

    def _joint(self, token: Token, tail: Sequence[Token]) -> int:
        """The arm that two treatments joined by "and" make up together ("under X and placebo")."""
        place = list(tail).index(token)
        following = tail[place + 1 : place + 3]
        if len(following) < 2 or following[0].name != "and" or following[1].kind is not Kind.ARM:
            return -1
        union = tuple(sorted({*token.drugs, *following[1].drugs}))
        if union == token.drugs:
            return -1
        drafts = self._scene.context.arms.drafts
        number = next((n for n, draft in enumerate(drafts) if draft.drugs == union), -1)
        if number >= 0:
            self._scene.taken.add(following[1])
        return number

    def sides(self, group: Group) -> tuple[int, int] | None:
        """The two arms set against each other right behind a ratio ("0.70 for X versus Y")."""
        sides = [token for token in group.tail[:4] if token.kind in _ARMS][:2]
        if len(sides) < 2 or not self._follows(group.end, sides[0]):
            return None
        between = [t.name for t in group.tail if sides[0].end <= t.start < sides[1].start]
        named = [self._scene.pointers.resolve(token) for token in sides]
        if between not in (["versus"], ["relative"]) or [len(arms) for arms in named] != [1, 1]:
            return None
        self._scene.taken |= set(sides)
        return named[0][0], named[1][0]

    def everyone(self, group: Group) -> list[int]:
        """The arms that one number is said of behind it ("7.6 months in both arms")."""
        token = group.tail[0] if group.tail and len(group.values) == 1 else None
        if token is None or token.name not in ALL_ARMS or not self._follows(group.end, token):
            return []
        self._scene.taken.add(token)
        return self._scene.pointers.resolve(token)

    def arms(self, group: Group) -> list[int]:
        """Arms listed behind numbers that are listed too ("52.7 and 37.8 months with X and Y")."""
        size = len(group.values)
        if size < 2:
            return []
        if in_bracket := self._arms_in_bracket(group):
            return in_bracket
        arms: list[int] = []
        taken: list[Token] = []
        for token in group.tail:
            if token.kind in _ARMS:
                named = self._scene.pointers.resolve(token)
                if len(named) != 1 or not (taken or self._follows(group.end, token)):
                    break
                arms.append(named[0])
                taken.append(token)
            elif not taken or (token.kind is not Kind.COMMA and token.name not in _LISTING):
                break
        if len(arms) != size or len(set(arms)) != size:
            return []
        self._scene.taken |= set(taken)
        return arms

    def _arms_in_bracket(self, group: Group) -> list[int]:
        """Arms listed in the bracket behind the last of the numbers ("42%/19% (A/B)")."""
        for bracket in group.values[-1].brackets:
            named = [t for t in bracket.items if isinstance(t, Token) and t.kind in _ARMS]
            if len(named) != len(group.values) or any(isinstance(item, Value) for item in bracket.items):
                continue
            arms = [each[0] for token in named if len(each := self._scene.pointers.resolve(token)) == 1]
            if len(set(arms)) == len(group.values):
                return arms
        return []

    def _all_in(self, group: Group) -> int:
        """The arm in "..., 均在 X 组", "all in the X arm"."""
        token = next((t for t in group.tail if t.kind in (Kind.STOP, *_ARMS)), None)
        if token is None or token.kind is Kind.STOP:
            return -1
        before = self._text[group.end : token.start].rstrip()
        said = any(m.end() == len(before) for m in self._scene.cue("all_in").finditer(before))
        arms = self._scene.pointers.resolve(token)
        return arms[0] if said and len(arms) == 1 else -1

    def _follows(self, end: int, token: Token) -> bool:
        """Whether a preposition, or nothing before an arm called so, leads from a number to an arm."""
        gap = self._text[end : token.start]
        cleaned = compiled(r"[(\[（［][^)\]）］]*[)\]）］]").sub(" ", gap).lstrip(")）]］")
        cleaned = self._scene.cue("alone").sub("", cleaned)
        if self._scene.cue("post_arm").fullmatch(cleaned):
            return True
        if cleaned.strip() and self._scene.cue("of").fullmatch(cleaned.strip()) is None:
            return False
        return token.noun or token.kind is Kind.ROLE or self._is_closed(token)

    def _is_closed(self, token: Token) -> bool:
        """Whether a clause ends right behind an arm ("55.9% with A" said short: "55.9% A, 69.5% B")."""
        return self._scene.cue("clause_end").match(self._text, token.end) is not None

    # ------------------------------------------------------------ narrowings

    def dose(self, group: Group) -> Token | None:
        """The dose that a number was reached with ("20.0% with 10 mg/kg Q2W")."""
        first = group.tail[0] if group.tail else None
        if first is None or first.kind is not Kind.DOSE:
            return None
        if self._scene.cue("post_arm").fullmatch(self._text[group.end : first.start]) is None:
            return None
        self._scene.taken.add(first)
        return first

    def is_overall(self, group: Group) -> bool:
        """Whether the words right behind a number, or behind its brackets, say it is of all patients."""
        overall, last = self._scene.cue("overall_behind"), group.values[-1]
        return any(overall.match(self._text[end : end + _OVERALL]) for end in (last.end, group.end))

    def populations(self, group: Group) -> list[Token]:
        """The populations that a number was found in ("45% in patients with ...")."""
        found: list[Token] = []
        end = group.end
        for place, token in enumerate(group.tail):
            if token.kind is not Kind.POPULATION:
                if found and (short := _abbreviated(found[-1], group.tail[place:])):
                    found[-1] = short
                break
            gap = self._text[end : token.start].strip()
            if not (
                self._scene.cue("post_arm").fullmatch(f" {gap} ")
                or not gap
                or self._scene.cue("of").fullmatch(gap)
                or self._scene.cue("found_in").fullmatch(gap)
            ):
                break
            found.append(token)
            end = token.end
        return [t for t in found if not t.name.startswith("setting") or t.text in self._scene.settings]

    # ------------------------------------------------------------ endpoints

    def endpoint(self, group: Group) -> list[End]:
        """The endpoint behind a share ("72.6% 达到 VGPR", "31.8% of patients attained ...")."""
        if group.kind in (Kind.TIME, Kind.RATIO):
            return []
        if (reduced := self._reduced(group)) is not None:
            return [reduced]
        words: list[Token] = []
        tail = _without_respectively(group.tail)
        for place, token in enumerate(tail):
            if token.kind is Kind.STOP or (
                token.kind is Kind.COMMA and not self._goes_on(token, tail[place:])
            ):
                break
            words.append(token)
            if token.kind in _HEADS:
                return self._reached(group, words)
        return []

    def _goes_on(self, comma: Token, tail: Sequence[Token]) -> bool:
        """Whether a verb behind a comma leads to an endpoint (", instead of 3%, were progression-free")."""
        head = next((token for token in tail if token.kind in _HEADS), None)
        being = self._scene.cue("being")
        return head is not None and being.fullmatch(self._text[comma.end : head.start].strip()) is not None

    def _is_verbal(self, head: Token) -> bool:
        """Whether an endpoint is said by a verb: "stopped because of AEs", "were progression-free"."""
        if head.mention is None or self._scene.cue("verb_head").match(self._text, head.start):
            return True
        before = self._text[max(0, head.start - _VERB) : head.start].rstrip()
        return any(match.end() == len(before) for match in self._scene.cue("being").finditer(before))

    def _reached(self, group: Group, words: Sequence[Token]) -> list[End]:
        """The endpoint that the words behind a number end with, where they say no more than that."""
        head = words[-1]
        attained = any(token.name == "attain" for token in words) or self._is_verbal(head)
        close = head.start - group.end <= (_ATTAINED if attained else _CLOSE)
        if not close or not (attained or self._leads_on(group.end, head.start)):
            return []
        self._scene.taken |= {t for t in words if t.kind in (*_HEADS, Kind.GRADE)}
        self._scene.taken |= {t for t in group.tail if _is_synonym(t, head)}
        ends = LeadReader(self._text, self._scene.lexicon).read(words).ends[-1:]
        if ends and ends[-1].event and ends[-1].code in ADVERSE:
            self._kind = ends[-1].code if ends[-1].code != "AE" else self._kind
            ends = [replace(ends[-1], code=self._kind or ends[-1].code)]
        return ends

    def _reduced(self, group: Group) -> End | None:
        """ "A 40% reduction in the risk of death": the endpoint behind "risk of"."""
        names = [t.name for t in group.tail[:4] if t.kind is Kind.CUE]
        if "risk" not in names or not ({"reduction", "less"} & set(names)):
            return None
        end = next((t for t in group.tail[:5] if t.kind is Kind.ENDPOINT), None)
        if end is None or end.start - group.end > _RISK:
            return None
        self._scene.taken.add(end)
        return End(end.name, end)

    def _leads_on(self, start: int, end: int) -> bool:
        gap = self._scene.cue("median").sub("", self._text[start:end].strip(" )）]］")).strip()
        return not gap or self._scene.cue("article").fullmatch(gap) is not None


def _abbreviated(population: Token, tail: Sequence[Token]) -> Token | None:
    """The shorter form of a population that its bracket opens with ("germline BRCA mutation (gBRCAm")."""
    opens = len(tail) > 1 and tail[0].kind is Kind.OPEN and tail[1].kind is Kind.POPULATION
    shorter = opens and len(tail[1].text) < len(population.text)
    return tail[1] if shorter and tail[1].start - population.end <= _GLUED else None


def is_abbreviated(population: Token, tokens: Sequence[Token]) -> bool:
    """Whether a shorter form of a population stands in brackets right behind it."""
    return _abbreviated(population, tokens[tokens.index(population) + 1 :]) is not None


def _is_synonym(other: Token, head: Token) -> bool:
    named = other.kind is head.kind and head.name.startswith(other.name or "-")
    return named and 0 < other.start - head.end <= 3


def _without_respectively(tokens: Sequence[Token]) -> list[Token]:
    """The words without ", respectively," between commas."""
    kept: list[Token] = []
    for token in tokens:
        aside = kept[-1:] if kept and kept[-1].name == "respectively" else []
        if token.kind is Kind.COMMA and aside:
            kept = kept[:-1] if len(kept) < 2 or kept[-2].kind is not Kind.COMMA else kept[:-2]
        else:
            kept.append(token)
    return kept
