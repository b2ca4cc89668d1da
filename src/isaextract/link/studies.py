"""Which studies a document reports on, and which of them each place of the text is about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from isaextract.lexicon import Lexicon, lookup_key
from isaextract.link.passages import Sentence
from isaextract.link.tokens import ROUND, Kind, Token
from isaextract.schema import BlockKind, Label, Span

_MARKER = regex.compile(r"[\[［]\s*\d[^\]］]*[\]］]")
_NEAR = 24  # characters: how far a phase or a study noun may stand from what it belongs to


@dataclass(slots=True)
class StudyDraft:
    """A study while it is being put together; ``anchor`` is where it is introduced."""

    anchor: Span
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    phase: str = ""
    phase_span: Span | None = None
    introduced: bool = False  # by a number, or in a heading

    def is_named(self, ids: Iterable[str], names: Iterable[str]) -> bool:
        """Whether one of the numbers or names is this study's."""
        own = {lookup_key(name) for name in self.names}
        return bool(set(ids) & set(self.ids)) or any(lookup_key(name) in own for name in names)


@dataclass(frozen=True, slots=True)
class Topics:
    """From which place on the text is about which study (``-1``: none)."""

    starts: tuple[int, ...]
    studies: tuple[int, ...]

    def at(self, position: int) -> int:
        """The number of the study that the text is about at ``position``."""
        index = bisect_right(self.starts, position) - 1
        return self.studies[index] if index >= 0 else -1


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Names and numbers of one study that stand together."""

    tokens: tuple[Token, ...]
    phase: Token | None

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def ids(self) -> list[str]:
        return [t.name for t in self.tokens if t.mention and t.mention.label is Label.TRIAL_ID]

    @property
    def names(self) -> list[str]:
        return [t.name for t in self.tokens if t.mention and t.mention.label is Label.TRIAL_NAME]


def find_studies(
    text: str, sentences: Sequence[Sentence], lexicon: Lexicon
) -> tuple[tuple[StudyDraft, ...], Topics]:
    """Find the studies and where each is spoken of.

    A study is introduced by its name, by a registry number, by a phase with "a ... study", or by
    another phase of the number in force ("the phase 2 portion"). It stays the topic until another
    is named, or a heading opens that names none.
    """
    finder = _Finder(text, lexicon)
    for sentence in sentences:
        finder.read(sentence)
    return tuple(finder.studies), Topics(tuple(finder.starts), tuple(finder.topics))


class _Finder:
    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text, self._lexicon = text, lexicon
        self.studies: list[StudyDraft] = []
        self.starts: list[int] = []
        self.topics: list[int] = []
        self._current = -1
        self._pair: tuple[int, int] | None = None
        self._section: str | None = None
        self._announced = -1  # the block whose last sentence spoke of several studies, naming none

    def read(self, sentence: Sentence) -> None:
        """Follow the topic through one sentence."""
        if sentence.kind is not BlockKind.PARAGRAPH:
            self._switch(sentence.span.start, -1)
            self._pair = None
        anchors = [anchor for anchor in self._anchors(sentence) if not self._aside(sentence, anchor)]
        if anchors:
            numbers = [self._enter(anchor, sentence) for anchor in anchors]
            self._pair = self._pair_of(sentence, anchors, numbers)
        elif sentence.kind is BlockKind.PARAGRAPH and not self._by_author(sentence):
            self._other_phase(sentence)
            self._pronouns(sentence)
        self._announced = sentence.block if not anchors and self._announces(sentence) else -1

    def _switch(self, position: int, number: int) -> None:
        self._current = number
        self.starts.append(position)
        self.topics.append(number)

    # ------------------------------------------------------------ anchors

    def _anchors(self, sentence: Sentence) -> list[_Anchor]:
        groups: list[list[Token]] = []
        for token in (t for t in sentence.tokens if t.kind is Kind.STUDY):
            if groups and self._together(groups[-1], token):
                groups[-1].append(token)
            else:
                groups.append([token])
        phases = [t for t in sentence.tokens if t.kind is Kind.PHASE and t.name]
        return [_Anchor(tuple(group), self._phase(group, groups, phases)) for group in groups]

    def _together(self, group: Sequence[Token], token: Token) -> bool:
        """A number behind a name, a second name or number in the same brackets."""
        gap = _MARKER.sub("", self._text[group[-1].end : token.start])
        words = self._lexicon.cue("study_noun").sub("", _strip(gap))
        opened = any(c in gap for c in "(（[［") and not any(c in gap for c in ")）]］")
        is_name = token.mention is not None and token.mention.label is Label.TRIAL_NAME
        if is_name:
            listed = opened or self._depth(group[0].start, token.start) > 0
            return listed and not words and len(group) <= 2
        if not words:
            return True
        inside = self._depth(group[0].start, token.start) > 0
        return inside and len(group) == 1 and opened and len(words) < _NEAR

    def _depth(self, start: int, end: int) -> int:
        gap = self._text[start:end]
        return sum(gap.count(c) for c in "(（[［") - sum(gap.count(c) for c in ")）]］")

    def _phase(
        self, group: Sequence[Token], groups: Sequence[Sequence[Token]], phases: Sequence[Token]
    ) -> Token | None:
        if not phases:
            return None
        if len(groups) == 1 and len({phase.name for phase in phases}) == 1:
            return phases[0]
        middle = group[0].start
        nearest = min(phases, key=lambda phase: abs(phase.start - middle))
        closest = min(groups, key=lambda other: abs(nearest.start - other[0].start))
        shared = len({phase.name for phase in phases}) == 1
        return nearest if closest is group or shared else None

    def _aside(self, sentence: Sentence, anchor: _Anchor) -> bool:
        """Named only to be compared with ("unlike X", "与 X 研究不同")."""
        before = self._text[max(sentence.span.start, anchor.start - 12) : anchor.start]
        after = self._text[anchor.end : min(sentence.span.end, anchor.end + 16)]
        pattern = self._lexicon.cue("unlike")
        if anchor.ids:
            return False
        window = before + anchor.tokens[0].text + after
        match = pattern.search(window)
        return match is not None and match.start() < len(before) and not before[match.end() :].strip(" ")

    # ------------------------------------------------------------ entering

    def _enter(self, anchor: _Anchor, sentence: Sentence) -> int:
        number = self._known(anchor)
        if number < 0 and self._is_current(anchor, sentence):
            number = self._current
        if number < 0:
            self.studies.append(StudyDraft(Span(anchor.start, anchor.end)))
            number = len(self.studies) - 1
        study = self.studies[number]
        study.ids += [name for name in anchor.ids if name not in study.ids]
        study.names += [n for n in anchor.names if lookup_key(n) not in map(lookup_key, study.names)]
        if anchor.phase is not None and not study.phase:
            study.phase, study.phase_span = anchor.phase.name, anchor.phase.span
        if not study.introduced and (anchor.ids or sentence.kind is BlockKind.HEADING):
            study.introduced, study.anchor = True, Span(anchor.start, anchor.end)
        start = self._reach(sentence, anchor)
        self._switch(start, number)
        return number

    def _is_current(self, anchor: _Anchor, sentence: Sentence) -> bool:
        """A bare number under the heading of a study that has none yet is that study's."""
        if self._current < 0 or anchor.names or not anchor.ids:
            return False
        current = self.studies[self._current]
        own = lookup_key(sentence.section)
        headed = any(lookup_key(name) in own for name in current.names)
        said = self._lexicon.cue("this_study").search(self._text, sentence.span.start, anchor.start)
        return not current.ids and (headed or said is not None)

    def _reach(self, sentence: Sentence, anchor: _Anchor) -> int:
        """Where the anchor's study becomes the topic: the sentence's start, or its clause's."""
        before = [t for t in sentence.tokens if t.end <= anchor.start]
        others = [t.end for t in before if t.kind is Kind.STUDY]
        if not others:
            return sentence.span.start
        outer = self._outside(before, anchor.start)
        between = [t for t in _outermost(before) if others[-1] < t.end <= outer]
        stops = [t.end for t in between if t.kind in (Kind.STOP, Kind.COMMA)]
        joints = [t.start for t in between if t.kind is Kind.CUE and t.name == "and"]
        return max(stops or joints or others)

    def _outside(self, before: Sequence[Token], position: int) -> int:
        """The place before the outermost bracket that is open at ``position``."""
        opened: list[int] = []
        for token in before:
            if token.kind is Kind.OPEN:
                opened.append(token.start)
            elif token.kind is Kind.CLOSE and opened:
                opened.pop()
        return opened[0] if opened else position

    def _known(self, anchor: _Anchor) -> int:
        for number, study in enumerate(self.studies):
            if not study.is_named(anchor.ids, self._aliases(anchor.names)):
                continue
            if self._other(study, anchor):
                continue
            return number
        return -1

    def _aliases(self, names: Sequence[str]) -> list[str]:
        known = [self._lexicon.trials.find(name) for name in names]
        return [*names, *(form for trial in known if trial for form in (trial.key, *trial.forms))]

    def _other(self, study: StudyDraft, anchor: _Anchor) -> bool:
        """The same registry number under another phase is another study."""
        same_number = bool(set(study.ids) & set(anchor.ids))
        phase = anchor.phase.name if anchor.phase else ""
        return same_number and bool(phase and study.phase) and phase != study.phase

    # ------------------------------------------------------------ without a name

    def _announces(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of several studies ("two phase 3 studies of X, both against Y")."""
        start, end = sentence.span.start, sentence.span.end
        cues = (self._lexicon.cue("several"), self._lexicon.cue("study_noun"))
        phased = any(token.kind is Kind.PHASE for token in sentence.tokens)
        return phased and all(cue.search(self._text, start, end) for cue in cues)

    def _by_author(self, sentence: Sentence) -> bool:
        """ "Smith et al. [18] treated 170 patients": one of the studies announced, known by its author."""
        cited = next((t for t in sentence.tokens if t.kind is Kind.CITATION), None)
        counts = any(token.kind is Kind.COUNT for token in sentence.tokens)
        if cited is None or not counts or self._announced != sentence.block:
            return False
        words = self._text[sentence.span.start : cited.start].strip()
        words = self._lexicon.cue("reported_by").sub("", words)
        if not self._lexicon.cue("author").fullmatch(words):
            return False
        self.studies.append(StudyDraft(Span(sentence.span.start, cited.end), introduced=True))
        self._switch(sentence.span.start, len(self.studies) - 1)
        return True

    def _other_phase(self, sentence: Sentence) -> None:
        for token in sentence.tokens:
            if token.kind is not Kind.PHASE or not token.name:
                continue
            if self._portion(token) and self._current >= 0:
                self._enter_phase(token)
            elif self._refers(sentence, token):
                return
            elif self._introduces(sentence, token):
                self.studies.append(
                    StudyDraft(token.span, phase=token.name, phase_span=token.span, introduced=True)
                )
                self._switch(sentence.span.start, len(self.studies) - 1)

    def _portion(self, token: Token) -> bool:
        after = self._text[token.end : token.end + 14]
        return bool(self._lexicon.cue("portion").match(_strip(after)))

    def _enter_phase(self, token: Token) -> None:
        current = self.studies[self._current]
        if not current.phase:
            current.phase, current.phase_span = token.name, token.span
            return
        family = [n for n, s in enumerate(self.studies) if s.is_named(current.ids, current.names)]
        number = next((n for n in family if self.studies[n].phase == token.name), -1)
        if number < 0:
            draft = StudyDraft(token.span, [*current.ids], [*current.names], token.name, token.span, True)
            self.studies.append(draft)
            number = len(self.studies) - 1
        self._switch(token.start, number)

    def _refers(self, sentence: Sentence, token: Token) -> bool:
        """Whether "this phase 3 study" takes up a study met before; it is the topic then."""
        before = self._text[max(sentence.span.start, token.start - _NEAR) : token.start]
        cue = self._lexicon.cue
        if not cue("definite").search(before) or not self._names_study(token):
            return False
        if self._current >= 0 and self.studies[self._current].phase in ("", token.name):
            current = self.studies[self._current]
            if not current.phase:
                current.phase, current.phase_span = token.name, token.span
            return True
        met = [n for n, study in enumerate(self.studies) if study.phase == token.name]
        if not met or self._current < 0:
            return False
        self._switch(sentence.span.start, met[-1])
        return True

    def _introduces(self, sentence: Sentence, token: Token) -> bool:
        before = self._text[max(sentence.span.start, token.start - _NEAR) : token.start]
        if not self._names_study(token):
            return False
        return bool(self._lexicon.cue("intro").search(before)) or self._is_of_a_drug(sentence, token)

    def _names_study(self, token: Token) -> bool:
        """Whether a study noun stands near behind a phase."""
        after = self._text[token.end : token.end + _NEAR]
        return any(self._lexicon.cue("study_noun").search(words) for words in (after, _strip(after)))

    def _is_of_a_drug(self, sentence: Sentence, token: Token) -> bool:
        """Whether a treatment says whose study it is, and the sentence enrols patients."""
        before = [t for t in sentence.tokens if t.end <= token.start]
        owner = next((t for t in reversed(before) if t.kind is Kind.ARM), None)
        enrols = any(t.kind is Kind.COUNT for t in sentence.tokens if t.start >= token.end)
        if owner is None or not enrols:
            return False
        words = _strip(ROUND.sub("", self._text[owner.end : token.start]))
        return self._lexicon.cue("study_of").fullmatch(words) is not None

    def _pronouns(self, sentence: Sentence) -> None:
        """Behind a sentence that introduced two studies, "the former ..., the latter ..." are they."""
        if self._pair is None or self._by_word(sentence, self._pair):
            return
        arms = next((t.start for t in sentence.tokens if t.kind is Kind.ARM), sentence.span.end)
        for token in sentence.tokens:
            if token.kind is Kind.ROLE and token.name in ("former", "latter") and token.start <= arms:
                self._switch(sentence.span.start, self._pair[token.name == "latter"])
                return

    def _by_word(self, sentence: Sentence, pair: tuple[int, int]) -> bool:
        """ "The former study ...; the latter study ...": each clause is about its own."""
        cues = (self._lexicon.cue("former_study"), self._lexicon.cue("latter_study"))
        places = [
            (match.start(), number)
            for cue, number in zip(cues, pair, strict=True)
            for match in cue.finditer(self._text, sentence.span.start, sentence.span.end)
        ]
        for place, number in sorted(places):
            self._switch(place, number)
        return bool(places)

    def _pair_of(
        self, sentence: Sentence, anchors: Sequence[_Anchor], numbers: Sequence[int]
    ) -> tuple[int, int] | None:
        if len(set(numbers)) != 2 or len(anchors) != 2:
            return None
        values = (Kind.PERCENT, Kind.RATIO)
        if any(token.kind in values for token in sentence.tokens):
            return None
        return numbers[0], numbers[1]


def _outermost(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that stand in no bracket."""
    depth, found = 0, list[Token]()
    for token in tokens:
        depth += token.kind is Kind.OPEN
        if not depth:
            found.append(token)
        depth -= token.kind is Kind.CLOSE and depth > 0
    return found


def _strip(text: str) -> str:
    """The text without brackets, separators and citation markers."""
    inside = 0
    kept: list[str] = []
    for character in text:
        inside += character in "[［"
        if not inside and character not in "()（）,，、;；:：" and not character.isspace():
            kept.append(character)
        inside -= character in "]］" and inside > 0
    return "".join(kept)
