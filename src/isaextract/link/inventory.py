"""Which arms a study has: gathered over all that the document says of it, before any number is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.arms import CHOICE, STAGES, ArmDraft, Arms, by_evidence
from isaextract.link.passages import Sentence
from isaextract.link.studies import StudyDraft, Topics
from isaextract.link.tokens import Kind, Token

_VALUES = (Kind.PERCENT, Kind.TIME, Kind.COUNT, Kind.MISSING)
_STRONG = 2
PLACEBO = "placebo"


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


def passages(drafts: Sequence[StudyDraft], sentences: Sequence[Sentence], topics: Topics) -> list[Passage]:
    """Give each study the tokens that stand where it is the topic.

    Its introduction is the sentence that gives its number (or first names it) and the next one.
    """
    collected: list[list[tuple[Token, ...]]] = [[] for _ in drafts]
    for sentence in sentences:
        parts: dict[int, list[Token]] = {}
        for token in sentence.tokens:
            parts.setdefault(topics.at(token.start), []).append(token)
        for number, tokens in parts.items():
            if number >= 0:
                collected[number].append(tuple(tokens))
    return [_passage(draft, parts) for draft, parts in zip(drafts, collected, strict=True)]


def _passage(draft: StudyDraft, parts: Sequence[tuple[Token, ...]]) -> Passage:
    first = next((n for n, tokens in enumerate(parts) if tokens[-1].end >= draft.anchor.end), 0)
    return Passage(tuple(parts), tuple(parts[first : first + 2]), tuple(parts[first:]))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What stands outside a study's passage: its rows in tables, its other phases, the document's drug."""

    table_arms: tuple[ArmDraft, ...] = ()
    sibling: tuple[ArmDraft, ...] = ()
    topic: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()  # what the study before gave its experimental arm only
    shared: tuple[str, ...] = ()  # the drug that a statement on several studies is about
    placebo: bool = False  # whether such a statement gives them placebo controls


class Inventory:
    """Builds the arms of one study from its passage and from its rows in tables."""

    def __init__(self, text: str, lexicon: Lexicon, passage: Passage, elsewhere: Elsewhere | None = None) -> None:
        self._text, self._lexicon, self._passage = text, lexicon, passage
        self._elsewhere = elsewhere or Elsewhere()
        self._table_arms = self._elsewhere.table_arms
        self._decided = True

    def arms(self) -> Arms:
        """The study's arms, the experimental one first where the text tells."""
        coded = self._coded_arms()
        if coded:
            return Arms(coded)
        weighed = [draft for sentence in self._passage.sentences for draft in self._in_sentence(sentence)]
        weighed += self._named_after_label()
        weighed += self._of_same_drug()
        if partnered := self._of_shared_drug():
            return Arms(self._roles(partnered))
        drafts = by_evidence([*weighed, *self._table_arms])
        strong = [draft for draft in drafts if draft.weight >= _STRONG and draft.drugs]
        strong = self._with_backbone(strong)
        strong = self._with_placebo(strong)
        strong = self._without_shorthand(strong)
        if not strong or self._is_single():
            strong = self._single(drafts)
        elif all(_is_control(draft) for draft in strong):
            strong = [*self._single([d for d in drafts if not _is_control(d)]), *strong]
        strong = self._roles(self._variants(strong))
        return Arms([*self._labels(strong), *self._stages(strong)], self._decided)

    # ------------------------------------------------------------ evidence

    def _in_sentence(self, tokens: tuple[Token, ...]) -> Iterator[ArmDraft]:
        paired = self._paired(tokens)
        for position, token in enumerate(tokens):
            if token.kind is not Kind.ARM or not token.drugs:
                continue
            weight = self._weight(tokens, position) + (2 if position in paired else 0)
            if self._is_background(tokens, position) and not self._is_counted(tokens, position):
                weight = min(weight, 1)
            if (without := self._with_or_without(tokens, position)) is not None:
                yield ArmDraft(_union(without.drugs, set(token.drugs)), span=token.span, weight=3, coded=True)
                yield ArmDraft(without.drugs, span=without.span, weight=3, coded=True)
                continue
            labels = [token.text, *self._label_behind(tokens, position)]
            weight += 2 * (len(labels) - 1)
            yield ArmDraft(
                token.drugs, span=token.span, weight=weight, labels=tuple(labels), coded=bool(token.alias)
            )

    def _with_or_without(self, tokens: Sequence[Token], position: int) -> Token | None:
        """The arm before "with or without" this one."""
        before = next((t for t in reversed(tokens[:position]) if t.kind is Kind.ARM and t.drugs), None)
        if before is None:
            return None
        gap = self._text[before.end : tokens[position].start]
        match = self._lexicon.cue("with_without").search(gap)
        near = match is not None and len(gap[match.end() :].strip()) <= 3
        return before if near and len(gap) < 60 and tokens[position].name != "component" else None

    def _is_counted(self, tokens: Sequence[Token], position: int) -> bool:
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        return following is not None and following.kind in (Kind.OPEN, Kind.COMMA) and self._counted(tokens, position)

    def _label_behind(self, tokens: Sequence[Token], position: int) -> list[str]:
        """The name that a treatment gets in brackets: "X 或安慰剂(单药组)"."""
        following = tokens[position + 1 : position + 3]
        label = next((t for t in following if t.kind is Kind.ROLE and t.name == "label"), None)
        if label is None:
            return []
        gap = self._text[tokens[position].end : label.start].strip()
        return [label.tag] if gap in ("(", "（", "[", "［") else []

    def _weight(self, tokens: Sequence[Token], position: int) -> int:
        token = tokens[position]
        component = token.name == "component" and token.drugs != ("observation",)
        weight = 3 if token.noun else 0
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if following is not None and not component:
            gap = self._text[token.end : following.start].strip()
            if following.kind in _VALUES and len(gap) <= 6:
                weight += 2
            if following.kind is Kind.OPEN and self._counted(tokens, position + 1):
                weight += 2
        if token.alias and token.name == "chain" and tokens in self._passage.introduction:
            weight += 2
        if position and not component and self._behind_value(tokens, position):
            weight += 2
        if self._called_control(token, tokens[position + 1 : position + 3]):
            weight += 2
        if not component and self._given_to(tokens, position):
            weight += 2
        if token.drugs == CHOICE:
            weight += 2
        if position and tokens[position - 1].kind is Kind.COUNT and not component:
            gap = self._text[tokens[position - 1].end : token.start]
            if self._lexicon.cue("received").search(gap) and len(gap) < 30:
                weight += 2
        return weight

    def _given_to(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether the words behind say how many got it ("X was given to 597", "placebo to 602")."""
        token = tokens[position]
        count = next((t for t in tokens[position + 1 : position + 6] if t.kind is Kind.COUNT), None)
        if count is None or count.start - token.end > 40:
            return False
        start = max([token.end, *(t.end for t in tokens[position:] if t.kind is Kind.DOSE and t.end < count.start)])
        gap = self._text[start : count.start].strip()
        return self._lexicon.cue("given_to").fullmatch(gap) is not None

    def _behind_value(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a number stands before, joined by a preposition ("17.7 months with X")."""
        before = next((t for t in reversed(tokens[:position]) if t.kind not in (Kind.OPEN, Kind.CLOSE, Kind.CI)), None)
        if before is None or before.kind not in _VALUES:
            return False
        gap = regex.sub(r"[(（\[［][^)）\]］]*[)）\]］]", " ", self._text[before.end : tokens[position].start])
        return self._lexicon.cue("post_arm").fullmatch(gap) is not None

    def _counted(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether the bracket at ``position`` says how many patients, or names a study."""
        for token in tokens[position + 1 : position + 8]:
            if token.kind is Kind.CLOSE:
                return False
            if token.kind in (Kind.COUNT, Kind.STUDY):
                return True
        return False

    def _paired(self, tokens: Sequence[Token]) -> set[int]:
        """The places of treatments that the sentence sets against each other."""
        paired: set[int] = set()
        arms = [n for n, token in enumerate(tokens) if token.kind is Kind.ARM and token.drugs]
        compares = bool(tokens) and bool(
            self._lexicon.cue("comparison").search(self._text, tokens[0].start, tokens[-1].end)
            or self._lexicon.cue("enrol").search(self._text, tokens[0].start, tokens[-1].end)
        )
        allots = compares or bool(tokens) and bool(
            self._lexicon.cue("received").search(self._text, tokens[0].start, tokens[-1].end)
        )
        for left, right in zip(arms, arms[1:], strict=False):
            between = [t for t in tokens[left + 1 : right] if t.kind is Kind.CUE]
            words = self._plain(tokens, left, right)
            against = any(t.name in ("versus", "relative") for t in between)
            listed = compares and len(words) <= 8 and any(t.name == "and" for t in between)
            either = allots and len(words) <= 60 and self._lexicon.cue("or").search(words) is not None
            if (against and len(words) < 40) or listed or (either and not self._within_choice(tokens, left)):
                paired |= {left, right}
        return paired

    def _within_choice(self, tokens: Sequence[Token], left: int) -> bool:
        """Whether the alternatives are those that an investigator chose from."""
        return any(CHOICE == t.drugs for t in tokens[max(0, left - 3) : left])

    def _plain(self, tokens: Sequence[Token], left: int, right: int) -> str:
        """The text between two tokens without brackets."""
        gap = self._text[tokens[left].end : tokens[right].start]
        return " ".join(regex.sub(r"[(（\[［][^)）\]］]*[)）\]］]", " ", gap).split())

    def _is_background(self, tokens: Sequence[Token], position: int) -> bool:
        token = tokens[position]
        after = self._text[token.end : token.end + 6]
        before = self._text[max(tokens[0].start, token.start - 10) : token.start]
        cue = self._lexicon.cue("background")
        return not token.noun and bool(cue.match(after.strip()) or cue.search(before[-5:]))

    # ------------------------------------------------------------ arms by name

    def _coded_arms(self) -> list[ArmDraft]:
        """Arms that the text numbers and explains: ``A1 (VRd/R)、B1 (Elo-VRd/R)``."""
        for tokens in self._passage.sentences:
            found: list[ArmDraft] = []
            for token in tokens:
                if token.kind is not Kind.ARM or not token.alias or not token.drugs:
                    continue
                before = self._text[max(tokens[0].start, token.start - 8) : token.start]
                code = regex.search(r"([A-Z]\d?)\s*[(（]$", before)
                if code:
                    found.append(ArmDraft(token.drugs, code[1], labels=(code[1],), span=token.span, weight=3))
            if len(found) > 1 and len({draft.tag for draft in found}) == len(found):
                return found
        return []

    def _named_after_label(self) -> Iterator[ArmDraft]:
        """Arms whose name is explained in brackets: ``移植组(RVD 3 个周期后 ASCT)``."""
        for tokens in self._passage.sentences:
            for position, token in enumerate(tokens[:-1]):
                if token.name != "label" or tokens[position + 1].kind is not Kind.OPEN:
                    continue
                inside = self._inside(tokens, position + 1)
                drugs = {drug for t in inside if t.kind is Kind.ARM for drug in t.drugs}
                if drugs:
                    yield ArmDraft(tuple(sorted(drugs)), labels=(token.tag,), span=token.span, weight=3, coded=True)

    def _of_same_drug(self) -> Iterator[ArmDraft]:
        """ "The same drug plus X": what the study before gave, and X."""
        for tokens in self._passage.introduction:
            for token in tokens:
                if token.kind is not Kind.ARM or not self._elsewhere.previous:
                    continue
                before = self._text[max(0, token.start - 16) : token.start]
                match = self._lexicon.cue("same_drug").search(before)
                if match and self._lexicon.cue("join_far").fullmatch(before[match.end() :].strip()):
                    yield ArmDraft(_union(self._elsewhere.previous, set(token.drugs)), span=token.span, weight=3)

    def _of_shared_drug(self) -> list[ArmDraft]:
        """A study of several on one drug that only names the partners: ``SPOTLIGHT(...)联合 mFOLFOX6``."""
        shared = self._elsewhere.shared
        for tokens in self._passage.introduction if shared else ():
            for left, token in zip(tokens, tokens[1:], strict=False):
                if token.kind is not Kind.ARM or left.kind not in (Kind.CLOSE, Kind.STUDY, Kind.CITATION):
                    continue
                if not self._lexicon.cue("join_far").fullmatch(self._text[left.end : token.start].strip()):
                    continue
                arms = [ArmDraft(_union(shared, set(token.drugs)), span=token.span, weight=3)]
                if self._elsewhere.placebo:
                    arms.append(ArmDraft(_union((PLACEBO,), set(token.drugs)), role="control", weight=3))
                return arms
        return []

    def _inside(self, tokens: Sequence[Token], position: int) -> list[Token]:
        depth = 0
        found: list[Token] = []
        for token in tokens[position:]:
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            if depth == 0:
                break
            found.append(token)
        return found

    # ------------------------------------------------------------ completion

    def _with_backbone(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        backbone = self._backbone()
        if not backbone:
            return drafts
        grown = [
            draft if backbone & set(draft.drugs) == backbone else replace(draft, drugs=_union(draft.drugs, backbone))
            for draft in drafts
            if set(draft.drugs) != backbone or len(drafts) < 3
        ]
        return by_evidence(grown)

    def _backbone(self) -> set[str]:
        """Drugs that the text says every arm gets ("on a backbone of X", "both with X")."""
        for tokens in self._passage.sentences:
            for position, token in enumerate(tokens):
                if token.kind is Kind.ARM and token.drugs and self._is_backbone(tokens, position):
                    return set(token.drugs)
        return set()

    def _is_backbone(self, tokens: Sequence[Token], position: int) -> bool:
        token = tokens[position]
        before = self._text[tokens[0].start : token.start]
        after = self._text[token.end : token.end + 12]
        plain = regex.sub(r"^\s*[(（][^)）]*[)）]", "", self._text[token.end : token.end + 40])
        if self._lexicon.cue("basis_end").match(plain.strip().removeprefix("为").removeprefix("的").strip()):
            return True
        if self._lexicon.cue("background").match(after.strip()):
            return False
        if self._is_added_to(before):
            return True
        shared = rf"(?:{self._lexicon.cue('shared').pattern})\s*(?:{self._lexicon.cue('received').pattern}|{self._lexicon.cue('join_strong').pattern})\s*(?:\w+ly\s*)?$"
        return regex.search(shared, before, regex.IGNORECASE) is not None

    def _is_added_to(self, before: str) -> bool:
        """ "Adding X or placebo to Y": whether Y comes next."""
        match = self._lexicon.cue("add_to").search(before[-160:])
        if match is None:
            return False
        rest = before[-160:][match.end() :]
        return any(found.end() == len(rest) for found in self._lexicon.cue("to_base").finditer(rest))

    def _with_placebo(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """A placebo control that is only said ("以安慰剂加相同化疗为对照") takes the partner drugs."""
        placebo = [draft for draft in drafts if PLACEBO in draft.drugs]
        others = [draft for draft in drafts if PLACEBO not in draft.drugs]
        if not others:
            return drafts
        if not placebo:
            mention = next((t for t in self._passage.tokens if t.kind is Kind.ARM and PLACEBO in t.drugs), None)
            if mention is None and not (self._elsewhere.placebo and len(others) == 1):
                return drafts
            span = mention.span if mention else None
            return [*others, ArmDraft((PLACEBO,), role="control", span=span, weight=_STRONG)]
        return drafts

    def _without_shorthand(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """A part of a regimen that is never set against the whole is short for it."""
        kept: list[ArmDraft] = []
        if any(draft.drugs == CHOICE for draft in drafts):
            drafts = [draft for draft in drafts if draft.drugs != ("chemotherapy",)]
        for draft in drafts:
            whole = [d for d in drafts if set(draft.drugs) < set(d.drugs)]
            if len(whole) == 1 and not draft.coded and not self._opposed(draft, whole[0]):
                continue
            kept.append(draft)
        return kept

    def _opposed(self, part: ArmDraft, whole: ArmDraft) -> bool:
        """Whether the text lists or compares the two right beside each other."""
        if any(draft.drugs == part.drugs for draft in self._table_arms):
            return True
        sides = {part.drugs, whole.drugs}
        if any(t.kind is Kind.ARM and t.drugs == part.drugs and self._is_alone(t) for t in self._passage.tokens):
            return True
        for tokens in self._passage.sentences:
            named = [n for n, token in enumerate(tokens) if token.kind is Kind.ARM and token.drugs]
            for left, right in zip(named, named[1:], strict=False):
                if {tokens[left].drugs, tokens[right].drugs} == sides and self._beside(tokens, left, right):
                    return True
        return False

    def _is_alone(self, token: Token) -> bool:
        return self._lexicon.cue("alone").match(self._text[token.end : token.end + 16].strip()) is not None

    def _beside(self, tokens: Sequence[Token], left: int, right: int) -> bool:
        """Whether a list word or a comparison, and little else, stands between."""
        words = self._plain(tokens, left, right)
        between = [t for t in tokens[left + 1 : right] if t.kind in (Kind.CUE, Kind.COMMA)]
        joins = ("and", "versus", "relative", "more", "less", "better")
        linked = any(t.kind is Kind.COMMA or t.name in joins for t in between)
        return linked and len(words) <= 24 and bool(self._text[tokens[left].end : tokens[right].start].strip("( （"))

    def _is_single(self) -> bool:
        """Whether the text calls the study single-armed."""
        return any(
            self._lexicon.cue("single_arm").search(self._text, max(0, tokens[0].start - 60), tokens[-1].end)
            for tokens in self._passage.sentences[:4]
        )

    def _single(self, drafts: Sequence[ArmDraft]) -> list[ArmDraft]:
        """The treatment of a study without a comparison: the richest one named early."""
        early = [
            token
            for tokens in self._passage.sentences[:4]
            for position, token in enumerate(tokens)
            if token.kind is Kind.ARM
            and token.drugs
            and token.name != "component"
            and PLACEBO not in token.drugs
            and not self._is_background(tokens, position)
        ]
        if not early:
            own = list(self._elsewhere.sibling or drafts[:1])
            return own or ([ArmDraft(self._elsewhere.topic, weight=1)] if self._elsewhere.topic else [])
        best = max(early, key=lambda token: len(token.drugs))
        return [ArmDraft(best.drugs, span=best.span, weight=1, labels=(best.text,))]

    def _roles(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """The control is the arm called so, the placebo arm, or the arm that another one adds to."""
        if len(drafts) < 2:
            return drafts
        control = self._control(drafts)
        return [
            replace(draft, role="control" if n == control else "experimental" if len(drafts) == 2 else draft.role)
            for n, draft in enumerate(drafts)
        ]

    def _control(self, drafts: Sequence[ArmDraft]) -> int:
        for number, draft in enumerate(drafts):
            if PLACEBO in draft.drugs or _is_control(draft):
                return number
        for tokens in self._passage.sentences:
            for position, token in enumerate(tokens[:-1]):
                if token.kind is Kind.ARM and self._called_control(token, tokens[position + 1 : position + 4]):
                    number = next((n for n, d in enumerate(drafts) if d.drugs == token.drugs), -1)
                    if number >= 0:
                        return number
        if len(drafts) == 2:
            for number, draft in enumerate(drafts):
                if set(draft.drugs) < set(drafts[1 - number].drugs):
                    return number
        known = [n for n, draft in enumerate(drafts) if draft.role == "control"]
        if len(known) == 1:
            return known[0]
        votes = self._compared_with(drafts)
        if not any(votes) and (last := self._listed_last(drafts)) >= 0:
            return last
        self._decided = any(votes)
        return max(range(len(drafts)), key=lambda n: (votes[n], n))

    def _listed_last(self, drafts: Sequence[ArmDraft]) -> int:
        """The arm that a list of all arms names last; ``-1`` where no sentence lists them."""
        known = [draft.drugs for draft in drafts]
        for tokens in self._passage.sentences:
            named = [n for n, token in enumerate(tokens) if token.kind is Kind.ARM and token.drugs in known]
            runs = [
                (left, right)
                for left, right in zip(named, named[1:], strict=False)
                if tokens[left].drugs != tokens[right].drugs and self._beside(tokens, left, right)
            ]
            if runs:
                return known.index(tokens[runs[-1][1]].drugs)
        return -1

    def _compared_with(self, drafts: Sequence[ArmDraft]) -> list[int]:
        """How often each arm is what another one is compared with ("优于 X", "versus X", "or X")."""
        votes = [0] * len(drafts)
        for tokens in self._passage.sentences:
            for left, token in zip(tokens, tokens[1:], strict=False):
                if token.kind is not Kind.ARM or left.kind is not Kind.CUE or token.start - left.end > 4:
                    continue
                if left.name in ("relative", "versus", "better", "more", "less"):
                    for number, draft in enumerate(drafts):
                        votes[number] += draft.drugs == token.drugs
        return votes

    def _called_control(self, token: Token, following: Sequence[Token]) -> bool:
        role = next((t for t in following if t.kind is Kind.ROLE and t.name == "control"), None)
        if role is None:
            return False
        gap = self._text[token.end : role.start].strip()
        return gap in ("(", "（", "[") or self._lexicon.cue("as_word").fullmatch(gap) is not None

    # ------------------------------------------------------------ labels

    def _labels(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """Bind the names that the text gives arms ("移植组", "the subcutaneous group")."""
        bound = {label for draft in drafts for label in draft.labels}
        names = [name for name in dict.fromkeys(self._label_names()) if name not in bound]
        loose: list[str] = []
        for name in names:
            number = self._bound(name, drafts)
            if number >= 0:
                drafts[number] = replace(drafts[number], labels=(*drafts[number].labels, name))
            else:
                loose.append(name)
        return self._tagged(drafts, loose)

    def _label_names(self) -> Iterator[str]:
        for tokens in self._passage.sentences:
            for token in tokens:
                if token.kind is Kind.ROLE and token.name == "label":
                    yield token.tag

    def _bound(self, name: str, drafts: Sequence[ArmDraft]) -> int:
        numbers = self._lexicon.cue("drug_number").search(name)
        if numbers:
            size = next(n for n, key in enumerate(("one", "two", "three", "four"), 1) if numbers[key])
            fitting = [n for n, draft in enumerate(drafts) if len(draft.drugs) == size]
            if len(fitting) == 1:
                return fitting[0]
            if size == 1 and len(drafts) == 2:
                return min(range(2), key=lambda n: (PLACEBO not in drafts[n].drugs, len(drafts[n].drugs)))
        for number, draft in enumerate(drafts):
            if any(self._lexicon.cue(f"label {d}").search(name) for d in draft.drugs if self._is_label(d)):
                return number
        return -1

    def _is_label(self, drug: str) -> bool:
        return f"label {drug}" in self._lexicon.cues.entries

    def _tagged(self, drafts: list[ArmDraft], loose: Sequence[str]) -> list[ArmDraft]:
        """Names without drugs of their own tell apart arms of one drug list."""
        if len(drafts) == 1 and len(loose) < 2:
            loose = self._dose_names()
        if len(drafts) == 1 and len(loose) >= 2:
            base = drafts[0]
            return [
                replace(base, tag=name, labels=(name,), role="experimental" if n == 0 else "control")
                for n, name in enumerate(loose)
            ]
        return drafts


    def _variants(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """Arms of the same drugs under different codes ("持续 Rd", "Rd18") are told apart by them."""
        found: list[ArmDraft] = []
        for draft in drafts:
            codes = self._codes_of(draft)
            if len(codes) < 2 or not self._side_by_side(draft, codes):
                found.append(draft)
                continue
            found += [replace(draft, tag=code, labels=(code,), coded=True) for code in codes]
        return by_evidence(found)

    def _codes_of(self, draft: ArmDraft) -> list[str]:
        """The codes of an arm; a plain one among numbered ones with the word that always stands before it."""
        codes: dict[str, list[Token]] = {}
        for token in self._passage.tokens:
            if token.kind is Kind.ARM and token.drugs == draft.drugs and token.alias:
                codes.setdefault(token.alias, []).append(token)
        numbered = [code for code in codes if code[-1:].isdigit()]
        if not numbered or len(codes) < 2:
            return []
        return [self._modified(code, tokens) if code not in numbered else code for code, tokens in codes.items()]

    def _modified(self, code: str, tokens: Sequence[Token]) -> str:
        words = [regex.search(r"(\p{Han}{2}|[a-z]+)\s*$", self._text[max(0, t.start - 12) : t.start]) for t in tokens]
        counts = [match[1] for match in words if match]
        common = max(set(counts), key=counts.count) if counts else ""
        return f"{common} {code}" if counts.count(common) * 2 > len(tokens) else code

    def _side_by_side(self, draft: ArmDraft, codes: Sequence[str]) -> bool:
        """Whether the text lists two of the codes right after each other, as arms."""
        for tokens in self._passage.sentences:
            named = [t for t in tokens if t.kind is Kind.ARM and t.drugs]
            for left, right in zip(named, named[1:], strict=False):
                gap = self._text[left.end : right.start].strip()
                listed = left.drugs == right.drugs == draft.drugs and left.alias != right.alias
                if listed and (self._lexicon.cue("join_weak").fullmatch(gap) or gap == ""):
                    return True
        return False

    def _stages(self, drafts: Sequence[ArmDraft]) -> Iterator[ArmDraft]:
        """What all patients had by the end of induction, and with the transplant, where the text says so."""
        for tokens in self._passage.introduction:
            for token in tokens:
                if token.kind is not Kind.ARM or not token.drugs or any(d.drugs == token.drugs for d in drafts):
                    continue
                before = self._text[max(tokens[0].start, token.start - 60) : token.start]
                after = self._text[token.end : token.end + 6].strip()
                if self._lexicon.cue("everyone").search(before) and self._lexicon.cue("background").match(after):
                    yield ArmDraft(token.drugs, role=STAGES[0], span=token.span)
                    yield ArmDraft(_union(token.drugs, {"ASCT"}), role=STAGES[1], span=token.span)
                    return

    def _dose_names(self) -> list[str]:
        """Doses that patients are allotted to: ``10 mg/kg (n=36)和 20 mg/kg (n=37)``."""
        found: dict[str, None] = {}
        for tokens in self._passage.sentences:
            for position, token in enumerate(tokens[:-1]):
                if token.kind is Kind.DOSE and self._is_counted(tokens, position):
                    found.setdefault(token.text)
        return list(found)


def _is_control(draft: ArmDraft) -> bool:
    return draft.drugs in (CHOICE, (PLACEBO,), ("observation",))


def _union(drugs: Sequence[str], more: set[str]) -> tuple[str, ...]:
    return tuple(sorted({*drugs, *more}))


def without_foreign(number: int, arms: Sequence[Arms], parts: Sequence[Passage]) -> Arms:
    """A study's arms without those of another study that it only comes to speak of late.

    An arm is foreign when it is not named where its study is introduced (the first two sentences),
    but where another study with the same arm is.
    """
    own = arms[number]
    here = _introduced(parts[number])
    elsewhere = [_introduced(part) for n, part in enumerate(parts) if n != number]
    kept = [
        draft
        for draft in own.drafts
        if draft.tag or draft.drugs in here or not any(draft.drugs in named for named in elsewhere)
    ]
    return Arms(kept, own.decided) if len(kept) >= 2 or len(kept) == len(own.drafts) else own


def _introduced(part: Passage) -> set[tuple[str, ...]]:
    return {t.drugs for tokens in part.introduction for t in tokens if t.kind is Kind.ARM}
