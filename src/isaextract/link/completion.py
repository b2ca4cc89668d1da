"""Arms made whole: the drugs that all share, the placebo that is only said, parts that are shorthand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from isaextract.lexicon import compiled
from isaextract.link.arms import CARE, CHOICE, GENERAL, PLACEBO, STANDARD, ArmDraft, by_evidence, union
from isaextract.link.material import Elsewhere, Passage
from isaextract.link.tokens import Kind, Token
from isaextract.link.wording import Wording, neighbours

_BRACKET_FIRST = regex.compile(r"^\s*[(（][^)）]*[)）]")
_SENTENCE = regex.compile(r"[.。！？!?]\s*|\n")
_HEAD = 48  # characters before a sentence's first token
_ADDED = 160  # characters before a treatment that may say what is added to it


class Completion:
    """Completes the arms of one study."""

    def __init__(self, wording: Wording, passage: Passage, elsewhere: Elsewhere) -> None:
        self._wording, self._passage, self._elsewhere = wording, passage, elsewhere
        self._text = wording.text

    def whole(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """The arms with backbone and placebo, and without what is only short for one of them."""
        if self._elsewhere.control and len(drafts) > 1:  # the control has its name already
            drafts = [draft for draft in drafts if draft.drugs != (GENERAL,)]
        drafts = self._with_partners(_with_standard(drafts))
        complete = self._with_placebo(self._with_backbone(self._as_introduced(drafts)))
        return self.with_control(self._named_once(_without_care(self._without_shorthand(complete))))

    def with_control(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """One arm, and the control that a statement on several studies gives them all."""
        control = self._elsewhere.control
        if len(drafts) == 1 and control and set(drafts[0].drugs) != set(control):
            return [*drafts, ArmDraft(control, role="control", weight=2)]
        return drafts

    # ------------------------------------------------------------ partners

    def _as_introduced(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """A drug whose combination the study is introduced with ("X with Y") is short for it.

        Placebo that stands against it has the same partners.
        """
        chains = [
            token.drugs
            for tokens in self._passage.introduction[:1]
            for position, token in enumerate(tokens)
            if token.kind is Kind.ARM
            and token.name == "chain"
            and PLACEBO not in token.drugs
            and not self._wording.is_background(tokens, position)
        ]
        if len(set(chains)) != 1 or any(set(draft.drugs) == set(chains[0]) for draft in drafts):
            return drafts
        whole = set(chains[0])
        own = [draft for draft in drafts if set(draft.drugs) < whole]
        rest = [draft for draft in drafts if draft not in own]
        if len(own) != 1 or len(own[0].drugs) != 1 or any(rest_of.drugs != (PLACEBO,) for rest_of in rest):
            return drafts
        if self._is_opposed(own[0], replace(own[0], drugs=chains[0])):
            return drafts
        partners = whole - set(own[0].drugs)
        return [
            replace(draft, drugs=chains[0] if draft is own[0] else union(draft.drugs, partners))
            for draft in drafts
        ]

    def _with_partners(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """ "X or placebo, plus Y": what is given with the placebo is given with X too."""
        dummies = [draft for draft in drafts if PLACEBO in draft.drugs and len(draft.drugs) > 1]
        for dummy in dummies:
            partners = set(dummy.drugs) - {PLACEBO}
            drafts = [
                replace(d, drugs=union(d.drugs, partners))
                if len(dummies) == 1 and not partners & set(d.drugs) and self._stands_before(d, dummy)
                else d
                for d in drafts
            ]
        return by_evidence(drafts)

    def _stands_before(self, draft: ArmDraft, dummy: ArmDraft) -> bool:
        """Whether "or" leads from a treatment to the placebo with its partners."""
        for tokens in self._passage.introduction:
            for left, right in neighbours(tokens):
                if (tokens[left].drugs, tokens[right].drugs) == (draft.drugs, dummy.drugs):
                    words = self._wording.words_between(tokens[left], tokens[right])
                    return self._wording.cue("or").fullmatch(words) is not None
        return False

    # ------------------------------------------------------------ backbone

    def _with_backbone(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        backbone = self._backbone()
        if not backbone:
            return drafts
        grown = [
            replace(
                draft, drugs=_grown(draft.drugs, backbone), coded=draft.coded or draft.drugs == (GENERAL,)
            )
            for draft in drafts
            if set(draft.drugs) != backbone or len(drafts) < 3
        ]
        dummies = [draft for draft in grown if PLACEBO in draft.drugs]
        if len(dummies) == 1 and all(d in dummies or set(d.drugs) == backbone for d in grown):
            rest = [draft for draft in grown if draft not in dummies]
            grown = [*(self._added_to(backbone) or rest), *dummies]  # "X added to Y" against placebo and Y
        if len(grown) <= 1:
            bare = not grown or set(grown[0].drugs) == backbone
            grown = (self._added_to(backbone) if bare else []) or grown
            if self._is_set_against(backbone):
                alone = ArmDraft(union(backbone), role="control", labels=(GENERAL,), weight=2, coded=True)
                grown = [*grown, alone]
        return by_evidence(grown)

    def _is_set_against(self, backbone: set[str]) -> bool:
        """ "When X was added to Y ...": Y alone is the control where a study compares."""
        start, end = self._passage.introduction[0][0].start, self._passage.introduction[-1][-1].end
        if self._wording.cue("not_added").search(self._text, start, end):
            return True
        compares = any(self._compares(token, backbone) for token in self._passage.tokens)
        return compares and (self._addition(backbone) is not None or bool(self._behind_basis(backbone)))

    def _compares(self, token: Token, backbone: set[str]) -> bool:
        """Whether a token shows that the study compares: a ratio, phase 3, a group of the backbone alone."""
        alone = token.kind is Kind.ARM and token.noun and set(token.drugs) == backbone
        return alone or token.kind is Kind.RATIO or (token.kind is Kind.PHASE and "3" in token.name)

    def _addition(self, backbone: set[str]) -> tuple[Sequence[Token], Token] | None:
        """The sentence that says what is added to the backbone, and the backbone in it."""
        for tokens in self._passage.introduction:
            for token in tokens:
                named = token.kind is Kind.ARM and set(token.drugs) == backbone
                if named and self._is_added_to(self._said_before(tokens, token)):
                    return tokens, token
        return None

    def _added_to(self, backbone: set[str]) -> list[ArmDraft]:
        """The arm that adds to the backbone: the drug before "was added to", or behind "on the basis of"."""
        tokens, base = self._addition(backbone) or ((), None)
        added = [
            t for t in tokens if base is not None and t.kind is Kind.ARM and t.end <= base.start and t.drugs
        ] or self._behind_basis(backbone)
        return [ArmDraft(union(added[-1].drugs, backbone), span=added[-1].span, weight=2)] if added else []

    def _behind_basis(self, backbone: set[str]) -> list[Token]:
        """What "在 X 基础上联合 Y" adds to a backbone."""
        basis, joint = self._wording.cue("basis_end").pattern, self._wording.cue("join_strong").pattern
        joined = compiled(rf"\s*(?:{basis})\s*[，,]?\s*(?:{joint})\s*", regex.IGNORECASE)
        return [
            tokens[right]
            for tokens in self._passage.introduction
            for left, right in neighbours(tokens)
            if set(tokens[left].drugs) == backbone
            and joined.fullmatch(self._wording.plain(tokens[left], tokens[right]))
        ]

    def _backbone(self) -> set[str]:
        """Drugs that the text says every arm gets ("on a backbone of X", "both with X")."""
        for tokens in self._passage.sentences:
            for token in tokens:
                if token.kind is Kind.ARM and token.drugs and self._is_backbone(tokens, token):
                    return set(token.drugs) | self._listed_behind(tokens, token)
        same = self._wording.cue("same_backbone")
        for tokens in self._passage.introduction:
            if self._elsewhere.backbone and same.search(self._text, tokens[0].start, tokens[-1].end):
                return set(self._elsewhere.backbone)
        return set()

    def _listed_behind(self, tokens: Sequence[Token], token: Token) -> set[str]:
        """What the text joins to a backbone ("each with X and Y"), to the clause's end."""
        drugs: set[str] = set()
        for left, right in pairwise(tokens[tokens.index(token) :]):
            joint = right.kind is Kind.CUE and right.name == "and"
            if left.kind is Kind.ARM and not joint:
                break
            if right.kind is Kind.ARM:
                drugs |= set(right.drugs)
            elif not joint:
                break
        return drugs

    def _said_before(self, tokens: Sequence[Token], token: Token) -> str:
        """The sentence's words before a token, those before its first token among them."""
        head = self._text[max(0, tokens[0].start - _HEAD) : tokens[0].start]
        return _SENTENCE.split(head)[-1] + self._text[tokens[0].start : token.start]

    def _is_backbone(self, tokens: Sequence[Token], token: Token) -> bool:
        before = self._said_before(tokens, token)
        after = self._text[token.end : token.end + 12].strip()
        plain = _BRACKET_FIRST.sub("", self._text[token.end : token.end + 40]).strip()
        cue = self._wording.cue
        if cue("basis_end").match(cue("is_of").sub("", plain, count=1)):
            return True
        if cue("background").match(after):
            return False
        if cue("plus_either").match(self._text[token.end : token.end + _ADDED]):
            return True
        if self._is_added_to(before) or cue("backbone_is").search(before):
            return True
        gives = f"{cue('received').pattern}|{cue('join_strong').pattern}"
        shared = rf"(?:{cue('shared').pattern})\s*(?:{gives})\s*(?:\w+ly\s*)?$"
        return compiled(shared, regex.IGNORECASE).search(before) is not None

    def _is_added_to(self, before: str) -> bool:
        """ "Adding X or placebo to Y": whether Y comes next."""
        match = self._wording.cue("add_to").search(before[-_ADDED:])
        if match is None:
            return False
        rest = before[-_ADDED:][match.end() :]
        return any(found.end() == len(rest) for found in self._wording.cue("to_base").finditer(rest))

    # ------------------------------------------------------------ placebo

    def _with_placebo(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """A placebo control that is only said ("以安慰剂加相同化疗为对照") is an arm too."""
        if not drafts or any(PLACEBO in draft.drugs for draft in drafts):
            return drafts
        mention = next((t for t in self._passage.tokens if t.kind is Kind.ARM and PLACEBO in t.drugs), None)
        if mention is None and not (self._elsewhere.placebo and len(drafts) == 1):
            return drafts
        span = mention.span if mention else None
        drugs = (PLACEBO,) if mention or not self._elsewhere.control else self._elsewhere.control
        return [*drafts, ArmDraft(drugs, role="control", span=span, weight=2)]

    # ------------------------------------------------------------ shorthand

    def _named_once(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """The arms without "chemotherapy" where another arm, of cytotoxic drugs only, spells it out."""
        general = next((draft for draft in drafts if draft.drugs == (GENERAL,)), None)
        others = [draft for draft in drafts if draft is not general and GENERAL not in draft.drugs]
        whole = [d for d in others if any(set(d.drugs) < set(other.drugs) for other in drafts)]
        whole = [d for d in whole if len(d.drugs) > 1] or [
            d for d in others if d.is_cytotoxic(self._wording.lexicon)
        ]
        if general is None or len(whole) != 1 or len(drafts) < 3:
            return drafts
        named = replace(whole[0], labels=(*whole[0].labels, GENERAL, *general.labels))
        return [named if draft is whole[0] else draft for draft in drafts if draft is not general]

    def _without_shorthand(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """A part of a regimen that is never set against the whole is short for it."""
        if any(draft.drugs == CHOICE for draft in drafts):
            drafts = [draft for draft in drafts if draft.drugs != (GENERAL,)]
        kept: list[ArmDraft] = []
        for draft in drafts:
            whole = [other for other in drafts if set(draft.drugs) < set(other.drugs)]
            if any(set(other.drugs) == {*draft.drugs, PLACEBO} for other in whole):
                continue  # "X alone" beside "X plus placebo"
            opposed = any(self._is_opposed(draft, other) for other in whole)
            loose = not whole or (len(whole) > 1 and not all(_is_chain(other) for other in whole))
            if loose or draft.coded or opposed:
                kept.append(draft)
        return kept

    def _is_opposed(self, part: ArmDraft, whole: ArmDraft) -> bool:
        """Whether a table has the part, or the text sets it alone or right beside the whole."""
        if any(draft.drugs == part.drugs for draft in self._elsewhere.table_arms):
            return True
        named = (t for t in self._passage.tokens if t.kind is Kind.ARM and t.drugs == part.drugs)
        if any(
            self._is_alone(t) or self._is_listed_last(t, whole) or self._is_in_list(t, whole) for t in named
        ):
            return True
        sides = {part.drugs, whole.drugs}
        return any(
            {tokens[left].drugs, tokens[right].drugs} == sides and self._wording.beside(tokens, left, right)
            for tokens in self._passage.sentences
            for left, right in neighbours(tokens)
        )

    def _is_listed_last(self, part: Token, whole: ArmDraft) -> bool:
        """Whether a part closes the list of arms that the whole stands in ("A plus B, C, or B")."""
        before = self._text[max(0, part.start - 8) : part.start].rstrip()
        listed = any(match.end() == len(before) for match in self._wording.cue("or").finditer(before))
        tokens = next((tokens for tokens in self._passage.introduction if part in tokens), ())
        return listed and any(t.kind is Kind.ARM and t.drugs == whole.drugs for t in tokens)

    def _is_in_list(self, part: Token, whole: ArmDraft) -> bool:
        """Whether a list of arms has a part before the whole ("A, B, or A plus B")."""
        tokens = next((tokens for tokens in self._passage.introduction if part in tokens), ())
        place = next((n for n, t in enumerate(tokens) if t.kind is Kind.ARM and t.drugs == whole.drugs), -1)
        between = tokens[tokens.index(part) + 1 : place] if part in tokens else ()
        listed = all(t.kind in (Kind.COMMA, Kind.ARM) or t.name == "and" for t in between)
        return listed and sum(token.kind is Kind.ARM for token in between) > 0

    def _is_alone(self, token: Token) -> bool:
        after = self._text[token.end : token.end + 16].strip()
        return self._wording.cue("alone").match(after) is not None


def _with_standard(drafts: Sequence[ArmDraft]) -> list[ArmDraft]:
    """Standard therapy as an arm where no other control is named: regimens that doctors choose from."""
    others = [draft for draft in drafts if draft.drugs != STANDARD]
    if len(others) > 1:
        return others
    return [replace(draft, drugs=CHOICE) if draft.drugs == STANDARD else draft for draft in drafts]


def _is_chain(draft: ArmDraft) -> bool:
    """Whether an arm is named by a code or as drugs joined by signs."""
    return draft.coded or any(sign in label for label in draft.labels for sign in "+＋")


def _grown(drugs: tuple[str, ...], backbone: set[str]) -> tuple[str, ...]:
    """An arm's drugs with the backbone; chemotherapy that the backbone spells out is the backbone."""
    if drugs == (GENERAL,) and len(backbone) > 1:
        return union(backbone)
    return drugs if backbone <= set(drugs) else union(drugs, backbone)


def _without_care(drafts: list[ArmDraft]) -> list[ArmDraft]:
    """The arms without the care that all of them get; who gets nothing else keeps it."""
    shared = {care for care in CARE if len(drafts) > 1 and all(care in draft.drugs for draft in drafts)}
    return [
        replace(draft, drugs=tuple(drug for drug in draft.drugs if drug not in shared) or draft.drugs)
        for draft in drafts
    ]
