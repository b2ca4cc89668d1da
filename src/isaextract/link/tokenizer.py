"""A stretch of the document cut into tokens, its treatments joined to arms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from isaextract.lexicon import Lexicon, Scanner, compiled
from isaextract.link.chains import chosen, join_treatments, spelt_out
from isaextract.link.regimens import Regimens, components
from isaextract.link.tokens import CLOSERS, OPENERS, Kind, Token
from isaextract.schema import Label, Mention, Span

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
_STATED = "stated "  # before the endpoint that a verb says: "were alive at 5 years"
_PUNCTUATION = {Kind.OPEN: OPENERS, Kind.CLOSE: CLOSERS, Kind.COMMA: ",，、", Kind.STOP: ";；。!！?？"}
_MARKS = {mark: kind for kind, marks in _PUNCTUATION.items() for mark in marks}


@lru_cache(maxsize=8)
def _scanner(lexicon: Lexicon) -> Scanner[tuple[Kind, str]]:
    """What finds the function words, by kind and name."""
    stated = [name for name in lexicon.cues.entries if name.startswith(_STATED)]
    return Scanner(
        [
            *(((Kind.ROLE, name), lexicon.cue(name).pattern) for name in _ROLES),
            *(((Kind.ARM, name), lexicon.cue(f"component {name}").pattern) for name in components(lexicon)),
            *(((Kind.ENDPOINT, name.removeprefix(_STATED)), lexicon.cue(name).pattern) for name in stated),
            *(((Kind.CUE, name), lexicon.cue(name).pattern) for name in _CUES),
        ]
    )


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
        tokens += self._gap(Span(position, max(position, span.end)))  # a mention may end behind the sentence
        joined = spelt_out(tuple(join_treatments(tokens, self.text, self.lexicon, self.regimens)))
        joined = chosen(tuple(joined), self.text, self.lexicon)
        return tuple(self._without_left_out(tuple(joined)))

    def _without_left_out(self, tokens: Sequence[Token]) -> Iterable[Token]:
        """ "The arm without X": what the arm before it holds, less X."""
        before: Token | None = None
        for token in tokens:
            if token.kind is Kind.ARM and before is not None and self._left_out(token, before):
                rest = tuple(drug for drug in before.drugs if drug not in token.drugs)
                yield replace(token, drugs=rest, name="chain", alias="")
            elif token.name == "drug" and not token.noun and self._is_minus(token):
                continue  # "replacing X": X is no one's treatment
            else:
                yield token
            before = token if token.kind is Kind.ARM and token.drugs else before

    def _left_out(self, token: Token, before: Token) -> bool:
        return self._is_minus(token) and token.noun and set(token.drugs) < set(before.drugs)

    def _is_minus(self, token: Token) -> bool:
        """Whether "without" or "replacing" stands right before a treatment."""
        words = self.text[max(0, token.start - 12) : token.start].rstrip()
        return any(match.end() == len(words) for match in self.lexicon.cue("minus").finditer(words))

    def _mention(self, mention: Mention) -> Token:
        kind = _KINDS[mention.label]
        token = Token(kind, mention.span, mention.text, mention.concept, mention)
        if mention.label is Label.ENDPOINT and self._are_deaths(mention):
            return replace(token, name="mortality")
        if mention.label is Label.DRUG:
            return replace(token, name="drug", drugs=(mention.concept,))
        if mention.label is Label.REGIMEN:
            return replace(
                token, name="regimen", drugs=self.regimens.expand(mention.text), alias=mention.text
            )
        return token

    def _are_deaths(self, mention: Mention) -> bool:
        """Whether deaths are counted, where the word alone stands for survival ("死亡 13 例")."""
        if self.lexicon.cue("death").fullmatch(mention.text) is None:
            return False
        return self.lexicon.cue("counted_behind").match(self.text, mention.span.end) is not None

    def _gap(self, span: Span) -> Iterable[Token]:
        scanner = _scanner(self.lexicon)
        position = span.start
        labels = self._labels()
        while position < span.end:
            character = self.text[position]
            if character.isspace() or self._is_within_word(position):
                position += 1
                continue
            if mark := _MARKS.get(character):
                yield Token(mark, Span(position, position + 1), character)
                position += 1
                continue
            if labels and (match := labels.match(self.text, position, span.end)):
                yield from self._label(match)
                position = match.end()
                continue
            found = scanner.match(self.text, position)
            if found and found[1] <= span.end:
                (kind, name), end = found
                yield self._cue(kind, name, Span(position, end))
                position = end
                continue
            position += 1

    def _is_within_word(self, position: int) -> bool:
        """Whether a Latin letter goes on with a word, where no function word begins (``sm|all cohorts``)."""
        pair = self.text[max(0, position - 1) : position + 1]
        return len(pair) > 1 and pair.isascii() and pair.isalpha()

    def _label(self, match: regex.Match[str]) -> Iterable[Token]:
        """One token for each arm that a name, or a list of lettered groups, means."""
        written = next((name for name in ("letters", "grouped", "against") if match[name]), "letters")
        if match[written] is None:
            tag = self.labels[_squeeze(match["name"])]
            yield Token(Kind.ROLE, Span(*match.span()), match[0], "label", tag=tag)
            return
        start = match.start(written)
        for letter in compiled(r"(?<![A-Za-z])[A-Z]\d?").finditer(match[written]):
            key = letter[0].casefold()
            tag = self.labels.get(f"group{key}", self.labels.get(key, ""))
            if tag:
                yield Token(
                    Kind.ROLE, Span(start + letter.start(), start + letter.end()), letter[0], "label", tag=tag
                )

    def _cue(self, kind: Kind, name: str, span: Span) -> Token:
        text = span.of(self.text)
        if kind is Kind.ARM:
            return Token(kind, span, text, "component", drugs=(name,))
        if name == "not_reached":
            return Token(Kind.MISSING, span, text)
        return Token(kind, span, text, name)

    def _labels(self) -> regex.Pattern[str] | None:
        return (
            _label_pattern(tuple(sorted(self.labels, key=len, reverse=True)), self.lexicon)
            if self.labels
            else None
        )


@lru_cache(maxsize=64)
def _label_pattern(labels: tuple[str, ...], lexicon: Lexicon) -> regex.Pattern[str]:
    """Arm names before "group"; numbered ones and lettered groups ("group A", "groups A, B and C") bare."""
    written = "|".join(r"\s*".join(map(regex.escape, label)) for label in labels)
    noun, joint = lexicon.cue("arm_noun").pattern, lexicon.cue("join_weak").pattern
    letters = rf"(?:groups?|arms?)\s+(?P<letters>(?-i:[A-Z]\d?(?:\s*(?:{joint})\s*[A-Z]\d?)+)\b)"
    named = rf"(?P<name>{written})(?:\s*(?:{noun})|(?<=[A-Z]\d|(?:group|arm)\s?[A-Z])(?![A-Za-z0-9]))"
    grouped = rf"(?P<grouped>(?-i:(?<![A-Za-z0-9])[A-Z](?:\s*(?:{joint})\s*[A-Z])+))\s*[两二三四]?(?:{noun})"
    versus = lexicon.cue("versus").pattern
    against = rf"(?P<against>(?-i:(?<![A-Za-z0-9])[A-Z])\s*(?:{versus})\s*(?-i:[A-Z](?![A-Za-z0-9])))"
    return regex.compile(rf"{letters}|{grouped}|{against}|{named}", regex.IGNORECASE)


def _squeeze(text: str) -> str:
    return "".join(text.split()).casefold()
