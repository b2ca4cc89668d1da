"""Treatments that the text joins to one regimen, as one arm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from isaextract.lexicon import Lexicon, compiled
from isaextract.link.arms import CHOICE, GENERAL, STANDARD, union
from isaextract.link.joints import Joint, Joints
from isaextract.link.regimens import Regimens
from isaextract.link.tokens import CLOSERS, OPENERS, Kind, Token, closing
from isaextract.schema import Span

_PLATIN, _PLATINUM = "platinum", ("platinum",)
_BRACKET = regex.compile(r"^[^()（）]{0,24}[(（][^()（）]*[)）]")
_NEXT = 60  # characters behind a run that may begin the other arm
_ALTERNATIVE = 12  # characters of "or weekly" between two alternatives
_REMARKS = (Kind.COUNT, Kind.STUDY, Kind.PERCENT, Kind.TIME)  # what no synonym in brackets holds


def join_treatments(
    tokens: Sequence[Token], text: str, lexicon: Lexicon, regimens: Regimens
) -> Iterable[Token]:
    """Join neighbouring drugs to one arm where the text joins them to one regimen."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.kind is not Kind.ARM:
            yield token
            position += 1
            continue
        chain = _Chain(tokens, position, text, lexicon, regimens)
        yield chain.arm()
        yield from chain.kept
        position = chain.after


def spelt_out(tokens: Sequence[Token]) -> Iterable[Token]:
    """ "Chemotherapy (A plus B)" is A and B, and goes on to be called chemotherapy."""
    position = 0
    while position < len(tokens):
        token, behind = tokens[position], tokens[position + 1 : position + 4]
        kinds = tuple(each.kind for each in behind)
        named = token.name == "component" and token.drugs == (GENERAL,)
        if named and kinds == (Kind.OPEN, Kind.ARM, Kind.CLOSE) and behind[1].name == "chain":
            yield replace(token, drugs=behind[1].drugs, name="chain")
            position += 4
            continue
        yield token
        position += 1


def chosen(tokens: Sequence[Token], text: str, lexicon: Lexicon) -> Iterable[Token]:
    """ "A, B or C as chosen by the investigator", "versus A or B" is one arm, the investigator's choice."""
    for position, token in enumerate(tokens):
        if position > 1 and _either_end(tokens, position - 2, text, lexicon) == position:
            continue
        end = max(_choice_end(tokens, position, text, lexicon), _either_end(tokens, position, text, lexicon))
        if end < 0:
            yield token
        elif not (position and _choice_end(tokens, _before(tokens, position), text, lexicon) == end):
            span = Span(token.start, tokens[end].end)
            yield replace(token, span=span, text=span.of(text), drugs=CHOICE, name="component", alias="")


def _either_end(tokens: Sequence[Token], position: int, text: str, lexicon: Lexicon) -> int:
    """The last of two treatments that "versus A or B" sets against another one; else -1."""
    before, behind = tokens[position - 1 : position], tokens[position : position + 3]
    kinds = [token.kind for token in behind]
    if kinds != [Kind.ARM, Kind.CUE, Kind.ARM] or not before or before[0].name != "versus":
        return -1
    one, joint, other = behind
    named = any(token.kind is Kind.ARM and token.drugs for token in tokens[:position])
    active = one.name == other.name == "drug" and not other.noun
    either = lexicon.cue("or").fullmatch(text[one.end : other.start].strip()) is not None
    return position + 2 if named and active and either and joint.name == "and" else -1


def _before(tokens: Sequence[Token], position: int) -> int:
    """The treatment before a place, in the same list."""
    places = range(position - 1, -1, -1)
    return next((n for n in places if tokens[n].kind not in (Kind.COMMA, Kind.CUE)), 0)


def _choice_end(tokens: Sequence[Token], position: int, text: str, lexicon: Lexicon) -> int:
    """Where a list of alternatives that begins at a place ends, if an investigator chose from it; else -1."""
    last = position
    while tokens[last].kind is Kind.ARM:
        if lexicon.cue("choice_behind").match(text, tokens[last].end):
            return last if last > position or position else -1
        between = (Kind.COMMA, Kind.CUE)
        following = next((n for n in range(last + 1, len(tokens)) if tokens[n].kind not in between), -1)
        if following < 0 or tokens[following].kind is not Kind.ARM:
            return -1
        gap = text[tokens[last].end : tokens[following].start].strip(" ,，、")
        either = lexicon.cue("or").match(gap)
        if gap and (either is None or len(gap) > _ALTERNATIVE or "to" in gap[either.end() :].split()):
            return -1
        last = following
    return -1


class _Chain:
    """The longest run of treatments from a position on that the text joins.

    ``kept`` are the tokens inside the run that are no part of the arm (doses, counts, citations);
    ``after`` is the place behind it.
    """

    def __init__(
        self, tokens: Sequence[Token], position: int, text: str, lexicon: Lexicon, regimens: Regimens
    ) -> None:
        self._tokens, self._text, self._lexicon, self._regimens = tokens, text, lexicon, regimens
        self._between = Joints(tokens, text, lexicon)
        self._members = [tokens[position]]
        self._joints: list[Joint] = []
        self._alias = tokens[position].alias
        self._skipped: list[Token] = []  # kept if another treatment joins
        self.kept: list[Token] = []
        self.after = position + 1
        self._read()
        self._cut()

    # ------------------------------------------------------------ the arm

    def arm(self) -> Token:
        """The run as one arm."""
        first, last = self._members[0], self._members[-1]
        drugs = union(*(member.drugs for member in self._members))
        if CHOICE[0] in drugs:
            drugs = CHOICE
        if self._alias and len(self._members) > 1:
            drugs = union(drugs, self._regimens.expand(self._alias))
        elif self._alias and first.name == "drug":
            whole = self._regimens.expand(self._alias)  # "X added (D+X)": the code is the arm
            drugs = whole if set(drugs) < set(whole) else drugs
        span = Span(first.start, last.end)
        return replace(
            first,
            span=span,
            text=span.of(self._text),
            drugs=drugs,
            alias=self._alias,
            noun=self._is_called_arm(last),
            name=first.name if len(self._members) == 1 else "chain",
        )

    def _is_called_arm(self, last: Token) -> bool:
        """Whether "arm" stands behind, or behind a synonym or a dose in brackets."""
        cue = self._lexicon.cue
        suffix, noun = cue("arm_suffix").pattern, cue("arm_patients").pattern
        pattern = rf"\s*(?:{cue('of').pattern})?\s*(?:(?:{suffix})\s*){{0,2}}(?:{noun})"
        called = compiled(pattern, regex.IGNORECASE)
        behind = next((n for n, token in enumerate(self._tokens) if token.start >= last.end), None)
        places = [last.end]
        if behind is not None and self._opens(behind, last.end):
            places.append(self._tokens[closing(self._tokens, behind)].end)
        return any(called.match(self._text, place) for place in places)

    # ------------------------------------------------------------ reading

    def _read(self) -> None:
        """Walk on while the next treatment is joined; a code in brackets closes the run."""
        position, end = self.after, self._members[0].end
        while position < len(self._tokens):
            token = self._tokens[position]
            words = self._between.words(end, token.start)
            if self._members[-1].drugs in (CHOICE, STANDARD) and token.kind is Kind.OPEN:
                for name in ("regimen_word", "arm_noun"):
                    words = self._lexicon.cue(name).sub("", words).strip()
            if token.kind is Kind.DOSE and not words:
                self._skipped.append(token)
                position, end = position + 1, token.end
            elif token.kind is Kind.OPEN and self._between.is_strong(words):
                position += 1
            elif token.kind is Kind.CLOSE and not words and self._is_inside(token):
                self.after, position, end = position + 1, position + 1, token.end
            elif token.kind is Kind.OPEN and not words:
                end_of = closing(self._tokens, position)
                if not self._bracket(position, end_of):
                    return
                position, end = end_of + 1, self._tokens[end_of].end
            elif token.kind is Kind.ARM and self._either_platinum(words, token):
                self._members[-1] = replace(self._members[-1], span=Span(self._members[-1].start, token.end))
                self._members[-1] = replace(self._members[-1], drugs=_PLATINUM)
                self.after, position, end = position + 1, position + 1, token.end
            elif token.kind is Kind.ARM and (joint := self._between.between(self._members, end, token)):
                self._join(token, joint, position)
                position, end = position + 1, token.end
            elif token.kind is Kind.COMMA or (token.kind is Kind.CUE and token.name == "and"):
                position += 1
            else:
                return

    def _either_platinum(self, words: str, token: Token) -> bool:
        """Whether a choice of two platinum compounds stands there ("cisplatin or carboplatin")."""
        if self._lexicon.cue("or").fullmatch(words) is None:
            return False
        drugs = (*self._members[-1].drugs, *token.drugs)
        entries = [self._lexicon.drugs.entries.get(drug) for drug in drugs]
        return len(entries) == 2 and all(entry is not None and entry.group == _PLATIN for entry in entries)

    def _join(self, token: Token, joint: Joint, position: int) -> None:
        self._members.append(token)
        self._joints.append(joint)
        self.kept += [each for each in self._skipped if each not in self.kept]
        self._skipped, self._alias = [], ""
        self.after = position + 1

    # ------------------------------------------------------------ brackets

    def _opens(self, position: int, end: int) -> bool:
        token = self._tokens[position]
        return token.kind is Kind.OPEN and not self._between.words(end, token.start)

    def _is_inside(self, token: Token) -> bool:
        """Whether the bracket that closes here was opened inside the run ("联用(A、B)")."""
        inside = self._text[self._members[0].end : token.start]
        opened = sum(inside.count(c) for c in OPENERS) > sum(inside.count(c) for c in CLOSERS)
        return opened and len(self._members) > 1

    def _bracket(self, opening: int, last: int) -> bool:
        """Read a bracket behind a treatment: whether it is a synonym, and the run may go on behind it."""
        inside = self._tokens[opening + 1 : last]
        treatments = [token for token in inside if token.kind is Kind.ARM]
        held = [self._tokens[opening], *inside, self._tokens[last]]
        held = [token for token in held if token.kind is not Kind.ARM]
        if treatments and treatments[0].name == "regimen" and inside[0] is treatments[0]:
            self._alias = treatments[0].alias
            self._joints = [Joint.STRONG] * len(self._joints)
            self.kept += [*self._skipped, *held]
            self.after = last + 1
            return False
        if any(member.drugs == CHOICE for member in self._members):  # what the investigator chose from
            self._skipped += held
            self.kept += [token for token in held if token.kind not in (Kind.OPEN, Kind.CLOSE)]
            self.after = last + 1
            return True
        if self._spells_choices(treatments):
            self._skipped += held
            self.kept += [token for token in held if token.kind not in (Kind.OPEN, Kind.CLOSE)]
            self.after = last + 1
            return True
        if any(token.kind in _REMARKS for token in inside) and not self._is_dosed(inside, last):
            return False
        named = {d for token in treatments for d in token.drugs if self._lexicon.given(d) is not None}
        if not named <= set(self._members[-1].drugs):
            return False
        self._skipped += held
        self.kept += [token for token in held if token.kind not in (Kind.OPEN, Kind.CLOSE)]
        self.after = last + 1
        return True

    def _spells_choices(self, treatments: Sequence[Token]) -> bool:
        """Whether a bracket only says which drugs a kind of treatment is ("endocrine therapy (A or B)")."""
        either = self._lexicon.cue("or")
        gaps = [self._text[one.end : other.start].strip(" ,，、") for one, other in pairwise(treatments)]
        return self._members[-1].name == "component" and bool(gaps) and all(map(either.fullmatch, gaps))

    def _is_dosed(self, inside: Sequence[Token], last: int) -> bool:
        """Whether a bracket says how a drug is given, and a sign joins the next one to it."""
        behind = self._text[self._tokens[last].end :].lstrip()[:1]
        return behind in ("+", "＋") and any(token.kind is Kind.DOSE for token in inside)

    # ------------------------------------------------------------ cutting

    def _cut(self) -> None:
        """Drop the members behind a joint that does not hold."""
        if (place := self._named_again()) >= 0:
            self._shorten(place + 1)
        if self._joints[-1:] == [Joint.COMMA] and Joint.STRONG in self._joints and self._or_follows():
            self._shorten(len(self._joints))  # "A plus B, C, or D": three arms
        if Joint.STRONG not in self._joints:
            listed = self._joints[-1:] == [Joint.COMMA] and (
                self._or_follows() or self._comes_again()
            )  # "A, B, or A plus B"
            if self._joints and (listed or not self._is_known()):
                self._shorten(1)
            return
        for number in range(1, len(self._joints) - 1):
            around = (self._joints[number - 1], self._joints[number + 1])
            if self._joints[number] is not Joint.STRONG and around == (Joint.STRONG, Joint.STRONG):
                self._shorten(number + 1)  # "A plus B, C plus D": two regimens
                return
        if self._goes_against():
            return
        for number in range(len(self._joints) - 1, -1, -1):
            parts = self._joints[number] is Joint.AND and Joint.COMMA not in self._joints[:number]
            if parts and not self._is_partner(self._members[number + 1]):
                self._shorten(number + 1)

    def _is_partner(self, token: Token) -> bool:
        """Whether a component closes the run and is called no arm ("A plus B and chemotherapy")."""
        alone = self._lexicon.cue("alone").match(self._text[token.end :].lstrip()[:_ALTERNATIVE])
        called = token.noun or self._is_called_arm(token)
        return token.drugs == (GENERAL,) and token is self._members[-1] and not (called or alone)

    def _goes_against(self) -> bool:
        """ "A plus B and C (n = 3) or D": what comes next is the other arm, so all before it is one."""
        behind = _BRACKET.sub("", self._text[self._members[-1].end :][:_NEXT]).lstrip(" ,，、")
        return (
            self._lexicon.cue("or").match(behind) is not None
            or self._lexicon.cue("versus").match(behind) is not None
        )

    def _or_follows(self) -> bool:
        behind = self._text[self._members[-1].end :][:6].lstrip(" ,，、")
        return self._lexicon.cue("or").match(behind) is not None

    def _named_again(self) -> int:
        """The member before the comma of a list that names its drug again behind ("B, A plus B"); else -1."""
        for place, member in enumerate(self._members):
            again = [
                n for n in range(place + 1, len(self._members)) if self._members[n].drugs == member.drugs
            ]
            if again and Joint.COMMA in self._joints[place : again[0]]:
                return place + self._joints[place : again[0]].index(Joint.COMMA)
        return -1

    def _comes_again(self) -> bool:
        """Whether the list goes on with one of its own drugs ("A, B, A plus B")."""
        marks = (Kind.COMMA, Kind.CUE)
        following = next((t for t in self._tokens[self.after :] if t.kind not in marks), None)
        own = {drug for member in self._members for drug in member.drugs}
        return following is not None and following.kind is Kind.ARM and bool(own & set(following.drugs))

    def _is_known(self) -> bool:
        """Whether the members together are a regimen of the lexicon or of the document."""
        wanted = union(*(member.drugs for member in self._members))
        if len(wanted) < 2:
            return False
        listed = any(wanted in entry.readings for entry in self._lexicon.regimens.entries.values())
        return listed or wanted in self._regimens.defined.values()

    def _shorten(self, members: int) -> None:
        last = self._members[members - 1]
        self._members, self._joints = self._members[:members], self._joints[: members - 1]
        self._alias = last.alias if members == 1 else ""
        self.after = self._tokens.index(last) + 1
        self.kept = [token for token in self.kept if token.end <= last.end]
