"""Reading numbers: what a stretch of text like ``45/50``, ``3~4 年`` or ``0.36；0.55`` says."""

from __future__ import annotations

import regex

from isaextract.lexicon import Lexicon, compiled, fold
from isaextract.schema import Quantity

NUMBER = r"\d{1,3}(?:[,\s\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.·]\d+)?|\.\d+"
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER = regex.compile(NUMBER)
_JOINER = regex.compile(r"\s*(?:~|-|to|至|到|,|;|、)\s*")
_FRACTION = regex.compile(rf"({NUMBER})\s*(?:/|\bof\b)\s*({NUMBER})")
_UNITS = ("month", "week", "year", "day", "minute", "hour")


def number_of(text: str) -> float:
    """The value of one written number (``1 581``, ``0.0010``, ``.5``)."""
    return float(compiled(r"[,\s\u2009\u202f]").sub("", text).replace("·", "."))


def read_percent(text: str, lexicon: Lexicon) -> Quantity | None:
    """``60.4%`` or the range ``10%~15%``; a bare number too (its unit stands in a table's head)."""
    numbers = [number_of(match) for match in _NUMBER.findall(fold(text))]
    if not numbers:
        return None
    return Quantity(numbers[0], numbers[1] if len(numbers) > 1 else None, "%")


def read_time(text: str, lexicon: Lexicon) -> Quantity | None:
    """``11.6 个月``, ``60-month``, ``两年``, the range ``3~4 年``; unit ``""`` for a bare number."""
    folded = fold(text)
    numbers = [number_of(match) for match in _NUMBER.findall(folded)] or _words(folded, lexicon)
    if not numbers:
        return None
    return Quantity(numbers[0], numbers[1] if len(numbers) > 1 else None, time_unit(folded, lexicon))


def time_unit(text: str, lexicon: Lexicon) -> str:
    """The unit of time named in a short text, or ``""``."""
    for unit in _UNITS:
        if compiled(
            rf"(?<![a-z])(?:{lexicon.cue(f'unit_{unit}').pattern})(?![a-z])", regex.IGNORECASE
        ).search(text):
            return unit
    return ""


def _words(folded: str, lexicon: Lexicon) -> list[float]:
    values = (lexicon.numerals.find(word) for word in compiled(r"[a-z]+|\p{Han}").findall(folded))
    return [numeral.value for numeral in values if numeral is not None][:1]


def read_count(text: str, lexicon: Lexicon) -> Quantity | None:
    """``307 名``, ``1 581 例``, ``35.87 万例``, the fraction ``45/50`` or ``28 of 45 patients``."""
    folded = fold(text)
    if match := _FRACTION.search(folded):
        return Quantity(number_of(match[1]), unit="patient", total=number_of(match[2]))
    numbers = [number_of(found) for found in _NUMBER.findall(folded)] or _words(folded, lexicon)
    if not numbers:
        return None
    scale = 10_000 if lexicon.cue("ten_thousand").search(folded) else 1
    return Quantity(numbers[0] * scale, unit="patient")


def read_ratio(text: str, lexicon: Lexicon) -> Quantity | None:
    """The value of a ratio, ``0.596``."""
    match = _NUMBER.search(fold(text))
    return Quantity(number_of(match[0])) if match else None


def read_interval(text: str, lexicon: Lexicon) -> Quantity | None:
    """The two bounds of an interval; a bound that was not estimable is ``None``."""
    folded = fold(text).replace("%", "").strip("()[] ")
    numbers = list(_NUMBER.finditer(folded))
    if len(numbers) >= 2:
        return Quantity(number_of(numbers[0][0]), number_of(numbers[1][0]))
    missing = lexicon.cue("not_estimable").search(folded)
    if not numbers or missing is None:
        return None
    bound = number_of(numbers[0][0])
    return Quantity(bound, None) if numbers[0].start() < missing.start() else Quantity(None, bound)


def read_pvalue(text: str, lexicon: Lexicon) -> Quantity | None:
    """``< 0.001``: operator and number."""
    folded = fold(text)
    match = _NUMBER.search(folded)
    if match is None:
        return None
    operator = "".join(c for c in folded[: match.start()] if c in "<>=≤≥")
    return Quantity(number_of(match[0]), operator=operator.replace("≤", "<=").replace("≥", ">="))


def pvalue_text(text: str) -> str:
    """A p value as the contract writes it: ``<0.001``, ``0.0010``."""
    folded = "".join(fold(text).split()).replace("≤", "<=").replace("≥", ">=").replace("·", ".")
    match = compiled(r"([<>]=?)?=?(\d*\.?\d+(?:e-?\d+)?)").search(folded)
    return f"{match[1] or ''}{match[2]}" if match else ""


def citation_numbers(text: str) -> tuple[str, ...]:
    """The reference numbers in a marker: ``[3-5]`` gives 3, 4, 5."""
    numbers: list[str] = []
    plain = fold(text.translate(_RAISED))
    for low, high in compiled(r"(\d+)(?:\s*[-~]\s*(\d+))?").findall(plain):
        last = int(high) if high else int(low)
        numbers += [str(number) for number in range(int(low), min(last, int(low) + 50) + 1)]
    return tuple(numbers)
