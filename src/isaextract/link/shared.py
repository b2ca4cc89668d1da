"""Statements on several studies at once: "two trials of X, both placebo-controlled: A (...) and B (...)"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from isaextract.lexicon import Lexicon
from isaextract.link.arms import PLACEBO
from isaextract.link.passages import Sentence
from isaextract.link.studies import StudyDraft, Topics
from isaextract.link.tokens import Kind, Token
from isaextract.schema import BlockKind

_FAR = 48  # characters between "against" and what a drug is set against


@dataclass(frozen=True, slots=True)
class Shared:
    """What is said of a study together with others."""

    drugs: tuple[str, ...] = ()
    placebo: bool = False
    control: tuple[str, ...] = ()  # the control that all of them have
    population: Token | None = None
    phase: Token | None = None
    names: tuple[str, ...] = ()  # how the text writes the drugs


def shared_statements(
    text: str, sentences: Sequence[Sentence], drafts: Sequence[StudyDraft], topics: Topics, lexicon: Lexicon
) -> list[Shared]:
    """For each study what a sentence on several studies, it among them, says of it."""
    found = [Shared() for _ in drafts]
    section, here, block = Shared(), Shared(), -1  # what holds to the next heading, and in this paragraph
    spoken: Token | None = None  # the drug that the sentence before is about
    for sentence in sentences:
        opens, block = sentence.block != block, sentence.block
        spoken = None if opens else spoken
        here = Shared() if opens else here
        if sentence.kind is not BlockKind.PARAGRAPH:
            section = Shared()
            continue
        first = next((t for t in sentence.tokens if t.kind is Kind.STUDY), None)
        head = [t for t in sentence.tokens if first is None or t.end <= first.start]
        said = _statement(text, sentence, head, lexicon)
        introduced = [n for n, draft in enumerate(drafts) if sentence.span.contains(draft.anchor)]
        if first is None and said is None and opens:
            here = _opposed(text, sentence, lexicon) or Shared()
        if first is None and said is not None and (opens or topics.at(sentence.span.start) < 0):
            section = said
        elif len(introduced) > 1 and (said or (said := _behind(text, sentence, spoken, lexicon))):
            for number in introduced:
                found[number] = said
        for number in introduced:
            if found[number] == Shared():
                found[number] = replace(section, drugs=()) if here == Shared() else here
        spoken = _subject(sentence)
    return found


def _subject(sentence: Sentence) -> Token | None:
    """The drug that a sentence without a study is about: the only one that it names."""
    arms = [token for token in sentence.tokens if token.kind is Kind.ARM and token.drugs]
    named = any(token.kind is Kind.STUDY for token in sentence.tokens)
    return arms[0] if not named and len({token.drugs for token in arms}) == 1 else None


def _behind(text: str, sentence: Sentence, spoken: Token | None, lexicon: Lexicon) -> Shared | None:
    """What is said behind the names of several studies ("A and B, both phase 3 trials against X")."""
    if (against := _against(text, sentence, lexicon)) is not None:
        return against
    last = max(n for n, token in enumerate(sentence.tokens) if token.kind is Kind.STUDY)
    rest = [t for t in sentence.tokens[last + 1 :] if t.kind not in (Kind.CLOSE, Kind.CITATION)]
    end = next((t.start for t in rest if t.kind is not Kind.COMMA), sentence.span.end)
    if lexicon.cue("each").search(text, sentence.tokens[last].end, end) is None:
        return None
    control = _control(text, rest, lexicon)
    phase = next((token for token in rest if token.kind is Kind.PHASE), None)
    names = (spoken.text,) if spoken is not None else ()
    drugs = spoken.drugs if spoken is not None and control else ()
    return Shared(drugs, PLACEBO in control, control, phase=phase, names=names) if control else None


def _against(text: str, sentence: Sentence, lexicon: Lexicon) -> Shared | None:
    """ "A and B compared X and Y, respectively, with Z": Z is the control of both."""
    arms = [token for token in sentence.tokens if token.kind is Kind.ARM and token.drugs]
    respectively = [t for t in sentence.tokens if t.kind is Kind.CUE and t.name == "respectively"]
    if not arms or not respectively or respectively[-1].start > arms[-1].start:
        return None
    words = text[respectively[-1].start : arms[-1].start]
    if lexicon.cue("compared_with").fullmatch(words) is None:
        return None
    return Shared(placebo=PLACEBO in arms[-1].drugs, control=arms[-1].drugs)


def _opposed(text: str, sentence: Sentence, lexicon: Lexicon) -> Shared | None:
    """ "X has twice been set against Y": Y is the control of the studies that follow."""
    arms = [token for token in sentence.tokens if token.kind is Kind.ARM and token.drugs]
    if not arms or any(token.kind in (Kind.PERCENT, Kind.TIME, Kind.RATIO) for token in sentence.tokens):
        return None
    last = arms[-1]
    against = [
        t for t in sentence.tokens if t.kind is Kind.CUE and t.name == "versus" and t.end <= last.start
    ]
    if not against or last.drugs == arms[0].drugs or last.start - against[-1].end > _FAR:
        return None
    return Shared(control=last.drugs)


def _statement(text: str, sentence: Sentence, head: Sequence[Token], lexicon: Lexicon) -> Shared | None:
    end = head[-1].end if head else sentence.span.start
    words = text[sentence.span.start : end + 24]
    if not lexicon.cue("several").search(words) or not lexicon.cue("study_noun").search(words):
        return None
    arms = [token for token in head if token.kind is Kind.ARM and token.drugs and token.name != "component"]
    drugs = next((token.drugs for token in arms if PLACEBO not in token.drugs), ())
    against = _against(text, sentence, lexicon)
    control = _control(text, head, lexicon) or (against.control if against else ())
    placebo = PLACEBO in control or lexicon.cue("placebo_control").search(words) is not None
    population = next((token for token in head if token.kind is Kind.POPULATION), None)
    phase = next((token for token in head if token.kind is Kind.PHASE), None)
    return Shared(drugs, placebo, control, population, phase)


def _control(text: str, head: Sequence[Token], lexicon: Lexicon) -> tuple[str, ...]:
    """The treatment that the statement calls the control of all ("all controlled by X")."""
    for token in head:
        if token.kind is Kind.ARM and lexicon.cue("as_control").match(text, token.end):
            return token.drugs
    return ()
