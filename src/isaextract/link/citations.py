"""Which citation markers govern a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.context import Context
from isaextract.link.results import Result
from isaextract.link.tokens import Kind, Token

_NOUN = 12  # characters before a marker that may name an analysis
_FOLLOWED = 32  # characters before a marker that may hold a follow-up ("随访延至 30.8 个月[3]")
_CLAUSE = regex.compile(r"[，,；;。()（）]")
_TIMED = regex.compile(r"\d\s*\p{L}+$")
_ENDS = (Kind.COMMA, Kind.STOP, Kind.CLOSE)


@dataclass(frozen=True, slots=True)
class Run:
    """Markers that stand side by side; ``closing`` where they close a clause."""

    start: int
    end: int
    numbers: tuple[str, ...]
    closing: bool


def cite(
    results: Sequence[Result],
    tokens: Sequence[Token],
    context: Context,
    text: str,
    lexicon: Lexicon,
    anchored: bool,
) -> list[Result]:
    """Give the results of one sentence their markers, and keep what holds for the next ones.

    A marker that closes a clause governs the numbers before it. One behind "analysis", "update" or
    "subgroup" governs those behind it, to the paragraph's end. All else has the study's markers,
    which are those of the sentence that introduces it (``anchored``).
    """
    runs = list(_runs(tokens))
    if anchored and not context.base:
        context.base = tuple(
            dict.fromkeys(number for run in runs for number in run.numbers if _basic(run, results))
        )
    if not results and not context.base and not context.before:  # still introducing the study
        context.base = tuple(dict.fromkeys(number for run in runs for number in run.numbers))
    analyses = any(token.kind is Kind.CUE and token.name == "analysis" for token in tokens)
    opening = [run for run in runs if _opens(run, results, text, lexicon)]
    found: list[Result] = []
    for result in results:
        closing = (run for run in runs if run.closing and run not in opening)
        behind = next((run for run in closing if run.start >= result.span.end), None)
        before = [run for run in opening if run.end <= result.span.start]
        if before:
            context.cited = before[-1].numbers
        numbers = behind.numbers if behind and not anchored_only(behind, results) else context.cited
        found.append(replace(result, citations=numbers or context.base))
    if not results and (opening or (analyses and len(runs) == 1 and not anchored)):
        context.cited = (opening or runs)[-1].numbers
    return found


def _opens(run: Run, results: Sequence[Result], text: str, lexicon: Lexicon) -> bool:
    """Whether markers stand behind "analysis", "update" or "subgroup" and before the numbers."""
    if run.closing and any(result.span.end <= run.start for result in results):
        return False
    return _names_analysis(run, text, lexicon)


def anchored_only(run: Run, results: Sequence[Result]) -> bool:
    """Whether no number stands before the markers."""
    return all(result.span.start > run.end for result in results)


def _basic(run: Run, results: Sequence[Result]) -> bool:
    return not results or run.end <= results[0].span.start or run.closing


def _names_analysis(run: Run, text: str, lexicon: Lexicon) -> bool:
    before = text[max(0, run.start - _NOUN) : run.start].rstrip()
    if any(match.end() == len(before) for match in lexicon.cue("marker_noun").finditer(before)):
        return True
    clause = _CLAUSE.split(text[max(0, run.start - _FOLLOWED) : run.start])[-1].rstrip()
    followed = lexicon.cue("follow_up").search(clause)
    return followed is not None and _TIMED.search(clause, followed.end()) is not None


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    position = 0
    while position < len(tokens):
        if tokens[position].kind is not Kind.CITATION:
            position += 1
            continue
        first = position
        while position < len(tokens) and tokens[position].kind is Kind.CITATION:
            position += 1
        markers = tokens[first:position]
        following = tokens[position] if position < len(tokens) else None
        closing = following is None or (following.kind in _ENDS and following.start - markers[-1].end <= 2)
        numbers = tuple(dict.fromkeys(n for marker in markers for n in marker.name.split(";") if n))
        yield Run(markers[0].start, markers[-1].end, numbers, closing)
