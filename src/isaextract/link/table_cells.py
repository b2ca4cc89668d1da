"""What a cell of numbers says: ``10.6 vs 4.1b``, ``6.9 (5.7–8.6)``, ``23/32 (71.9%)``, ``NR``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from isaextract.lexicon import Lexicon, compiled, fold
from isaextract.schema import Span

NUMBER = r"\d{1,3}(?:[,\s\u2009\u202f]\d{3})+(?![\d.])|\d+(?:[.·]\d+)?|(?<!\d)\.\d+"
UNITS = ("month", "week", "year", "day", "minute", "hour")
RATIOS = ("hazard_ratio", "odds_ratio", "risk_ratio")
SIGNS = "*†‡§¶#‖∥△▲"
_OPEN, _CLOSE = "([{【", ")]}】"


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a cell, or the word that stands in its place, with what qualifies it.

    ``status`` is ``number``, ``missing`` (``word`` says how it is written) or ``reference``;
    ``fraction`` is ``n/N``; ``bracket`` a lone number in the brackets behind with its ``%`` or unit;
    ``ratio`` the measure that the cell itself names (``HR 0.6``); ``marks`` the footnote marks.
    """

    span: Span
    status: str = "number"
    value: float | None = None
    unit: str = ""
    word: str = ""
    fraction: tuple[int, int] | None = None
    fraction_span: Span | None = None
    bracket: float | None = None
    bracket_unit: str = ""
    bracket_span: Span | None = None
    interval: tuple[float | None, float | None] | None = None
    interval_span: Span | None = None
    p: str = ""
    p_span: Span | None = None
    ratio: str = ""
    marks: tuple[str, ...] = ()


def read_cell(
    text: str, span: Span, lexicon: Lexicon, marks: frozenset[str] = frozenset(), *, paired: bool = False
) -> tuple[Reading, ...]:
    """The numbers of a cell, one for each side of a "vs".

    Parameters
    ----------
    text
        The document's text.
    span
        The cell, or a part of it, without citation markers.
    lexicon
        The function words.
    marks
        The footnote marks that the table's notes explain.
    paired
        Whether a slash between whole numbers parts two arms, and is no fraction.
    """
    words = _words(lexicon)
    sides = _sides(text, span, words, paired=paired)
    readings = [_Side(text, side, words, marks).read() for side in sides]
    return tuple(reading for reading in readings if reading is not None)


def is_number_cell(text: str, lexicon: Lexicon) -> bool:
    """Whether a cell's text begins as a number, or stands in place of one."""
    words = _words(lexicon)
    return words.leading.match(fold(text).strip()) is not None


def is_pair(text: str) -> bool:
    """Whether a cell holds decimal numbers of two arms ("8.9/5.0"): then no slash of its row divides."""
    return _PAIR.search(fold(text)) is not None


def ratio_start(text: str, span: Span, lexicon: Lexicon) -> int:
    """Where a ratio begins behind other numbers in one cell ("11.5 vs 7.4 (HR 0.61)"); else ``-1``."""
    flat = fold(span.of(text))
    match = _words(lexicon).ratio.search(flat)
    if match is None or compiled(r"\d").search(flat[: match.start()]) is None:
        return -1
    return span.start + match.start()


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns made from one lexicon."""

    versus: regex.Pattern[str]
    token: regex.Pattern[str]
    leading: regex.Pattern[str]
    ratio: regex.Pattern[str]


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> _Words:
    ratio = "|".join(_plain_case(lexicon, name) for name in RATIOS)
    flags = regex.IGNORECASE
    return _Words(
        regex.compile(lexicon.cue("table_versus").pattern, flags),
        regex.compile("|".join(_tokens(lexicon)), flags),
        regex.compile(_leading(lexicon, ratio), flags),
        regex.compile(rf"(?<![a-z])(?:{ratio})", flags),
    )


def _plain_case(lexicon: Lexicon, cue: str) -> str:
    """A cue for folded text, where the case of letters is lost."""
    return lexicon.cue(cue).pattern.replace("(?-i:", "(?:")


def _absent(lexicon: Lexicon) -> str:
    return rf"{lexicon.cue('table_missing').pattern}|{lexicon.cue('table_unreached').pattern}"


def _tokens(lexicon: Lexicon) -> Iterator[str]:
    """What a cell is made of, each as a named group; what stands first is tried first."""
    interval, absent = lexicon.cue("table_interval").pattern, _absent(lexicon)
    units = "|".join(rf"(?P<{unit}>{lexicon.cue(f'unit_{unit}').pattern})" for unit in UNITS)
    bound = rf"(?:(?:{NUMBER})\s*%?|{absent}|{lexicon.cue('not_estimable').pattern}|∞)"
    for name in RATIOS:
        yield rf"(?P<{name}>{_plain_case(lexicon, name)})"
    yield rf"(?P<ci>(?:\d+(?:\.\d+)?\s*%\s*)?-?\s*(?:{interval}))"
    value = rf"(?:{lexicon.cue('table_value').pattern})?\s*(?P<sign>[<>=≤≥]+)?\s*(?P<pnumber>{NUMBER})"
    yield rf"(?P<p>(?<![a-z])p\s*-?\s*{value})"
    joined = rf"(?P<low>{bound})\s*(?:{lexicon.cue('table_range').pattern})\s*(?P<high>{bound})"
    yield rf"(?P<interval>{joined}(?!\s*%?\s*-?\s*(?:{interval})|[\d.]))"
    yield r"(?P<fraction>(?P<part>\d+)\s*/\s*(?P<whole>\d+)(?![\d.]))"
    yield rf"(?P<number>(?P<value>{NUMBER})(?P<unit>\s*%|\s*(?:{units})(?![a-z]))?)"
    yield rf"(?P<missing>(?<![a-z])(?:{absent})(?![a-z]{{2}}))"
    yield rf"(?P<reference>(?<![a-z])(?:{lexicon.cue('table_reference').pattern}))"


def _leading(lexicon: Lexicon, ratio: str) -> str:
    """How a cell of numbers begins; "95% CI" and "1-year rate" begin labels."""
    opening = rf"(?:[<>=≤≥~(\[]|(?:{ratio})[\s=:,]*)*\s*"
    level = rf"\d+(?:\.\d+)?\s*%?\s*-?\s*(?:{lexicon.cue('table_interval').pattern})"
    units = "|".join(lexicon.cue(f"unit_{unit}").pattern for unit in UNITS)
    dated = rf"\d+(?:\.\d+)?\s*-?\s*(?:{units})\s*-?\s*(?:{lexicon.cue('table_rate').pattern})"
    return rf"{opening}(?!{level}|{dated})(?:{NUMBER}|(?:{_absent(lexicon)})(?![a-z]{{2}}))"


def _sides(text: str, span: Span, words: _Words, *, paired: bool) -> Iterator[Span]:
    """The parts of a cell between "vs" outside of brackets; also ``12.3/8.4`` and ``60%/35%``."""
    flat = fold(span.of(text))
    start = 0
    for match in (*_separators(flat, words, paired=paired), None):
        end = match.start() if match else len(flat)
        if flat[start:end].strip():
            yield Span(span.start + start, span.start + end)
        start = match.end() if match else end


_FRACTION = regex.compile(r"(?<![\d.])\d+\s*/\s*\d+(?![\d.%])")
_PAIR = regex.compile(r"\d+\.\d+\s*/\s*\d+\.\d+")
_SLASH = regex.compile(r"(?<=[%)]|\d[.]\d{1,4}|\d)\s*/\s*(?=\d)")


def _separators(flat: str, words: _Words, *, paired: bool) -> Iterator[regex.Match[str]]:
    depths = _depths(flat)
    versus = [m for m in words.versus.finditer(flat) if not depths[m.start()]]
    if versus:
        yield from versus
    elif paired or not _FRACTION.search(flat):
        yield from (m for m in _SLASH.finditer(flat) if not depths[m.start()])


def _depths(flat: str) -> list[int]:
    depth = 0
    depths: list[int] = []
    for character in flat:
        depth = max(0, depth - (character in _CLOSE))
        depths.append(depth)
        depth += character in _OPEN
    return depths


class _Side:
    """Reads one side of a cell, left to right."""

    def __init__(self, text: str, span: Span, words: _Words, marks: frozenset[str]) -> None:
        self._text, self._span, self._words, self._marks = text, span, words, marks
        self._flat = fold(span.of(text))
        self._depths = _depths(self._flat)
        self._reading: Reading | None = None
        self._ratio = ""
        self._promised = False  # "95% CI" has been said, the bounds come next
        self._found: list[str] = []

    def read(self) -> Reading | None:
        """The side's number with its qualifications."""
        position = 0
        while position < len(self._flat):
            match = self._words.token.match(self._flat, position)
            if match is None or match.end() == position or self._glued(position):
                self._mark(position)
                position += 1
                continue
            position = self._take(match)
        if self._reading is None:
            return None
        marks = tuple(dict.fromkeys(self._found))
        return replace(self._reading, marks=marks, ratio=self._ratio)

    def _glued(self, position: int) -> bool:
        """Whether a word begins in the middle of a Latin word."""
        before = self._flat[position - 1 : position]
        return (
            self._flat[position].isascii()
            and self._flat[position].isalpha()
            and before.isascii()
            and before.isalpha()
        )

    def _mark(self, position: int) -> None:
        character = self._flat[position]
        attached = position > 0 and not self._flat[position - 1].isspace()
        after = self._flat[position + 1 : position + 2]
        if (
            character in self._marks
            and not (after.isascii() and after.isalpha())
            and (attached or character in SIGNS)
        ):
            self._found.append(character)

    def _place(self, match: regex.Match[str], group: str | int = 0) -> Span:
        start, end = match.span(group)
        while end > start and self._flat[end - 1].isspace():
            end -= 1
        return Span(self._span.start + start, self._span.start + end)

    def _take(self, match: regex.Match[str]) -> int:
        """Take one token in; gives the place behind it."""
        groups = match.groupdict()
        for ratio in RATIOS:
            if groups[ratio]:
                self._ratio = ratio
                return match.end()
        if groups["ci"]:
            self._promised = True
            return match.end()
        if groups["p"]:
            return self._take_p(match)
        if groups["interval"] and self._is_interval(match):
            return self._take_interval(match)
        if groups["interval"]:
            return self._take_number(
                self._words.token.match(self._flat, match.start(), match.end("low")), match
            )
        if groups["fraction"]:
            return self._take_fraction(match)
        if groups["number"] and self._is_bare_p(match):
            return self._take_bare_p(match)
        if groups["number"]:
            return self._take_number(match, match)
        self._take_word(match, "missing" if groups["missing"] else "reference")
        return match.end()

    def _is_interval(self, match: regex.Match[str]) -> bool:
        """Two numbers in brackets, behind "95% CI", or alone in the cell ("5.7-8.6")."""
        listed = self._flat[match.end("low") : match.start("high")].strip() in (",", ";", "、")
        return bool(self._depths[match.start()]) or self._promised or (self._reading is None and not listed)

    def _take_p(self, match: regex.Match[str]) -> int:
        sign = (match["sign"] or "").replace("≤", "<=").replace("≥", ">=").removeprefix("=")
        place = self._place(match)
        value = f"{sign}{_plain(match['pnumber'])}"
        if self._reading is None:
            self._reading = Reading(place, value=None, status="p")
        self._reading = replace(self._reading, p=value, p_span=place)
        return match.end()

    def _is_bare_p(self, match: regex.Match[str]) -> bool:
        """Whether a number behind a ratio's interval is its p value, without a letter ("; <0.001")."""
        behind = compiled(r"[;,]\s*[<>=≤≥]*\s*$").search(self._flat[: match.start()]) is not None
        known = self._reading is not None and self._reading.interval is not None and not self._reading.p
        return known and behind and not self._promised and match["unit"] is None

    def _take_bare_p(self, match: regex.Match[str]) -> int:
        sign = compiled(r"[<>=≤≥]*\s*$").search(self._flat[: match.start()])
        place = Span(
            self._span.start + (sign.start() if sign else match.start()), self._span.start + match.end()
        )
        written = (sign[0] if sign else "").strip().replace("≤", "<=").replace("≥", ">=").removeprefix("=")
        if self._reading is not None:
            self._reading = replace(self._reading, p=f"{written}{_plain(match['value'])}", p_span=place)
        return match.end()

    def _take_interval(self, match: regex.Match[str]) -> int:
        bounds = (_bound(match["low"]), _bound(match["high"]))
        place = self._place(match)
        if self._reading is None:
            self._reading = Reading(place, status="interval")
        if self._reading.interval is None:
            self._reading = replace(self._reading, interval=bounds, interval_span=place)
        self._promised = False
        return match.end()

    def _take_fraction(self, match: regex.Match[str]) -> int:
        fraction = (int(match["part"]), int(match["whole"]))
        place = self._place(match)
        if self._reading is None:
            self._reading = Reading(place, value=None, status="fraction")
        if self._reading.fraction is None:
            self._reading = replace(self._reading, fraction=fraction, fraction_span=place)
        return match.end()

    def _take_number(self, match: regex.Match[str] | None, whole: regex.Match[str]) -> int:
        if match is None or match["number"] is None:
            return whole.end()
        value, unit, place = _value(match["value"]), self._unit(match), self._place(match)
        end = match.end()
        letter = self._flat[match.end("value") : match.end("value") + 1]
        if unit != "%" and letter in self._marks:  # a mark that looks like a unit ("12d")
            unit, place, end = "", self._place(match, "value"), match.end("value")
        reading = self._reading
        if reading is None:
            self._reading = Reading(place, value=value, unit=unit)
        elif reading.status == "fraction" and reading.value is None:
            self._reading = replace(reading, status="number", value=value, unit=unit or "%", span=place)
        elif self._depths[match.start()] and reading.bracket is None and not self._promised:
            self._reading = replace(reading, bracket=value, bracket_unit=unit, bracket_span=place)
        return end

    def _unit(self, match: regex.Match[str]) -> str:
        if (match["unit"] or "").strip() == "%":
            return "%"
        return next((unit for unit in UNITS if match[unit]), "")

    def _take_word(self, match: regex.Match[str], status: str) -> None:
        if self._reading is None:
            place = self._place(match)
            self._reading = Reading(place, status=status, word=place.of(self._text))
        elif status == "reference" and self._reading.value == 1:
            self._reading = replace(self._reading, status="reference")


def _plain(number: str) -> str:
    return number.replace("·", ".")


def _value(number: str) -> float:
    return float(compiled(r"[,\s\u2009\u202f]").sub("", number).replace("·", "."))


def _bound(text: str) -> float | None:
    match = compiled(NUMBER).search(text)
    return _value(match[0]) if match else None


def read_p(text: str, span: Span) -> tuple[str, Span] | None:
    """The p value of a cell in a column of p values, as the contract writes it, with its place."""
    flat = fold(span.of(text))
    match = compiled(rf"([<>=≤≥]*)\s*({NUMBER})").search(flat)
    if match is None:
        return None
    sign = match[1].replace("≤", "<=").replace("≥", ">=").removeprefix("=")
    return f"{sign}{_plain(match[2])}", Span(span.start + match.start(), span.start + match.end())
