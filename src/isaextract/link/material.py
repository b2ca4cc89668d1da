"""What the document says of one study: in its own passage and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isaextract.lexicon import Lexicon
from isaextract.link.arms import ArmDraft
from isaextract.link.passages import Sentence
from isaextract.link.several import with_own_treatment
from isaextract.link.studies import StudyDraft, Topics
from isaextract.link.tokens import Kind, Token


@dataclass(frozen=True, slots=True)
class Passage:
    """All that the prose says of one study: its tokens, sentence by sentence."""

    sentences: tuple[tuple[Token, ...], ...]
    introduction: tuple[tuple[Token, ...], ...] = ()
    body: tuple[tuple[Token, ...], ...] = ()  # from the introduction on

    @property
    def tokens(self) -> Iterator[Token]:
        """The tokens of all sentences, in order."""
        for sentence in self.sentences:
            yield from sentence

    def introduced(self) -> set[tuple[str, ...]]:
        """The treatments named where the study is introduced."""
        return {t.drugs for tokens in self.introduction for t in tokens if t.kind is Kind.ARM}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What stands outside a study's passage: its rows in tables, its other phases, the document's drug."""

    table_arms: tuple[ArmDraft, ...] = ()
    sibling: tuple[ArmDraft, ...] = ()
    topic: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()  # what the study before gave its experimental arm only
    shared: tuple[str, ...] = ()  # the drug that a statement on several studies is about
    names: tuple[str, ...] = ()  # how the text writes it
    placebo: bool = False  # whether such a statement gives them placebo controls
    backbone: tuple[str, ...] = ()  # what all arms of the study before had
    control: tuple[str, ...] = ()  # the control that such a statement gives them all


def passages(
    text: str,
    drafts: Sequence[StudyDraft],
    sentences: Sequence[Sentence],
    topics: Topics,
    lexicon: Lexicon,
) -> list[Passage]:
    """Give each study the tokens that stand where it is the topic.

    Its introduction is the sentence that gives its number (or first names it) and the next one.
    """
    collected: list[list[tuple[Token, ...]]] = [[] for _ in drafts]
    for sentence in sentences:
        parts: dict[int, list[Token]] = {}
        for token in sentence.tokens:
            parts.setdefault(topics.at(token.start), []).append(token)
        for number, tokens in with_own_treatment(parts, sentence.tokens, text, lexicon).items():
            if number >= 0:
                collected[number].append(tuple(tokens))
    return [_passage(draft, parts) for draft, parts in zip(drafts, collected, strict=True)]


def _passage(draft: StudyDraft, parts: Sequence[tuple[Token, ...]]) -> Passage:
    first = next((n for n, tokens in enumerate(parts) if tokens[-1].end >= draft.anchor.end), 0)
    return Passage(tuple(parts), tuple(parts[first : first + 2]), tuple(parts[first:]))
