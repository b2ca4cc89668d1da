"""Which of a study's arms is the control."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from isaextract.link.arms import PLACEBO, ArmDraft
from isaextract.link.material import Passage
from isaextract.link.tokens import Kind
from isaextract.link.wording import Wording

_COMPARES = ("relative", "versus", "better", "more", "less")
_UNKNOWN = -1


class Roles:
    """Tells the control from the other arms of one study."""

    def __init__(self, wording: Wording, passage: Passage) -> None:
        self._wording, self._passage = wording, passage
        self.decided = True  # whether the text tells, and no arm was only picked

    def given(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """The arms with their roles; a study of one arm has none."""
        if len(drafts) < 2:
            return drafts
        control = self._control(drafts)
        other = "experimental" if len(drafts) == 2 else ""
        return [
            replace(draft, role="control" if n == control else other or draft.role)
            for n, draft in enumerate(drafts)
        ]

    def _control(self, drafts: Sequence[ArmDraft]) -> int:
        """The arm called so, the placebo arm, the arm that another one adds to, or one compared with."""
        settled = (self._inactive(drafts), self._called(drafts), _contained(drafts), _known(drafts))
        for number in settled:
            if number != _UNKNOWN:
                return number
        votes = self._compared_with(drafts)
        if not any(votes) and (last := self._listed_last(drafts)) != _UNKNOWN:
            return last
        self.decided = any(votes)
        return max(range(len(drafts)), key=lambda n: (votes[n], n))

    def _inactive(self, drafts: Sequence[ArmDraft]) -> int:
        numbers = (n for n, draft in enumerate(drafts) if PLACEBO in draft.drugs or draft.is_inactive)
        return next(numbers, _UNKNOWN)

    def _called(self, drafts: Sequence[ArmDraft]) -> int:
        """The arm that the words behind it call the control."""
        known = [draft.drugs for draft in drafts]
        for tokens in self._passage.sentences:
            for position, token in enumerate(tokens[:-1]):
                if token.kind is not Kind.ARM or token.drugs not in known:
                    continue
                if self._wording.is_called_control(token, tokens[position + 1 : position + 4]):
                    return known.index(token.drugs)
        return _UNKNOWN

    def _listed_last(self, drafts: Sequence[ArmDraft]) -> int:
        """The arm that a list of all arms names last; ``-1`` where no sentence lists them."""
        known = [draft.drugs for draft in drafts]
        for tokens in self._passage.sentences:
            named = [n for n, token in enumerate(tokens) if token.kind is Kind.ARM and token.drugs in known]
            listed: list[tuple[str, ...]] = []
            for left, right in pairwise(named):
                if tokens[right].drugs in (*listed, tokens[left].drugs):
                    break  # the list is over: an arm is named again
                if self._wording.beside(tokens, left, right):
                    listed += [tokens[left].drugs, tokens[right].drugs]
            if listed:
                return known.index(listed[-1])
        return _UNKNOWN

    def _compared_with(self, drafts: Sequence[ArmDraft]) -> list[int]:
        """How often each arm is what another one is compared with ("优于 X", "versus X")."""
        votes = [0] * len(drafts)
        for tokens in self._passage.sentences:
            for cue, token in pairwise(tokens):
                compared = cue.kind is Kind.CUE and cue.name in _COMPARES and token.start - cue.end <= 4
                if token.kind is Kind.ARM and compared:
                    for number, draft in enumerate(drafts):
                        votes[number] += draft.drugs == token.drugs
        return votes


def _contained(drafts: Sequence[ArmDraft]) -> int:
    """Of two arms the one whose drugs the other one adds to."""
    if len(drafts) != 2:
        return _UNKNOWN
    first, second = (set(draft.drugs) for draft in drafts)
    return 0 if first < second else 1 if second < first else _UNKNOWN


def _known(drafts: Sequence[ArmDraft]) -> int:
    """The one arm that was found as the control."""
    known = [n for n, draft in enumerate(drafts) if draft.role == "control"]
    return known[0] if len(known) == 1 else _UNKNOWN
