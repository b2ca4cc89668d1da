"""EVENT: names of adverse events and clinical events."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.forms import Hit
from isaextract.pipes.quantity_rules import after, before, sentence_start
from isaextract.pipes.view import View
from isaextract.schema import Label


def match(view: View) -> Iterator[Candidate]:
    """Names of the lexicon; symptoms of the disease and the infections that cause it are none."""
    for hit in view.of("event"):
        if view.heard(hit) or is_symptom(view, hit.start):
            continue
        if before(view, r"«infection_cause»\s*\)?", hit.start):
            continue
        if after(view, "«not_event_after»", hit.end) or _is_list(view, hit):
            continue
        yield Candidate(hit.start, hit.end, Label.EVENT, "event.lexicon")


def is_symptom(view: View, place: int) -> bool:
    """Whether the sentence speaks of the disease's own symptoms before a place."""
    symptoms = view.words.pattern("«disease_symptom»")
    return symptoms.search(view.flat, sentence_start(view, place), place) is not None


def _is_list(view: View, hit: Hit) -> bool:
    """Whether a form is two events with an enumeration comma between (``恶心、呕吐``)."""
    parts = regex.split("、", view.text[hit.start : hit.end])
    known = view.words.lexicon.events.find
    return len(parts) > 1 and all(known(part) for part in parts)
