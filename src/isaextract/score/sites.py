"""Where a row's number stands, and whether the mentions that the row needs were found there."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isaextract.schema import EvidenceRow, Label, Mention, Span
from isaextract.score.align import Aligned, Place, squeeze
from isaextract.score.compare import same_number
from isaextract.score.mentions import MentionMatch

CELLS = " | "  # what stands between the cells of a table's line
NUMBER = re.compile(r"\d+(?:[.·‧∙・]\d+)?")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
LABELS = {"rate": Label.PERCENT, "median": Label.TIME, "mean": Label.TIME, "count": Label.COUNT}
LABELS |= dict.fromkeys(("hazard_ratio", "odds_ratio", "risk_ratio"), Label.RATIO)
LABELS |= dict.fromkeys(("risk_reduction", "difference"), Label.PERCENT)
NUMERIC = frozenset(LABELS.values())


@dataclass(frozen=True, slots=True)
class Site:
    """Where a row stands, in shared characters; ``value`` is empty where its number was not seen there."""

    quote: Place
    value: Place
    table: bool = False
    value_missed: bool = False
    endpoint_missed: bool = False


class Sites:
    """The sites of one document's rows, gold and predicted.

    Parameters
    ----------
    gold_text, predicted_text : str
        The texts as extracted.
    texts : Aligned
        The two brought to the same coordinates.
    mentions : MentionMatch
        Which gold mentions were found.
    predicted : sequence of Mention
        All predicted mentions, with their concepts where the run gives them.
    """

    def __init__(
        self,
        gold_text: str,
        predicted_text: str,
        texts: Aligned,
        mentions: MentionMatch,
        predicted: Sequence[Mention],
    ) -> None:
        self._texts = texts
        self._gold, self._predicted = gold_text, predicted_text
        self._squeezed = squeeze(gold_text)
        self._offsets = [at for at, char in enumerate(gold_text) if not char.isspace()]
        pairs = (*mentions.strict, *mentions.overlapping)
        self._found = {mine.mention: theirs.mention for mine, theirs in pairs}
        known = [*self._found, *(item.mention for item in mentions.missed)]
        self._mentions = sorted(known, key=lambda item: item.span)
        self._concepts = [(item.label, item.concept, self._texts.predicted(item.span)) for item in predicted]

    def quoted(self, rows: Sequence[EvidenceRow]) -> tuple[Span | None, ...]:
        """The gold rows' quotes in the gold text; of several places, the one nearest to the row before."""
        starts: dict[str, list[int]] = {}
        spans, last = list[Span | None](), 0
        for row in rows:
            bare = squeeze(row.quote)
            if bare not in starts:
                starts[bare] = list(_occurrences(self._squeezed, bare)) if bare else []
            at = _nearest(starts[bare], last)
            last = last if at is None else at
            spans.append(None if at is None else self._unsqueezed(at, len(bare)))
        return tuple(spans)

    def of_gold(self, row: EvidenceRow, span: Span) -> Site:
        """Where a gold row stands, given its quote."""
        inside = [item for item in self._mentions if span.overlaps(item.span)]
        number = _number_mention(row, inside)
        value = number.span if number else _number_span(row, self._gold, span)
        at = value.start if value else span.start
        return Site(
            self._texts.gold(span),
            self._texts.gold(value or Span(span.start, span.start)),
            CELLS in _line(self._gold, at),
            number is not None and not self._says(number, row.value),
            self._endpoint_missed(row, span, inside),
        )

    def of_predicted(self, row: EvidenceRow) -> Site | None:
        """Where a predicted row says that it stands."""
        if row.ground is None:
            return None
        span = row.ground.span
        at = self._predicted.rfind(row.raw, span.start, span.end) if row.raw else -1
        value = Span(at, at + len(row.raw)) if at >= 0 else Span(span.start, span.start)
        line = _line(self._predicted, value.start)
        return Site(self._texts.predicted(span), self._texts.predicted(value), CELLS in line)

    def _unsqueezed(self, at: int, length: int) -> Span:
        return Span(self._offsets[at], self._offsets[at + length - 1] + 1)

    def _says(self, mention: Mention, value: float | None) -> bool:
        """Whether the mention was found with the number in it."""
        found = self._found.get(mention)
        return found is not None and (
            squeeze(found.text) == squeeze(mention.text) or _holds(found.text, value)
        )

    def _endpoint_missed(self, row: EvidenceRow, span: Span, inside: Sequence[Mention]) -> bool:
        """Whether a name of the endpoint (or event) was missed in the quote, and none of its code found."""
        label, code = (Label.EVENT, row.event) if row.event else (Label.ENDPOINT, row.endpoint)
        missed = [item for item in inside if item.label is label and item not in self._found]
        quote = self._texts.gold(span)
        named = (concept for kind, concept, place in self._concepts if kind is label and meet(place, quote))
        return bool(missed) and code not in set(named)


def _nearest(starts: Sequence[int], last: int) -> int | None:
    """Of the places, in their order, the one nearest to ``last``."""
    at = bisect_right(starts, last)
    return min(starts[max(0, at - 1) : at + 1], key=lambda start: abs(start - last), default=None)


def meet(left: Place, right: Place) -> bool:
    """Whether two places share a character; an empty place shares none."""
    return max(left[0], right[0]) < min(left[1], right[1])


class Pages:
    """The page of a place, by the last mention before it that knows its own."""

    def __init__(self, known: Sequence[tuple[int, int]], texts: Aligned) -> None:
        places = sorted((texts.predicted(Span(start, start))[0], page) for start, page in known)
        self._starts, self._pages = [start for start, _ in places], [page for _, page in places]

    def of(self, place: Place) -> int | None:
        """The page on which the place lies, or nothing where no mention knows its page."""
        at = max(0, bisect_right(self._starts, place[0]) - 1)
        return self._pages[at] if self._pages else None


def _number_mention(row: EvidenceRow, inside: Sequence[Mention]) -> Mention | None:
    """The last mention that says the row's number, one of the measure's own label first.

    Where none has it in digits, it is the last of the measure's label that is written in words.
    """
    numbers = [item for item in inside if item.label in NUMERIC and _holds(item.text, row.value)]
    own = [item for item in numbers if item.label is LABELS.get(row.measure)]
    words = [item for item in inside if item.label is LABELS.get(row.measure) and not _digits(item.text)]
    return next(reversed(own or numbers or words), None)


def _number_span(row: EvidenceRow, text: str, span: Span) -> Span | None:
    """The last place within ``span`` where the row's number stands."""
    found = NUMBER.finditer(text, span.start, span.end)
    spans = [Span(*item.span()) for item in found if same_number(_read(item[0]), row.value)]
    return spans[-1] if spans else None


def _digits(text: str) -> bool:
    return NUMBER.search(text) is not None


def _holds(text: str, value: float | None) -> bool:
    plain = THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    return any(same_number(_read(number), value) for number in NUMBER.findall(plain))


def _read(number: str) -> float:
    return float(re.sub(r"\D", ".", number))


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
