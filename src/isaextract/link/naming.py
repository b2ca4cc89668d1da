"""The names that the text gives a study's arms ("移植组", "the subcutaneous group"), bound to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from isaextract.lexicon import compiled
from isaextract.link.arms import PLACEBO, ArmDraft, Arms
from isaextract.link.material import Passage
from isaextract.link.tokens import Kind, Token
from isaextract.link.wording import Wording

_PART = 3  # characters of a name that is part of a longer one
_USAGES = 2
_LISTED = 24  # characters before "two usages" that may list them
_SIZES = ("one", "two", "three", "four")  # how many drugs a name says ("双药组")


class Naming:
    """Binds names to the arms of one study."""

    def __init__(self, wording: Wording, passage: Passage) -> None:
        self._wording, self._passage = wording, passage

    def named(self, drafts: list[ArmDraft]) -> list[ArmDraft]:
        """The arms with the names that mean them; names left over tell apart arms of one drug list."""
        drafts = list(drafts)
        bound = {label for draft in drafts for label in draft.labels}
        loose: list[str] = []
        for name in dict.fromkeys(self._labels()):
            if name in bound:
                continue
            number = self._bound(name, drafts)
            if number >= 0:
                drafts[number] = replace(drafts[number], labels=(*drafts[number].labels, name))
            else:
                loose.append(name)
        return self._told_apart(drafts, loose)

    def _labels(self) -> Iterator[str]:
        for token in self._passage.tokens:
            if token.kind is Kind.ROLE and token.name == "label":
                yield token.tag

    def _bound(self, name: str, drafts: Sequence[ArmDraft]) -> int:
        """The arm that a name means by a number of drugs or by a drug; ``-1`` if none."""
        number = self._by_size(name, drafts)
        if number >= 0:
            return number
        meant = [n for n, draft in enumerate(drafts) if any(self._means(name, drug) for drug in draft.drugs)]
        within = [n for n, draft in enumerate(drafts) if any(_is_part(name, own) for own in draft.labels)]
        return meant[0] if meant else within[0] if len(within) == 1 else -1

    def _by_size(self, name: str, drafts: Sequence[ArmDraft]) -> int:
        match = self._wording.cue("drug_number").search(name)
        if match is None:
            return -1
        size = next(n for n, key in enumerate(_SIZES, 1) if match[key])
        fitting = [n for n, draft in enumerate(drafts) if len(draft.drugs) == size]
        if len(fitting) == 1:
            return fitting[0]
        if size == 1 and len(drafts) == 2:  # "the monotherapy group" of a study with placebo
            return min(range(2), key=lambda n: (PLACEBO not in drafts[n].drugs, len(drafts[n].drugs)))
        return -1

    def _means(self, name: str, drug: str) -> bool:
        cue = f"label {drug}"
        known = cue in self._wording.lexicon.cues.entries
        return known and self._wording.cue(cue).search(name) is not None

    def _told_apart(self, drafts: list[ArmDraft], loose: Sequence[str]) -> list[ArmDraft]:
        """One arm as several, where names or doses without drugs of their own tell them apart."""
        alone = len(drafts) == 1
        active = [draft for draft in drafts if not draft.is_inactive]
        names, owner = (list(loose), None) if alone and len(loose) > 1 else self._usages()
        own = [draft for draft in active if len(active) == 1 or (owner and owner.drugs == draft.drugs)]
        if len(names) < 2 or len(own) != 1:
            return drafts
        roles = ["experimental", *["control" if alone else "experimental"] * (len(names) - 1)]
        split = [
            replace(own[0], tag=name, labels=(*own[0].labels, name), role=role)
            for name, role in zip(names, roles, strict=True)
        ]
        return [each for draft in drafts for each in (split if draft is own[0] else [draft])]

    def _usages(self) -> tuple[list[str], Token | None]:
        """Doses or schedules that patients are allotted to, and the treatment given so."""
        found: dict[str, str] = {}
        owners: list[Token | None] = []
        for tokens in self._passage.sentences:
            for position, token in enumerate(tokens):
                if token.kind is not Kind.DOSE or _bare(token.text) in found:
                    continue
                if counted := self._counted(tokens, token):
                    owners.append(counted)
                elif self._allots(tokens, position):
                    owners.append(_last_arm(tokens, token.start))
                else:
                    continue
                found[_bare(token.text)] = self._first_written(token.text)
        if len(found) < _USAGES:
            return self._schedules()
        return list(found.values()), owners[0] if len(set(owners)) == 1 else None

    def _counted(self, tokens: Sequence[Token], dose: Token) -> Token | None:
        """What is given in "two doses of X, 10 mg and 20 mg", "10 mg 和 20 mg 两种剂量给予 X"."""
        text = self._wording.text
        for usages in self._wording.cue("two_usages").finditer(text, tokens[0].start, tokens[-1].end):
            behind = next((t for t in tokens if t.kind is Kind.ARM and t.start >= usages.end()), None)
            if behind is None:
                continue
            ahead = 0 <= usages.start() - dose.end <= _LISTED
            follows = 0 <= dose.start - behind.end <= _LISTED and not _parted(text[behind.end : dose.start])
            if ahead or follows:
                return behind
        return None

    def _allots(self, tokens: Sequence[Token], position: int) -> bool:
        """``10 mg/kg (n=36)和 20 mg/kg (n=37)``, ``400 mg 组、500 mg 组``."""
        noun = self._wording.cue("arm_noun").match(self._wording.text[tokens[position].end :].lstrip())
        return noun is not None or self._wording.is_counted(tokens, position)

    def _first_written(self, dose: str) -> str:
        """A dose as the passage writes it first: ``8 mg`` for ``8-mg``."""
        doses = (token.text for token in self._passage.tokens if token.kind is Kind.DOSE)
        return next((text for text in doses if _bare(text) == _bare(dose)), dose)

    def _schedules(self) -> tuple[list[str], Token | None]:
        """Schedules listed before "two usages": ``每日 1 次、每日 2 次两种用法``."""
        text, schedule = self._wording.text, self._wording.cue("treatment_schedule")
        for tokens in self._passage.sentences:
            for usages in self._wording.cue("two_usages").finditer(text, tokens[0].start, tokens[-1].end):
                listed = [m[0] for m in schedule.finditer(text, usages.start() - _LISTED, usages.start())]
                if len(listed) == _USAGES:
                    return listed, _last_arm(tokens, usages.start())
        return [], None


def _parted(words: str) -> bool:
    return any(mark in words for mark in ".;。；:：")


def _last_arm(tokens: Sequence[Token], place: int) -> Token | None:
    """The treatment named last before a place of a sentence."""
    return next((t for t in reversed(tokens) if t.kind is Kind.ARM and t.end <= place), None)


def _is_part(name: str, label: str) -> bool:
    """Whether a name is a part of a longer one of the text ("干扰素" of "罗培干扰素 α-2b")."""
    return len(name) >= _PART and _bare(name) in _bare(label)


def named_by_dose(tokens: Sequence[Token], arms: Arms) -> list[Token]:
    """The tokens with the doses that tell the study's arms apart ("the 10-mg group") as names of arms."""
    tags = [draft.tag for draft in arms.drafts if draft.tag]
    found: list[Token] = []
    for token in tokens:
        tag = _dosed(token.text, tags) if token.kind is Kind.DOSE and len(tags) > 1 else ""
        found.append(replace(token, kind=Kind.ROLE, name="label", tag=tag) if tag else token)
    return found


def _dosed(dose: str, tags: Sequence[str]) -> str:
    """The one tag that a dose stands for or ends: ``10-mg`` in ``X 10 mg``."""
    wanted = _bare(dose)
    fitting = [tag for tag in tags if compiled(rf"(?<![\d.]){regex.escape(wanted)}$").search(_bare(tag))]
    return fitting[0] if len(fitting) == 1 else ""


def _bare(text: str) -> str:
    return compiled(r"[\s-]").sub("", text).casefold()
