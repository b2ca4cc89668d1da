"""Mentions against gold: the same label on the same characters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from isaextract.schema import Label, Mention
from isaextract.score.align import Aligned, Place
from isaextract.score.figures import Counts, total
from isaextract.score.mistakes import INVENTED, MISSED, Difference, Mistake

CONTEXT = 30


@dataclass(frozen=True, slots=True)
class MentionCounts:
    """``strict``: label and characters agree; ``overlap``: label agrees and the spans share a character."""

    strict: Counts = field(default_factory=Counts)
    overlap: Counts = field(default_factory=Counts)

    def __add__(self, other: MentionCounts) -> MentionCounts:
        return MentionCounts(self.strict + other.strict, self.overlap + other.overlap)

    def record(self) -> dict[str, Any]:
        """The counts, JSON-ready."""
        return {"strict": self.strict.record(), "overlap": self.overlap.record()}


@dataclass(frozen=True, slots=True)
class MentionScore:
    """All mentions, and each label that occurs in gold or in the prediction."""

    strict: Counts
    overlap: Counts
    labels: tuple[tuple[Label, MentionCounts], ...]

    def record(self) -> dict[str, Any]:
        """The scores, JSON-ready."""
        return {
            "strict": self.strict.record(),
            "overlap": self.overlap.record(),
            "labels": {str(label): counts.record() for label, counts in self.labels},
        }


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention and its place in the coordinates that both texts share."""

    mention: Mention
    place: Place


@dataclass(frozen=True, slots=True)
class MentionMatch:
    """Pairs that agree to the character, pairs that only overlap, and what has no pair at all."""

    strict: tuple[tuple[Placed, Placed], ...]
    overlapping: tuple[tuple[Placed, Placed], ...]
    missed: tuple[Placed, ...]
    invented: tuple[Placed, ...]


def match_mentions(gold: Sequence[Mention], predicted: Sequence[Mention], texts: Aligned) -> MentionMatch:
    """Pair mentions of one label one to one: first those at the same place, then those that overlap."""
    strict: list[tuple[Placed, Placed]] = []
    overlapping: list[tuple[Placed, Placed]] = []
    missed: list[Placed] = []
    invented: list[Placed] = []
    gold_places = _by_label(Placed(item, texts.gold(item.span)) for item in gold)
    predicted_places = _by_label(Placed(item, texts.predicted(item.span)) for item in predicted)
    for label in Label:
        same, mine, theirs = _strict_pairs(gold_places[label], predicted_places[label])
        touching, mine, theirs = _overlap_pairs(mine, theirs)
        strict += same
        overlapping += touching
        missed += mine
        invented += theirs
    return MentionMatch(tuple(strict), tuple(overlapping), tuple(missed), tuple(invented))


def score_mentions(match: MentionMatch) -> MentionScore:
    """Count a document's matches."""
    found = {label: _count(match, label) for label in Label}
    return _score(
        {label: counts for label, counts in found.items() if counts.strict.gold or counts.strict.predicted}
    )


def sum_mentions(scores: Iterable[MentionScore]) -> MentionScore:
    """Many documents' scores together (micro average)."""
    found: dict[Label, MentionCounts] = defaultdict(MentionCounts)
    for score in scores:
        for label, counts in score.labels:
            found[label] += counts
    return _score({label: found[label] for label in Label if label in found})


def mention_mistakes(
    doc: str, match: MentionMatch, gold_text: str, predicted_text: str
) -> tuple[Mistake, ...]:
    """Every mention that is not matched to the character, in the order of the text."""
    missed = [*match.missed, *(mine for mine, _ in match.overlapping)]
    invented = [*match.invented, *(theirs for _, theirs in match.overlapping)]
    owners = {place: item for item in reversed(invented) for place in range(*item.place)}
    order = [(item.place, MISSED, item, _near(item, owners), gold_text) for item in missed]
    order += [(item.place, INVENTED, item, None, predicted_text) for item in invented]
    order.sort(key=lambda entry: (entry[0], entry[1] == INVENTED))
    return tuple(_mistake(doc, kind, item.mention, near, text) for _, kind, item, near, text in order)


def _by_label(places: Iterable[Placed]) -> dict[Label, list[Placed]]:
    """The places of each label, in the order in which they end."""
    found: dict[Label, list[Placed]] = {label: [] for label in Label}
    for item in places:
        found[item.mention.label].append(item)
    for items in found.values():
        items.sort(key=lambda item: (item.place[1], item.place[0]))
    return found


def _strict_pairs(
    gold: list[Placed], predicted: list[Placed]
) -> tuple[list[tuple[Placed, Placed]], list[Placed], list[Placed]]:
    """Pairs at the same place, and what is left of both; a place without shared characters has no pair."""
    waiting: dict[Place, list[Placed]] = defaultdict(list)
    for item in predicted:
        waiting[item.place].append(item)
    pairs, left = [], []
    for item in gold:
        if waiting.get(item.place) and item.place[0] < item.place[1]:
            pairs.append((item, waiting[item.place].pop(0)))
        else:
            left.append(item)
    used = {id(theirs) for _, theirs in pairs}
    return pairs, left, [item for item in predicted if id(item) not in used]


def _overlap_pairs(
    gold: list[Placed], predicted: list[Placed]
) -> tuple[list[tuple[Placed, Placed]], list[Placed], list[Placed]]:
    """Sweep both in the order of their ends: what ends first takes what it overlaps, or is left over."""
    pairs, gold_left, predicted_left = [], [], []
    i = j = 0
    while i < len(gold) and j < len(predicted):
        mine, theirs = gold[i], predicted[j]
        if _overlap(mine.place, theirs.place):
            pairs.append((mine, theirs))
            i, j = i + 1, j + 1
        elif mine.place[1] <= theirs.place[1]:
            gold_left.append(mine)
            i += 1
        else:
            predicted_left.append(theirs)
            j += 1
    return pairs, gold_left + gold[i:], predicted_left + predicted[j:]


def _overlap(left: Place, right: Place) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _count(match: MentionMatch, label: Label) -> MentionCounts:
    strict, overlapping = (
        sum(mine.mention.label is label for mine, _ in pairs) for pairs in (match.strict, match.overlapping)
    )
    missed, invented = (
        sum(item.mention.label is label for item in items) for items in (match.missed, match.invented)
    )
    both = strict + overlapping
    predicted, gold = both + invented, both + missed
    return MentionCounts(Counts(strict, predicted, gold), Counts(both, predicted, gold))


def _score(found: dict[Label, MentionCounts]) -> MentionScore:
    counts = tuple(found.values())
    return MentionScore(
        total(item.strict for item in counts), total(item.overlap for item in counts), tuple(found.items())
    )


def _near(item: Placed, owners: Mapping[int, Placed]) -> Placed | None:
    """The wrong guess that lies on the same characters, of whatever label."""
    return next((owners[place] for place in range(*item.place) if place in owners), None)


def _mistake(doc: str, kind: str, mention: Mention, near: Placed | None, text: str) -> Mistake:
    return Mistake(
        "mention",
        kind,
        doc,
        str(mention.label),
        mention.text,
        before=_line(text[max(0, mention.span.start - CONTEXT) : mention.span.start]),
        after=_line(text[mention.span.end : mention.span.end + CONTEXT]),
        differs=_differences(mention, near.mention) if near else (),
    )


def _differences(gold: Mention, predicted: Mention) -> tuple[Difference, ...]:
    label = Difference("label", str(gold.label), str(predicted.label))
    text = Difference("text", gold.text, predicted.text)
    return tuple(item for item in (label, text) if item.gold != item.predicted)


def _line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())
