"""Which arms a study has: gathered over all that the document says of it, before any number is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from isaextract.lexicon import Lexicon
from isaextract.link.arms import PLACEBO, STAGES, ArmDraft, Arms, by_evidence, union
from isaextract.link.completion import Completion
from isaextract.link.evidence import Evidence
from isaextract.link.explained import Explained
from isaextract.link.material import Elsewhere, Passage
from isaextract.link.naming import Naming
from isaextract.link.roles import Roles
from isaextract.link.tokens import Kind, Token
from isaextract.link.variants import Variants
from isaextract.link.wording import Wording

_GIVEN = 24  # characters before a treatment that may say patients received it
_STRONG = 2
_EARLY = 4  # sentences in which a study says whether it has one arm, and which


class Inventory:
    """Builds the arms of one study from its passage and from its rows in tables."""

    def __init__(
        self, text: str, lexicon: Lexicon, passage: Passage, elsewhere: Elsewhere | None = None
    ) -> None:
        self._passage, self._elsewhere = passage, elsewhere or Elsewhere()
        self._wording = Wording(text, lexicon)
        self._explained = Explained(self._wording, passage, self._elsewhere)
        self._roles = Roles(self._wording, passage)

    def arms(self) -> Arms:
        """The study's arms, the experimental one first where the text tells."""
        if coded := self._explained.coded():
            return Arms(coded)
        if lettered := self._explained.lettered():
            return Arms(self._roles.given(lettered), self._roles.decided)
        if partnered := self._explained.of_shared_drug():
            return Arms(Naming(self._wording, self._passage).named(self._roles.given(partnered)))
        drafts = self._drafts()
        strong = [draft for draft in drafts if draft.weight >= _STRONG and draft.drugs]
        completion = Completion(self._wording, self._passage, self._elsewhere)
        strong = completion.whole(strong)
        if self._is_single():
            strong = self._single(drafts)
        elif not strong:
            strong = completion.with_control(self._single(drafts))
        elif all(draft.is_inactive or PLACEBO in draft.drugs for draft in strong):
            strong = [*self._single([draft for draft in drafts if not draft.is_inactive]), *strong]
        strong = self._roles.given(Variants(self._wording, self._passage).split(strong))
        strong = Naming(self._wording, self._passage).named(strong)
        compared = any(token.kind is Kind.RATIO for token in self._passage.tokens)
        partial = len(strong) == 1 and (compared or self._is_randomised())
        return Arms([*strong, *self._stages(strong)], self._roles.decided, partial)

    def _drafts(self) -> list[ArmDraft]:
        """All that speaks for an arm, one draft for each."""
        evidence = Evidence(self._wording, self._passage).drafts()
        explained = (
            *self._explained.labelled(),
            *self._explained.of_same_drug(),
            *self._explained.of_both_drugs(),
        )
        return by_evidence([*evidence, *explained, *self._elsewhere.table_arms])

    # ------------------------------------------------------------ one arm

    def _is_single(self) -> bool:
        """Whether the text calls the study single-armed."""
        early = self._passage.sentences[:_EARLY]
        said = any(self._wording.says("single_arm", tokens, before=60) for tokens in early)
        return said and not self._is_randomised()

    def _is_randomised(self) -> bool:
        """Whether the text says that patients were randomised."""
        return any(self._wording.says("randomised", tokens) for tokens in self._passage.sentences[:_EARLY])

    def _given_with(self, token: Token) -> tuple[str, ...]:
        """What patients got together with a drug: "received A, B and C"."""
        tokens = next(tokens for tokens in self._passage.sentences if token in tokens)
        before = self._wording.text[max(tokens[0].start, token.start - _GIVEN) : token.start]
        if self._wording.cue("received").search(before) is None:
            return ()
        drugs: list[str] = []
        linked = False
        for left, right in pairwise(tokens[tokens.index(token) :]):
            if right.kind is Kind.ARM and left.kind is not Kind.ARM:
                drugs += right.drugs
            elif right.kind is Kind.CUE and right.name == "and" and left.kind is Kind.ARM:
                gap = self._wording.text[left.end : right.end]
                if self._wording.cue("or").search(gap):
                    return ()
                linked = True
            elif right.kind is not Kind.COMMA or left.kind is not Kind.ARM:
                break
        return tuple(drugs) if linked else ()

    def _single(self, drafts: Sequence[ArmDraft]) -> list[ArmDraft]:
        """The treatment of a study without a comparison: the richest one named early."""
        early = [
            token
            for tokens in self._passage.sentences[:_EARLY]
            for position, token in enumerate(tokens)
            if token.kind is Kind.ARM
            and token.drugs
            and token.name != "component"
            and PLACEBO not in token.drugs
            and not self._wording.is_background(tokens, position)
        ]
        if early:
            given = {token: union(token.drugs, self._given_with(token)) for token in early}
            best = max(early, key=lambda token: len(given[token]))
            drugs = given[best]
            return [ArmDraft(drugs, span=best.span, weight=1, labels=(best.text,))]
        own = list(self._elsewhere.sibling or drafts[:1])
        topic = self._elsewhere.shared or self._elsewhere.topic
        return own or ([ArmDraft(topic, weight=1)] if topic else [])

    # ------------------------------------------------------------ stages

    def _stages(self, drafts: Sequence[ArmDraft]) -> Iterator[ArmDraft]:
        """What all patients had by the end of induction, and with the transplant, where the text says so."""
        known = [draft.drugs for draft in drafts]
        text, cue = self._wording.text, self._wording.cue
        for tokens in self._passage.introduction:
            for token in tokens:
                if token.kind is not Kind.ARM or not token.drugs or token.drugs in known:
                    continue
                before = text[max(tokens[0].start, token.start - 60) : token.start]
                after = text[token.end : token.end + 6].strip()
                if cue("everyone").search(before) and cue("background").match(after):
                    yield ArmDraft(token.drugs, role=STAGES[0], span=token.span)
                    yield ArmDraft(union(token.drugs, ("ASCT",)), role=STAGES[1], span=token.span)
                    return


def without_foreign(
    number: int, arms: Sequence[Arms], parts: Sequence[Passage], in_tables: Sequence[ArmDraft] = ()
) -> Arms:
    """A study's arms without those of another study that it only comes to speak of late.

    An arm is foreign when it is not named where its study is introduced (the first two sentences,
    its rows in tables), but where another study with the same arm is.
    """
    own = arms[number]
    here = parts[number].introduced() | {draft.drugs for draft in in_tables}
    told = len(in_tables) > 1  # the tables name them all
    elsewhere = [part.introduced() for n, part in enumerate(parts) if n != number]
    kept = [
        draft
        for draft in own.drafts
        if draft.tag or draft.drugs in here or not (told or any(draft.drugs in named for named in elsewhere))
    ]
    return replace(own, drafts=kept) if len(kept) >= 2 or len(kept) == len(own.drafts) else own
