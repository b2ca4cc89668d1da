"""Follow-ups: which times are one, and whose."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from isaextract.lexicon import compiled
from isaextract.link.figures import time_of
from isaextract.link.groups import Group
from isaextract.link.leads import Lead
from isaextract.link.memory import Memory
from isaextract.link.scene import Scene
from isaextract.link.tails import TailReader
from isaextract.link.timepoints import opens_endpoint
from isaextract.link.tokens import Kind, Token

_HEAD = 24  # characters before a time that may open its clause
_NEAR = 12  # characters between a time and the word for it ("22.7 months of median follow-up")


class FollowUps:
    """Reads the follow-ups of one sentence into the study's context."""

    def __init__(self, scene: Scene, tails: TailReader, memory: Memory) -> None:
        self._scene, self._tails, self._memory = scene, tails, memory
        self._context = scene.context
        self._open = False  # the run before was a follow-up: the next arm's may follow
        self._given = False  # this sentence gave an arm a follow-up of its own

    def close(self) -> None:
        """Another number comes: no further follow-up is listed."""
        self._open = False

    def takes(self, group: Group, lead: Lead, following: Group | None = None) -> bool:
        """Whether the numbers of a run are follow-ups."""
        if group.kind is not Kind.TIME:
            return False
        if self._of_analysis(group, lead) or self._opens_clause(group, lead, following):
            return True
        listed = self._open and lead.arms and not lead.ends
        if (lead.follow_up is not None or listed) and not self._opens_endpoint(group):
            return True
        named = next((t for t in group.tail[:2] if t.name == "follow_up"), None)
        joined = self._scene.cue("of_follow_up").match(self._scene.text, group.end) is not None
        if named is None or (lead.ends and not joined) or named.start - group.end > _NEAR:
            return False
        if group.tail[0].name not in ("median", "follow_up"):
            return False
        self._scene.taken.add(named)
        return True

    def _of_analysis(self, group: Group, lead: Lead) -> bool:
        """ "The final analysis (39.1 months)": a time alone in the bracket behind an analysis."""
        behind = self._scene.text[group.end : group.end + 1]
        words = lead.tokens[-2:]
        opened = len(words) == 2 and words[1].kind is Kind.OPEN and words[0].name == "analysis"
        return opened and len(group.values) == 1 and behind in (")", "）")

    def _opens_clause(self, group: Group, lead: Lead, following: Group | None) -> bool:
        """ "After 77.0 months, median OS was ...": a time at the head of a clause before another time."""
        if following is None or following.kind is not Kind.TIME or len(group.values) != 1 or lead.ends:
            return False
        if self._scene.text[group.end : group.end + 1] not in (",", "，"):
            return False
        before = self._scene.text[max(0, group.start - _HEAD) : group.start]
        opening = rf"(?:^|[.;,。；，]\s*|\n)(?:{self._scene.cue('at_time').pattern})$"
        return compiled(opening, regex.IGNORECASE).search(before) is not None

    def _opens_endpoint(self, group: Group) -> bool:
        first = group.tail[0] if group.tail else None
        if first is None or first.kind is not Kind.ENDPOINT or first.start - group.end > 4:
            return False
        return opens_endpoint(group, first, self._scene)

    def keep(self, group: Group, lead: Lead) -> None:
        """Keep a follow-up: of one arm, of each arm or endpoint listed, or of all."""
        context = self._context
        named = list(dict.fromkeys(arm for t in lead.arms for arm in self._scene.pointers.resolve(t)))
        texts = [time_of(value, group) for value in group.values]
        if len(texts) > 1 and not named and len(lead.listed) == len(texts):
            context.by_endpoint = {end.code: text for end, text in zip(lead.listed, texts, strict=True)}
            context.follow_up = {}
        elif len(texts) > 1:
            arms = named if len(named) == len(texts) else context.order[: len(texts)]
            context.follow_up = dict(zip(arms, texts, strict=False))
            self._memory.keep_order(arms, firm=False)
        elif (arm := self._arm(group, lead, named)) >= 0 and len(context.arms) > 1:
            kept = {k: v for k, v in context.follow_up.items() if k != -1} if self._given else {}
            self._given = True
            context.follow_up = kept | {arm: texts[0]}
        else:
            context.follow_up = {-1: texts[0]}
        context.follow_span = group.values[0].token.span
        context.follow_ups_given += not self._open
        self._open = not _in_brackets(group)

    def _arm(self, group: Group, lead: Lead, named: Sequence[int]) -> int:
        """The one arm whose follow-up this is: it stands right at the words, or behind the number."""
        behind = self._tails.arm(group.values[-1], group, bare=False)
        if behind >= 0:
            return behind
        if len(named) != 1:
            return -1
        if lead.follow_up is None:
            return named[0]
        gap = self._scene.text[lead.arms[-1].end : lead.follow_up.start]
        bare = self._scene.cue("arm_noun").sub("", gap).strip(" (（")
        return named[0] if not bare else -1


def words_around(group: Group, words: Sequence[Token], lead: Lead) -> list[Token]:
    """Words that a follow-up only stands in the midst of: they lead on to the next number."""
    if _in_brackets(group):
        return [token for token in words if token.name != "follow_up"]
    cue = lead.follow_up
    if cue is None:  # "OS was analysed with 73.9 months of follow-up": the endpoint before goes on
        return list(words) if lead.ends and not _is_stopped(words, lead.ends[-1].token) else []
    before = [token for token in words if token.end <= cue.start]
    heads = [t for t in before if t.kind in (Kind.ENDPOINT, Kind.EVENT) or t.name.endswith("_ratio")]
    if not heads or any(t.kind in (Kind.COMMA, Kind.STOP) and t.start > heads[-1].end for t in before):
        return []
    return before


def _is_stopped(words: Sequence[Token], head: Token) -> bool:
    return any(token.kind is Kind.STOP and token.start >= head.end for token in words)


def _in_brackets(group: Group) -> bool:
    opened = 0
    for token in group.lead:
        opened += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE and opened > 0)
    return opened > 0
