"""The arms that a label of a table names, alone or on the sides of a "vs"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from isaextract.lexicon import Lexicon, compiled
from isaextract.link.arms import CHOICE, PLACEBO
from isaextract.link.regimens import Regimens, component_words
from isaextract.schema import Label, Mention, Span

_SUMS = regex.compile(r"[+＋]")  # between drugs of one arm: the slash parts arms then
_SHORT = 24  # characters that an arm's name has at most


@dataclass(frozen=True, slots=True)
class Treatment:
    """An arm as a label names it; ``first`` are the drugs before the first arrow, ``role`` its part."""

    drugs: tuple[str, ...] = ()
    text: str = ""
    role: str = ""
    first: tuple[str, ...] = ()
    span: Span | None = None
    rest: str = ""  # the words behind the drugs


class TreatmentReader:
    """Reads the arms of one label; ``flat`` is its text, folded and without footnote marks."""

    def __init__(
        self,
        text: str,
        span: Span,
        flat: str,
        mentions: Sequence[Mention],
        lexicon: Lexicon,
        regimens: Regimens,
    ) -> None:
        self._whole, self._span, self._flat = text, span, flat
        self._mentions, self._lexicon, self._regimens = mentions, lexicon, regimens

    def _of(self, *labels: Label) -> list[Mention]:
        return [m for m in self._mentions if m.label in labels]

    def read(self) -> tuple[Treatment, ...]:
        """The arm, or the arms on the sides of a "vs"."""
        sides = [self._side(start, end) for start, end in self._cuts()]
        return tuple(side for side in sides if side is not None)

    def _cuts(self) -> list[tuple[int, int]]:
        cuts = [m.span() for m in self._lexicon.cue("table_versus").finditer(self._flat)]
        slashed = not cuts and len(self._of(Label.DRUG, Label.REGIMEN)) > 1
        if slashed:
            against = _SUMS.search(self._flat) or any(PLACEBO in self._drugs(m) for m in self._of(Label.DRUG))
            loose = rf"(?<=\s)/(?=\s){'|/' if against else ''}"
            cuts = [m.span() for m in compiled(loose).finditer(self._flat) if self._parts_arms(m.start())]
        starts = [0, *(end for _, end in cuts)]
        return list(zip(starts, [*(start for start, _ in cuts), len(self._flat)], strict=True))

    def _parts_arms(self, place: int) -> bool:
        """Whether treatments stand on both sides of a slash, which is no part of a name itself."""
        at = self._span.start + place
        own = [m.span for m in self._of(Label.DRUG, Label.REGIMEN)]
        return (
            any(s.end <= at for s in own)
            and any(s.start > at for s in own)
            and not any(s.start <= at < s.end for s in own)
        )

    def _side(self, start: int, end: int) -> Treatment | None:
        low, high = self._span.start + start, self._span.start + end
        own = [m for m in self._of(Label.DRUG, Label.REGIMEN) if low <= m.span.start < high]
        parts = [(m.span, self._drugs(m)) for m in own] + self._components(start, end)
        if not parts:
            return self._by_role(start, end)
        parts.sort(key=lambda part: part[0])
        drugs = {drug for _, found in parts for drug in found}
        if CHOICE[0] in drugs or self._is_choice([span for span, _ in parts]):
            drugs = set(CHOICE)
        arrow = self._whole.find("→", parts[0][0].start, parts[-1][0].end)
        first = {d for span, found in parts for d in found if arrow < 0 or span.end <= arrow}
        place = self._named(self._trimmed(start, end), parts[-1][0].end)
        role = self._role_word(place.of(self._whole))
        rest = self._whole[min(parts[-1][0].end, place.end) : place.end].strip(" ,，、;；:：")
        return Treatment(tuple(sorted(drugs)), place.of(self._whole), role, tuple(sorted(first)), place, rest)

    def _is_choice(self, places: Sequence[Span]) -> bool:
        """Whether "or" joins the treatments: patients got the one or the other."""
        between = [self._whole[left.end : right.start].strip(" ,，、") for left, right in pairwise(places)]
        either = self._lexicon.cue("or")
        return bool(between) and all(either.fullmatch(words) for words in between)

    def _named(self, place: Span, since: int) -> Span:
        """The arm's own words: without the grade, and the patients with it, that may stand behind."""
        graded = [m.span.start for m in self._of(Label.GRADE) if m.span.start >= since]
        any_grade = self._lexicon.cue("any_grade").search(self._whole, since, place.end)
        ends = [*graded, *([any_grade.start()] if any_grade else [])]
        if not ends or min(ends) <= place.start:
            return place
        words = self._whole[place.start : min(ends)].rstrip(" ,，、:：-—")
        if counted := compiled(r"\s*[(（][^()（）]*\d[^()（）]*[)）]\s*$").search(words):
            words = words[: counted.start()]
        return Span(place.start, place.start + len(words)) if words else place

    def _drugs(self, mention: Mention) -> tuple[str, ...]:
        if mention.label is Label.DRUG:
            return (mention.concept,)
        return self._regimens.expand(mention.text) or tuple(filter(None, mention.concept.split("+")))

    def _components(self, start: int, end: int) -> list[tuple[Span, tuple[str, ...]]]:
        found: list[tuple[Span, tuple[str, ...]]] = []
        for name, left, right in component_words(self._lexicon).finditer(
            self._span.of(self._whole)[start:end]
        ):
            place = Span(self._span.start + start + left, self._span.start + start + right)
            if not any(place.overlaps(m.span) for m in self._mentions):
                found.append((place, (name,)))
        return found

    def _by_role(self, start: int, end: int) -> Treatment | None:
        place = self._trimmed(start, end)
        text = place.of(self._whole)
        role = self._role_word(text)
        inside = any(place.overlaps(m.span) for m in self._of(Label.ENDPOINT, Label.EVENT))
        if inside or not (role or self._ends_in_noun(text)):
            return None
        return Treatment((), text, role, span=place)

    def _ends_in_noun(self, text: str) -> bool:
        """Whether a short text calls itself an arm ("移植组", "weekly arm", "group A")."""
        noun = self._lexicon.cue("arm_noun").pattern
        named = rf"\S\s*(?:{noun})$|^(?:{noun})\s*[A-Z\d]{{1,2}}$"
        return len(text) <= _SHORT and compiled(named, regex.IGNORECASE).search(text) is not None

    def _role_word(self, text: str) -> str:
        bare = compiled(r"[(（\[［][^)）\]］]*[)）\]］]").sub(" ", text).strip()
        noun = self._lexicon.cue("arm_noun").pattern
        for role in ("experimental", "control"):
            cue = self._lexicon.cue(f"table_{role}").pattern
            if compiled(
                rf"^(?:{cue})\s*(?:{noun})?$|(?:^|[\s(（])(?:{cue})\s*(?:{noun})?$", regex.IGNORECASE
            ).search(bare):
                return role
        return ""

    def _trimmed(self, start: int, end: int) -> Span:
        """A side without blanks, brackets of counts, citations and marks at its ends."""
        kept = self._flat[start:end]
        for mention in self._of(Label.CITATION, Label.TRIAL_NAME, Label.TRIAL_ID, Label.COUNT):
            low, high = (
                mention.span.start - self._span.start - start,
                mention.span.end - self._span.start - start,
            )
            if 0 <= low < len(kept):
                kept = kept[:low] + " " * (high - low) + kept[high:]
        kept = compiled(r"[(\[]\s*n\s*=?[^)\]]*[)\]]").sub(lambda m: " " * len(m[0]), kept)
        left = len(kept) - len(kept.lstrip(" ,;:、(（.\n"))
        right = len(kept.rstrip(" ,;:、(（).）\n"))
        if kept[left:right].count("(") > kept[left:right].count(")"):
            right = min(len(kept), right + 1)
        return Span(self._span.start + start + left, self._span.start + start + max(left, right))
