"""How strongly each sentence speaks for a treatment as an arm of the study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from isaextract.link.arms import CARE, CHOICE, GENERAL, STANDARD, ArmDraft, union
from isaextract.link.material import Passage
from isaextract.link.tokens import ROUND, Kind, Token
from isaextract.link.wording import Wording, counted, neighbours

_BRACKET_END = regex.compile(r"^[^()（）]*[)）]")
_VALUES = (Kind.PERCENT, Kind.TIME, Kind.COUNT, Kind.MISSING)
_CALLED = 3  # weight of a treatment that the text calls an arm
_SIGN = 2  # weight of each other sign of an arm
_BACKGROUND = 1  # weight, at most, of what patients had before


class Evidence:
    """Weighs the treatments of a study's passage."""

    def __init__(self, wording: Wording, passage: Passage) -> None:
        self._wording, self._passage = wording, passage

    def drafts(self) -> Iterator[ArmDraft]:
        """One draft for each time that a treatment is named, with its weight."""
        for tokens in self._passage.sentences:
            paired = self._paired(tokens)
            for position, token in enumerate(tokens):
                if token.kind is Kind.ARM and token.drugs:
                    yield from self._named(tokens, position, paired=position in paired)

    def _named(self, tokens: Sequence[Token], position: int, *, paired: bool) -> Iterator[ArmDraft]:
        token = tokens[position]
        if self._is_care(token):
            return
        if (without := self._with_or_without(tokens, position)) is not None:
            drugs = union(without.drugs, token.drugs)
            yield ArmDraft(drugs, span=token.span, weight=_CALLED, coded=True)
            yield ArmDraft(without.drugs, span=without.span, weight=_CALLED, coded=True)
            return
        weight = self._weight(tokens, position) + _SIGN * paired
        background = self._wording.is_background(tokens, position)
        if background and not self._wording.is_counted(tokens, position):
            weight = min(weight, _BACKGROUND)
        labels = (token.text, *self._label_behind(tokens, position))
        weight += _SIGN * (len(labels) - 1)
        yield ArmDraft(token.drugs, span=token.span, weight=weight, labels=labels, coded=bool(token.alias))

    def _is_care(self, token: Token) -> bool:
        """Whether a treatment is the care that all had ("all on a background of X")."""
        before = self._wording.text[max(0, token.start - 32) : token.start]
        return set(token.drugs) <= set(CARE) and self._wording.cue("background_of").search(before) is not None

    def _with_or_without(self, tokens: Sequence[Token], position: int) -> Token | None:
        """The arm before "with or without" this one."""
        before = next((t for t in reversed(tokens[:position]) if t.kind is Kind.ARM and t.drugs), None)
        if before is None or tokens[position].name == "component" or self._is_care(before):
            return None
        gap = self._wording.between(before, tokens[position])
        match = self._wording.cue("with_without").search(gap)
        near = match is not None and len(gap[match.end() :].strip()) <= 3
        return before if near and len(gap) < 60 else None

    def _label_behind(self, tokens: Sequence[Token], position: int) -> list[str]:
        """The name that a treatment gets in brackets: "X 或安慰剂(单药组)"."""
        following = tokens[position + 1 : position + 3]
        label = next((t for t in following if t.kind is Kind.ROLE and t.name == "label"), None)
        named = label is not None and self._wording.opens_bracket(tokens[position], label)
        return [label.tag] if label is not None and named else []

    # ------------------------------------------------------------ signs

    def _weight(self, tokens: Sequence[Token], position: int) -> int:
        token = tokens[position]
        signs = [
            token.alias != "" and token.name == "chain" and tokens in self._passage.introduction,
            token.drugs == CHOICE,
            self._wording.is_called_control(token, tokens[position + 1 : position + 3]),
        ]
        if token.name != "component" or token.drugs in (("observation",), STANDARD):
            signs += [
                self._before_value(tokens, position),
                self._behind_value(tokens, position),
                self._behind_patients(tokens, position),
                self._given_to(tokens, position),
            ]
        elif token.drugs == (GENERAL,):
            signs.append(self._behind_value(tokens, position))
        return _CALLED * token.noun + _SIGN * sum(signs)

    def _before_value(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a number, or patients counted in brackets, comes right behind."""
        if position + 1 == len(tokens):
            return False
        following = tokens[position + 1]
        near = len(self._wording.between(tokens[position], following).strip()) <= 6
        counts = following.kind is Kind.OPEN and counted(tokens, position + 1)
        return counts or (near and following.kind in _VALUES)

    def _behind_value(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a number stands before, joined by a preposition ("17.7 months with X")."""
        marks = (Kind.OPEN, Kind.CLOSE, Kind.CI)
        before = next((t for t in reversed(tokens[:position]) if t.kind not in marks), None)
        if before is None or before.kind not in _VALUES:
            return False
        gap = self._wording.cue("alone").sub("", self._wording.plain(before, tokens[position]))
        return self._wording.cue("post_arm").fullmatch(gap) is not None

    def _behind_patients(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether the words before say how many got it ("597 patients received X")."""
        if not position or tokens[position - 1].kind is not Kind.COUNT:
            return False
        gap = self._wording.between(tokens[position - 1], tokens[position])
        return len(gap) < 30 and self._wording.cue("received").search(gap) is not None

    def _given_to(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether the words behind say how many got it ("X was given to 597", "placebo to 602")."""
        token = tokens[position]
        count = next((t for t in tokens[position + 1 : position + 6] if t.kind is Kind.COUNT), None)
        if count is None or count.start - token.end > 40:
            return False
        doses = [t.end for t in tokens[position:] if t.kind is Kind.DOSE and t.end < count.start]
        gap = self._wording.text[max([token.end, *doses]) : count.start].strip()
        return self._wording.cue("given_to").fullmatch(gap) is not None

    # ------------------------------------------------------------ pairs

    def _paired(self, tokens: Sequence[Token]) -> set[int]:
        """The places of treatments that the sentence sets against each other."""
        compares = self._wording.says("comparison", tokens) or self._wording.says("enrol", tokens)
        allots = compares or self._wording.says("received", tokens)
        paired: set[int] = set()
        for left, right in neighbours(tokens):
            between = [t.name for t in tokens[left + 1 : right] if t.kind is Kind.CUE]
            words = self._wording.words_between(tokens[left], tokens[right])
            against = len(words) < 40 and ("versus" in between or "relative" in between)
            listed = compares and self._near(tokens[left], tokens[right]) and "and" in between
            bare = self._wording.cue("alone").sub("", words).strip()
            with_it = compares and self._wording.cue("compared_with").fullmatch(bare) is not None
            either = allots and len(words) <= 60 and self._wording.cue("or").search(words) is not None
            if (
                against
                or listed
                or self._share_a_number(tokens, left, right)
                or with_it
                or self._opens_with(tokens, left, words)
                or (either and not _within_choice(tokens, left))
            ):
                paired |= {left, right}
                paired |= self._series(tokens, left)
        return paired

    def _share_a_number(self, tokens: Sequence[Token], left: int, right: int) -> bool:
        """Whether one number is said of two treatments together ("A 与 B 的中位 EFS 均为 3.0 个月")."""
        value = next((t for t in tokens[right + 1 :] if t.kind in _VALUES), None)
        if value is None or not self._near(tokens[left], tokens[right]):
            return False
        joined = any(token.name == "and" for token in tokens[left + 1 : right])
        start = tokens[right].end
        return (
            joined and self._wording.cue("of_all").search(self._wording.text, start, value.start) is not None
        )

    def _near(self, left: Token, right: Token) -> bool:
        """Whether but a few words stand between two treatments, brackets aside."""
        words = ROUND.sub("", self._wording.between(left, right))
        return len(_BRACKET_END.sub("", words).strip()) <= 8

    def _opens_with(self, tokens: Sequence[Token], left: int, words: str) -> bool:
        """ "Compared with X, Y ...": two arms set against each other."""
        before = tokens[left - 1] if left else None
        first = left == 1 and before is not None and before.name == "versus"
        opened = before is not None and before.kind is Kind.CUE and (first or before.name == "relative")
        bare = ROUND.sub("", words)
        for name in ("arm_noun", "regimen_word", "alone"):
            bare = self._wording.cue(name).sub("", bare)
        bare = bare.strip(" ,，的")
        return opened and (not bare or self._wording.cue("compared_end").fullmatch(bare) is not None)

    def _series(self, tokens: Sequence[Token], last: int) -> set[int]:
        """The arms that commas part before the last two of a list ("A, B or C")."""
        series: set[int] = set()
        for left, right in reversed(list(neighbours(tokens))):
            if right != last:
                continue
            if self._wording.words_between(tokens[left], tokens[right]).strip() not in (",", "、", "，"):
                break
            series.add(left)
            last = left
        return series


def _within_choice(tokens: Sequence[Token], left: int) -> bool:
    """Whether the alternatives are those that an investigator chose from."""
    return any(token.drugs == CHOICE for token in tokens[max(0, left - 3) : left])
