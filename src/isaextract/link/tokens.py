"""A sentence as a line of tokens: mentions, function words, brackets; treatments joined to arms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.regimens import Regimens, components
from isaextract.schema import Label, Mention, Quantity, Span


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


_KINDS = {
    Label.TRIAL_ID: Kind.STUDY,
    Label.TRIAL_NAME: Kind.STUDY,
    Label.PHASE: Kind.PHASE,
    Label.DRUG: Kind.ARM,
    Label.REGIMEN: Kind.ARM,
    Label.ENDPOINT: Kind.ENDPOINT,
    Label.EVENT: Kind.EVENT,
    Label.GRADE: Kind.GRADE,
    Label.POPULATION: Kind.POPULATION,
    Label.PERCENT: Kind.PERCENT,
    Label.TIME: Kind.TIME,
    Label.COUNT: Kind.COUNT,
    Label.DOSE: Kind.DOSE,
    Label.RATIO: Kind.RATIO,
    Label.CI: Kind.CI,
    Label.PVALUE: Kind.PVALUE,
    Label.CITATION: Kind.CITATION,
}

_ROLES = ("experimental", "control", "first_two", "former", "latter", "both_arms", "all_arms")
_CUES = (
    "hazard_ratio",
    "odds_ratio",
    "risk_ratio",
    "not_reached",
    "follow_up",
    "overall_population",
    "analysis",
    "subgroup_word",
    "subset",
    "any_grade",
    "respectively",
    "rise",
    "from",
    "gain",
    "relative",
    "more",
    "less",
    "favours",
    "better",
    "worse",
    "similar",
    "risk",
    "reduction",
    "median",
    "mean",
    "attain",
    "list_head",
    "corresponding",
    "adverse_head",
    "versus",
    "and",
)
CHOICE = "investigator's choice"
_OPENERS, _CLOSERS, _COMMAS, _STOPS = "(（[［【", ")）]］】", ",，、", ";；。!！?？"


@lru_cache(maxsize=8)
def _scanner(lexicon: Lexicon) -> tuple[regex.Pattern[str], tuple[tuple[Kind, str], ...]]:
    """One pattern for all function words; group ``gN`` stands for the N-th kind and name."""
    names: list[tuple[Kind, str, str]] = [(Kind.ROLE, name, lexicon.cue(name).pattern) for name in _ROLES]
    names += [(Kind.ARM, name, lexicon.cue(f"component {name}").pattern) for name in components(lexicon)]
    names += [(Kind.CUE, name, lexicon.cue(name).pattern) for name in _CUES]
    parts = [f"(?P<g{number}>{pattern})" for number, (_, _, pattern) in enumerate(names)]
    return regex.compile("|".join(parts), regex.IGNORECASE), tuple((kind, name) for kind, name, _ in names)


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Turns a stretch of the document into tokens.

    ``labels`` are arm names that the document introduces ("每周 1 次", "subcutaneous"), as written.
    """

    text: str
    lexicon: Lexicon
    regimens: Regimens
    labels: Mapping[str, str]

    def tokens(self, span: Span, mentions: Sequence[Mention]) -> tuple[Token, ...]:
        """All tokens of ``span``; ``mentions`` are those that lie in it, in order."""
        tokens: list[Token] = []
        position = span.start
        for mention in mentions:
            tokens += self._gap(Span(position, mention.span.start))
            tokens.append(self._mention(mention))
            position = mention.span.end
        tokens += self._gap(Span(position, span.end))
        joined = join_treatments(tokens, self.text, self.lexicon, self.regimens)
        return tuple(self._without_left_out(tuple(joined)))

    def _without_left_out(self, tokens: Sequence[Token]) -> Iterable[Token]:
        """"The arm without X": what the arm before it holds, less X."""
        before: Token | None = None
        for token in tokens:
            if token.kind is Kind.ARM and before is not None and self._left_out(token, before):
                rest = tuple(drug for drug in before.drugs if drug not in token.drugs)
                yield replace(token, drugs=rest, name="chain", alias="")
            else:
                yield token
            before = token if token.kind is Kind.ARM and token.drugs else before

    def _left_out(self, token: Token, before: Token) -> bool:
        words = self.text[max(0, token.start - 10) : token.start].rstrip()
        said = any(match.end() == len(words) for match in self.lexicon.cue("minus").finditer(words))
        return said and token.noun and set(token.drugs) < set(before.drugs)

    def _mention(self, mention: Mention) -> Token:
        kind = _KINDS[mention.label]
        token = Token(kind, mention.span, mention.text, mention.concept, mention)
        if mention.label is Label.DRUG:
            return replace(token, name="drug", drugs=(mention.concept,))
        if mention.label is Label.REGIMEN:
            return replace(token, name="regimen", drugs=self.regimens.expand(mention.text), alias=mention.text)
        return token

    def _gap(self, span: Span) -> Iterable[Token]:
        pattern, names = _scanner(self.lexicon)
        position = span.start
        labels = self._labels()
        while position < span.end:
            character = self.text[position]
            if kind := _punctuation(self.text, position):
                yield Token(kind, Span(position, position + 1), character)
                position += 1
                continue
            if labels and (match := labels.match(self.text, position, span.end)):
                yield from self._label(match)
                position = match.end()
                continue
            match = pattern.match(self.text, position)
            if match and match.end() > position and match.start() < span.end and match.end() <= span.end:
                kind, name = names[int((match.lastgroup or "g0")[1:])]
                yield self._cue(kind, name, Span(*match.span()))
                position = match.end()
                continue
            position += 1

    def _label(self, match: regex.Match[str]) -> Iterable[Token]:
        """One token for each arm that a name, or a list of lettered groups, means."""
        if match["letters"] is None:
            tag = self.labels[_squeeze(match["name"])]
            yield Token(Kind.ROLE, Span(*match.span()), match[0], "label", tag=tag)
            return
        start = match.start("letters")
        for letter in regex.finditer(r"[A-Z]\d?", match["letters"]):
            tag = self.labels.get(f"group{letter[0].casefold()}", "")
            if tag:
                yield Token(Kind.ROLE, Span(start + letter.start(), start + letter.end()), letter[0], "label", tag=tag)

    def _cue(self, kind: Kind, name: str, span: Span) -> Token:
        text = span.of(self.text)
        if kind is Kind.ARM:
            return Token(kind, span, text, "component", drugs=(name,))
        if name == "not_reached":
            return Token(Kind.MISSING, span, text)
        return Token(kind, span, text, name)

    def _labels(self) -> regex.Pattern[str] | None:
        return _label_pattern(tuple(sorted(self.labels, key=len, reverse=True)), self.lexicon) if self.labels else None


@lru_cache(maxsize=64)
def _label_pattern(labels: tuple[str, ...], lexicon: Lexicon) -> regex.Pattern[str]:
    """Arm names before "group"; numbered ones and lettered groups ("group A", "groups A, B and C") bare."""
    written = "|".join(r"\s*".join(map(regex.escape, label)) for label in labels)
    noun, joint = lexicon.cue("arm_noun").pattern, lexicon.cue("join_weak").pattern
    letters = rf"(?:groups?|arms?)\s+(?P<letters>(?-i:[A-Z]\d?(?:\s*(?:{joint})\s*[A-Z]\d?)+)\b)"
    named = rf"(?P<name>{written})(?:\s*(?:{noun})|(?<=[A-Z]\d|(?:group|arm)\s?[A-Z])(?![A-Za-z0-9]))"
    return regex.compile(rf"{letters}|{named}", regex.IGNORECASE)


def _squeeze(text: str) -> str:
    return "".join(text.split()).casefold()


def _punctuation(text: str, position: int) -> Kind | None:
    character = text[position]
    if character in _OPENERS:
        return Kind.OPEN
    if character in _CLOSERS:
        return Kind.CLOSE
    if character in _COMMAS:
        return Kind.COMMA
    if character in _STOPS:
        return Kind.STOP
    return None


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
        yield from chain.kept()
        position = chain.after


class _Chain:
    """The longest run of treatments from a position on that the text joins."""

    def __init__(
        self, tokens: Sequence[Token], position: int, text: str, lexicon: Lexicon, regimens: Regimens
    ) -> None:
        self._tokens, self._text, self._lexicon, self._regimens = tokens, text, lexicon, regimens
        self._first = position
        self._members = [tokens[position]]
        self._kept: list[Token] = []
        self._alias = tokens[position].alias
        self._joins: list[str] = []
        self.after = position + 1
        self._read()
        self._cut()

    def kept(self) -> Iterable[Token]:
        """Tokens inside the run that are no part of the arm (doses, counts, citations)."""
        return self._kept

    def arm(self) -> Token:
        """The run as one arm."""
        first, last = self._members[0], self._members[-1]
        drugs = {drug for member in self._members for drug in member.drugs}
        if CHOICE in drugs:
            drugs = {CHOICE}
        if self._alias and len(self._members) > 1:
            drugs |= set(self._regimens.expand(self._alias))
        span = Span(first.start, last.end)
        return replace(
            first,
            span=span,
            text=span.of(self._text),
            drugs=tuple(sorted(drugs)),
            alias=self._alias,
            noun=self._noun(),
            name=first.name if len(self._members) == 1 else "chain",
        )

    def _noun(self) -> bool:
        suffix, noun = self._lexicon.cue("arm_suffix").pattern, self._lexicon.cue("arm_patients").pattern
        end = self._members[-1].end
        for token in self._tokens[self._first :]:  # a synonym or dose in brackets may stand before the noun
            if token.start < end:
                continue
            if token.kind is Kind.OPEN and not self._words(end, token.start):
                end = self._closing(token).end
            break
        pattern = rf"\s*(?:的)?\s*(?:(?:{suffix})\s*){{0,2}}(?:{noun})"
        return any(
            regex.compile(pattern, regex.IGNORECASE).match(self._text, place)
            for place in (self._members[-1].end, end)
        )

    def _closing(self, opening: Token) -> Token:
        depth = 0
        for token in self._tokens[self._tokens.index(opening) :]:
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            if depth == 0:
                return token
        return opening

    def _read(self) -> None:
        """Walk on while the next treatment is joined; a code in brackets closes the run."""
        position, end = self.after, self._members[0].end
        skipped: list[Token] = []
        while position < len(self._tokens):
            token = self._tokens[position]
            if token.kind is Kind.DOSE and not self._words(end, token.start):
                skipped.append(token)
                position, end = position + 1, token.end
            elif token.kind is Kind.OPEN and self._lexicon.cue("join_strong").fullmatch(self._words(end, token.start)):
                position += 1
            elif token.kind is Kind.CLOSE and self._entered(end, token):
                self.after, position, end = position + 1, position + 1, token.end
            elif token.kind is Kind.OPEN and not self._words(end, token.start):
                position, end, closed = self._bracket(position, skipped)
                if closed:
                    return
            elif token.kind is Kind.ARM and (join := self._join(end, token)):
                self._members.append(token)
                self._joins.append(join)
                self._kept += skipped
                skipped = []
                self.after = position + 1
                self._alias = ""
                position, end = position + 1, token.end
            elif token.kind is Kind.COMMA or (token.kind is Kind.CUE and token.name == "and"):
                position += 1
            else:
                return

    def _words(self, start: int, end: int) -> str:
        words = self._text[start:end].strip()
        return self._lexicon.cue("drug_suffix").sub("", words).strip() if words else words

    def _entered(self, end: int, token: Token) -> bool:
        """Whether the bracket that closes here was opened inside the run ("联用(A、B)")."""
        inside = self._text[self._members[0].end : token.start]
        opened = sum(inside.count(c) for c in _OPENERS) > sum(inside.count(c) for c in _CLOSERS)
        return opened and not self._words(end, token.start) and len(self._members) > 1

    def _bracket(self, position: int, skipped: list[Token]) -> tuple[int, int, bool]:
        """Read a bracket behind a treatment: an alias, a synonym, or a remark to pass over."""
        closing = self._closing(self._tokens[position])
        inside = self._tokens[position + 1 : self._tokens.index(closing)]
        treatments = [token for token in inside if token.kind is Kind.ARM]
        if treatments and treatments[0].name == "regimen" and inside[0] is treatments[0]:
            self._alias = treatments[0].alias
            self._joins = ["strong"] * len(self._joins)
            self._kept += skipped
            self._kept += [t for t in (self._tokens[position], *inside, closing) if t.kind is not Kind.ARM]
            self.after = self._tokens.index(closing) + 1
            return self.after, closing.end, True
        own = {drug for token in treatments for drug in token.drugs}
        if any(t.kind in (Kind.COUNT, Kind.STUDY, Kind.PERCENT, Kind.TIME) for t in inside):
            return self._tokens.index(closing) + 1, -1, True
        named = {drug for drug in own if drug in self._lexicon.drugs.entries}
        if not named <= set(self._members[-1].drugs) and treatments:
            return self._tokens.index(closing) + 1, -1, True
        skipped += [t for t in (self._tokens[position], *inside, closing) if t.kind is not Kind.ARM]
        self._swallow(position, closing)
        return self._tokens.index(closing) + 1, closing.end, False

    def _swallow(self, position: int, closing: Token) -> None:
        """Take a synonym's bracket into the run, so that it makes no arm of its own."""
        self.after = self._tokens.index(closing) + 1
        self._kept += [
            t for t in self._tokens[position : self.after] if t.kind not in (Kind.ARM, Kind.OPEN, Kind.CLOSE)
        ]

    def _join(self, end: int, token: Token) -> str:
        if end < 0:
            return ""
        gap = self._words(end, token.start).rstrip(_OPENERS).strip()
        gap = self._lexicon.cue("drug_modifier").sub("", gap).strip()
        last = self._members[-1]
        if any(CHOICE in member.drugs for member in self._members):
            return "strong" if len(gap) <= 12 and not last.noun and not set(gap) & set("，。；;") else ""
        if CHOICE in token.drugs:
            return ""
        if self._lexicon.cue("versus").search(self._text, end, token.start):
            return ""
        if gap in ("+", "＋", "→", "-", "–", "/") or self._lexicon.cue("join_strong").fullmatch(gap):
            return "strong"
        repeated = set(token.drugs) & {drug for member in self._members for drug in member.drugs}
        if repeated:
            return ""
        if self._lexicon.cue("join_weak").fullmatch(gap) and gap not in ("、", ",") and self._combined(token):
            return "strong"
        if "regimen" in (token.name, last.name):
            return ""
        if self._lexicon.cue("join_weak").fullmatch(gap):
            if gap in ("、", ","):
                return "comma"
            return "and"
        far = self._lexicon.cue("join_far").search(gap)
        apart = len(gap) <= 60 and gap[:1] in ",，" and not set(gap) & set("。；;")
        apart = apart and self._lexicon.cue("enrol").search(gap) is None
        return "strong" if far is not None and far.end() == len(gap) and apart else ""

    def _combined(self, token: Token) -> bool:
        """Whether "in combination" stands behind ("A 与 B 联合")."""
        after = self._text[token.end : token.end + 12].lstrip()
        match = self._lexicon.cue("join_far").match(after)
        following = next((t for t in self._tokens if t.start >= token.end), None)
        near = following is not None and following.kind is Kind.ARM and following.start - token.end < 8
        return match is not None and not near

    def _cut(self) -> None:
        """Drop the members behind a join that does not hold."""
        joins = self._joins
        if not joins or all(join == "strong" for join in joins):
            return
        union = {drug for member in self._members for drug in member.drugs}
        if "strong" not in joins and not self._known(union):
            self._shorten(1)
            return
        if "strong" in joins:
            for number in range(len(joins) - 1, -1, -1):
                if joins[number] == "and" and "comma" not in joins[:number]:
                    self._shorten(number + 1)

    def _known(self, drugs: set[str]) -> bool:
        if len(drugs) < 2:
            return False
        wanted = tuple(sorted(drugs))
        listed = any(wanted in entry.readings for entry in self._lexicon.regimens.entries.values())
        return listed or wanted in self._regimens.defined.values()

    def _shorten(self, members: int) -> None:
        keep = self._members[members - 1]
        self._members = self._members[:members]
        self._joins = self._joins[: members - 1]
        self._alias = keep.alias if members == 1 else ""
        self.after = self._tokens.index(keep) + 1
        self._kept = [token for token in self._kept if token.end <= keep.end]
