"""TRIAL_ID and TRIAL_NAME."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.lexicon import Lexicon, compiled
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.normalise import registry_number
from isaextract.pipes.view import LEARNED, View
from isaextract.schema import Label


def match_ids(view: View) -> Iterator[Candidate]:
    """Registry numbers, by the shapes that ``registries.tsv`` lists."""
    for key, found in _registered(view.text, view.words.lexicon):
        yield Candidate(*found.span(), Label.TRIAL_ID, f"trial_id.{key}", 8)


def registry_numbers(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The registry numbers that a text prints, in the form of a TRIAL_ID's concept, in order, each once."""
    found = sorted((match.start(), match.group()) for _, match in _registered(text, lexicon))
    return tuple(dict.fromkeys(registry_number(said, lexicon) for _, said in found))


def _registered(text: str, lexicon: Lexicon) -> Iterator[tuple[str, regex.Match[str]]]:
    for registry in lexicon.registries.entries.values():
        pattern = compiled(registry.pattern, regex.IGNORECASE)
        for found in pattern.finditer(text):
            yield registry.key, found


def match_names(view: View) -> Iterator[Candidate]:
    """Names that the lexicon or the document introduces."""
    for hit in view.of("trial"):
        learned = hit.key.startswith(LEARNED)
        source, confidence = ("trial.learned", 0.85) if learned else ("trial.lexicon", 1.0)
        if not view.heard(hit) and not _is_word(view, hit.start, hit.end):
            yield Candidate(hit.start, hit.end, Label.TRIAL_NAME, source, 3, confidence)


def _is_word(view: View, start: int, end: int) -> bool:
    """Whether a name in capitals stands in a line all in capitals, where any word looks like one."""
    line_start = view.text.rfind("\n", 0, start) + 1
    line_end = view.text.find("\n", end)
    rest = view.text[line_start:start] + (view.text[end:line_end] if line_end >= 0 else view.text[end:])
    letters = [c for c in rest if c.isalpha()]
    return len(letters) > 12 and all(c.isupper() for c in letters)
