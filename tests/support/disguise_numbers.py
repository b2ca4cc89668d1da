"""Other numbers for a document, the same relations: order, n/N and its percentage, a ratio and its interval.

Shares go through ``100 (p/100)^a``, counts through ``k x^a`` and ratios through ``1 - (1 - x)^a``, so that
n/N still fits its percentage and a risk reduction its hazard ratio. Times grow by whole years, so that
"2 years" and "24 months" stay one time. Every map keeps order and decimals, and no two numbers become one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from random import Random

from isaextract.gold import GoldDocument
from isaextract.schema import EvidenceRow, Label, Mention, Study

NUMBER = re.compile(r"\d{1,3}(?:[ ,\u2009]\d{3})+(?!\d)|\d+(?:\.\d+)?")
DOSE_NUMBER = re.compile(r"\d+(?:\.\d+)?(?=\s*(?:mg|g/|μg))")
UNITS = {
    "year": re.compile("年|year", re.IGNORECASE),
    "month": re.compile("月|month|mo", re.IGNORECASE),
    "week": re.compile("周|week|wk", re.IGNORECASE),
    "day": re.compile("天|日|day", re.IGNORECASE),
    "hour": re.compile(r"小时|hour|\bh", re.IGNORECASE),
    "minute": re.compile("分|min", re.IGNORECASE),
}
WORDS = (
    ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"),
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
)
WORD = re.compile(
    "|".join(["半", "二", *WORDS[0], r"\bhalf\b", *(rf"\b{word}\b" for word in WORDS[1])]), re.IGNORECASE
)
RATIOS = {"hazard_ratio", "odds_ratio", "risk_ratio"}
SCALES = ("%", "count", "ratio", "p", "dose", *UNITS)


@dataclass
class Scale:
    """A map from numbers to other numbers: strictly increasing, decimals kept, ``fixed`` points stay."""

    raw: Callable[[float], float]
    fixed: tuple[float, ...] = (0,)
    decimals: dict[float, int] = field(default_factory=dict)
    wanted: dict[float, float] = field(default_factory=dict)
    images: dict[float, float] = field(default_factory=dict)

    def see(self, value: float | None, decimals: int | None = None) -> None:
        """Take a number into the map; it keeps the fewest decimals that it was seen with."""
        if value is not None:
            places = decimals_of(value) if decimals is None else decimals
            self.decimals[value] = max(min(places, self.decimals.get(value, 9)), decimals_of(value))

    def settle(self) -> None:
        """Choose the image of every number seen: upwards, then downwards where the room gives out."""
        values = sorted({*self.decimals, *self.fixed})
        images = [self._wish(value) for value in values]
        for i in range(1, len(values)):
            if images[i] <= images[i - 1] and values[i] not in self.fixed:
                images[i] = self._next(values[i], images[i - 1], up=True)
        for i in range(len(values) - 2, -1, -1):
            if images[i] >= images[i + 1]:
                assert values[i] not in self.fixed, f"no room below {values[i + 1]}"
                images[i] = self._next(values[i], images[i + 1], up=False)
        self.images = dict(zip(values, images, strict=True))

    def __call__(self, value: float) -> float:
        return self.images[value]

    def _wish(self, value: float) -> float:
        if value in self.fixed:
            return value
        return round(self.wanted.get(value, self.raw(value)), self.decimals[value])

    def _next(self, value: float, bound: float, *, up: bool) -> float:
        """The nearest number beyond ``bound`` with the decimals of ``value``."""
        unit = float(f"1e{self.decimals[value]}")
        steps = math.floor(bound * unit + 1e-6) + 1 if up else math.ceil(bound * unit - 1e-6) - 1
        return round(steps / unit, self.decimals[value])


def decimals_of(value: float) -> int:
    """How many decimals it takes to write a number."""
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])


class Numbers:
    """The maps of one document, and how to write its texts and records with them."""

    def __init__(self, gold: GoldDocument, random: Random) -> None:
        self._gold = gold
        self._scales = _scales(random)
        self._intervals: dict[tuple[float | None, float | None], str] = {
            (row.ci_low, row.ci_high): scale_of(row) for row in gold.rows if row.ci_low is not None
        }
        for mention in gold.mentions:
            self._see_mention(mention)
        for row in gold.rows:
            self._see_row(row)
        for study in gold.studies:
            self._scales["count"].see(study.N)
        self._scales["count"].settle()
        self._keep_shares()
        for name, scale in self._scales.items():
            if name != "count":
                scale.settle()

    def text(self, mention: Mention) -> str:
        """The mention's text with other numbers."""
        name = self._scale(mention)
        if name is None:
            return mention.text
        if mention.label in (Label.TIME, Label.COUNT) and not NUMBER.search(mention.text):
            return WORD.sub(lambda found: self._word(found[0], name), mention.text)
        return self._written(mention.text, name)

    def doses(self, words: str) -> str:
        """Words of the document with other doses."""
        return DOSE_NUMBER.sub(lambda found: self._number(found[0], "dose"), words)

    def row(self, row: EvidenceRow) -> EvidenceRow:
        """The row with other numbers (not those in its words)."""
        name, count = scale_of(row), self._scales["count"]
        return replace(
            row,
            value=None if row.value is None else self._scales[name](row.value),
            ci_low=None if row.ci_low is None else self._scales[name](row.ci_low),
            ci_high=None if row.ci_high is None else self._scales[name](row.ci_high),
            n=None if row.n is None else int(count(row.n)),
            N=None if row.N is None else int(count(row.N)),
            p=self._written(row.p, "p"),
            timepoint=self._period(row.timepoint),
            follow_up=self._period(row.follow_up),
        )

    def study(self, study: Study) -> Study:
        """The study with another N."""
        return study if study.N is None else replace(study, N=int(self._scales["count"](study.N)))

    def _see_mention(self, mention: Mention) -> None:
        name = self._scale(mention)
        if name is None:
            return
        for written in NUMBER.findall(mention.text):
            self._scales[name].see(*read_number(written))
        if mention.label in (Label.TIME, Label.COUNT) and not NUMBER.search(mention.text):
            for word in WORD.findall(mention.text):
                self._scales[name].see(read_word(word))

    def _see_row(self, row: EvidenceRow) -> None:
        for number in (row.value, row.ci_low, row.ci_high):
            self._scales[scale_of(row)].see(number)
        for number in (row.n, row.N):
            self._scales["count"].see(number)
        for written in NUMBER.findall(row.p):
            self._scales["p"].see(*read_number(written))
        for period in filter(None, (row.timepoint, row.follow_up)):
            length, unit = period.split()
            self._scales[unit].see(*read_number(length))
        for written in DOSE_NUMBER.findall(row.subgroup):
            self._scales["dose"].see(*read_number(written))

    def _keep_shares(self) -> None:
        """Let a percentage be what its n/N now comes to."""
        count = self._scales["count"]
        shares: dict[float, list[float]] = {}
        for row in self._gold.rows:
            if row.unit == "%" and row.value is not None and row.n and row.N:
                shares.setdefault(row.value, []).append(100 * count(row.n) / count(row.N))
        self._scales["%"].wanted = {value: (min(found) + max(found)) / 2 for value, found in shares.items()}

    def _scale(self, mention: Mention) -> str | None:
        """The map that a mention's numbers go through."""
        if mention.label is Label.TIME:
            return self._unit(mention)
        if mention.label is Label.CI:
            return self._interval(mention)
        return {
            Label.PERCENT: "%",
            Label.COUNT: "count",
            Label.RATIO: "ratio",
            Label.PVALUE: "p",
            Label.DOSE: "dose",
        }.get(mention.label)

    def _unit(self, mention: Mention) -> str:
        """The unit of a time: its own, the next time's in reach, else that of a row of this value."""
        reach = [
            other.text
            for other in self._gold.mentions
            if other.label is Label.TIME and 0 <= other.span.start - mention.span.start < 60
        ]
        for text in reach:
            for name, pattern in UNITS.items():
                if pattern.search(text):
                    return name
        values = {read_number(written)[0] for written in NUMBER.findall(mention.text)}
        units = [row.unit for row in self._gold.rows if row.value in values and row.unit in UNITS]
        return units[0] if units else "month"

    def _interval(self, mention: Mention) -> str:
        """What an interval is of: its row's number, else the number before it."""
        bounds = [read_number(written)[0] for written in NUMBER.findall(mention.text)]
        name = self._intervals.get(((*bounds, None)[0], (*bounds, None, None)[1]))
        if name is not None:
            return name
        before = [
            other
            for other in self._gold.mentions
            if other.label in (Label.PERCENT, Label.RATIO, Label.TIME)
            and other.span.end <= mention.span.start
        ]
        return self._scale(before[-1]) or "ratio" if before else "ratio"

    def _written(self, text: str, name: str) -> str:
        return NUMBER.sub(lambda found: self._number(found[0], name), text)

    def _number(self, written: str, name: str) -> str:
        value, decimals = read_number(written)
        image = f"{self._scales[name](value):.{decimals}f}"
        blank = next((mark for mark in written if not (mark.isdigit() or mark == ".")), "")
        return f"{int(image):,}".replace(",", blank) if blank else image

    def _word(self, word: str, name: str) -> str:
        image = self._scales[name](read_word(word))
        words = WORDS[1] if word.isascii() else WORDS[0]
        return words[int(image)] if image == int(image) and image < len(words) else f"{image:g}"

    def _period(self, period: str) -> str:
        """``24 month`` with another number."""
        if not period:
            return ""
        number, unit = period.split()
        return f"{self._number(number, unit)} {unit}"


def scale_of(row: EvidenceRow) -> str:
    """The map of a row's value and interval."""
    if row.measure in RATIOS:
        return "ratio"
    return row.unit or ("count" if row.measure == "count" else "ratio")


def read_number(written: str) -> tuple[float, int]:
    """A number as written, and how many decimals it has."""
    digits = re.sub(r"[ ,\u2009]", "", written)
    return float(digits), len(digits.partition(".")[2])


def read_word(word: str) -> float:
    """The number that a word says."""
    if word.lower() in ("半", "half"):
        return 0.5
    return float(
        next(
            words.index(found)
            for words in WORDS
            for found in [word.lower().replace("二", "两")]
            if found in words
        )
    )


def _scales(random: Random) -> dict[str, Scale]:
    power, factor = random.uniform(0.85, 0.94), random.uniform(2.5, 4.0)
    years = random.choice([1, 2])
    longer = random.uniform(1.2, 1.4)
    return {
        "%": Scale(lambda p: 100 * (p / 100) ** power if p <= 100 else p + 7, (0, 100)),
        "count": Scale(lambda n: factor * n**power),
        "ratio": Scale(lambda x: 1 - (1 - x) ** power if x < 1 else 1 + 1.3 * (x - 1), (0, 1)),
        "p": Scale(_other_p(random.uniform(0.75, 0.9)), (0, 0.05, 1)),
        "dose": Scale(lambda dose: longer * dose),
        "year": Scale(_grown(1, years)),
        "month": Scale(_grown(12, 12 * years)),
        **{unit: Scale(lambda time: longer * time) for unit in ("week", "day", "hour", "minute")},
    }


def _grown(year: float, growth: float) -> Callable[[float], float]:
    """A time that grows by so much, a time under a year in proportion."""
    return lambda time: time + growth if time >= year else time * (1 + growth / year)


def _other_p(power: float) -> Callable[[float], float]:
    """Another p value on the same side of 0.05."""

    def other(p: float) -> float:
        return 0.05 * math.pow(p / 0.05, power) if p < 0.05 else 1 - 0.95 * math.pow((1 - p) / 0.95, power)

    return other


def squeezed(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each of its characters stands."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    return "".join(text[place] for place in places), places


def all_numbers(gold: Iterable[GoldDocument]) -> set[str]:
    """Every number written in a mention, for checks."""
    return {written for item in gold for mention in item.mentions for written in NUMBER.findall(mention.text)}
