"""From what the model says of single places to names that a whole document is read with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import regex

from isaextract.lexicon import Shelf, Term
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.normalise import find_term
from isaextract.pipes.view import Heard, View, Words, names_pattern
from isaextract.schema import Label

KINDS: Mapping[Label, str] = {
    Label.DRUG: "drug",
    Label.EVENT: "event",
    Label.REGIMEN: "regimen",
    Label.TRIAL_NAME: "trial",
    Label.POPULATION: "population",
}
_SHARE = 0.5  # of a name's places the model must agree on, before all of them are taken

_Name = tuple[Label, str]


def settle(views: Sequence[View], said: Sequence[tuple[Candidate, ...]]) -> tuple[Heard, ...]:
    """The names that a document is read with, by the vote of their places.

    Parameters
    ----------
    views
        The document's labelled blocks.
    said
        What the model says of each.

    Returns
    -------
    tuple of Heard
        Names that the lexicon does not know, each under one label, sorted.
    """
    votes: Counter[_Name] = Counter()
    sources: dict[_Name, Candidate] = {}
    for view, candidates in zip(views, said, strict=True):
        for candidate in candidates:
            if _speaks(view, candidate):
                name = (candidate.label, view.text[candidate.start : candidate.end])
                votes[name] += 1
                sources[name] = candidate
    return tuple(sorted(_elected(votes, sources, [view.text for view in views])))


def _elected(
    votes: Counter[_Name], sources: Mapping[_Name, Candidate], texts: Sequence[str]
) -> Iterator[Heard]:
    taken: set[str] = set()
    for (label, name), count in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        places = _places(name, texts)
        if name in taken or count < _SHARE * places:
            continue
        taken.add(name)
        said = sources[label, name]
        share = min(1.0, count / max(1, places))
        yield Heard(KINDS[label], name, said.source, round(said.confidence * (0.5 + share / 2), 3))


def _places(name: str, texts: Sequence[str]) -> int:
    pattern = names_pattern(frozenset((name,)))
    return sum(len(pattern.findall(text)) for text in texts)


def _speaks(view: View, candidate: Candidate) -> bool:
    """Whether the model is to be heard on a place: what the lexicon knows is the rules' to decide."""
    text = view.text[candidate.start : candidate.end]
    if len(text) < 2 or "\n" in text or not any(character.isalpha() for character in text):
        return False
    if any(hit.start == candidate.start and hit.end == candidate.end for hit in view.hits):
        return False
    return not _known(view.words, candidate.label, text) and _well_formed(view.words, candidate.label, text)


def _known(words: Words, label: Label, text: str) -> bool:
    lexicon = words.lexicon
    shelves: dict[Label, Shelf[Term]] = {
        Label.DRUG: lexicon.drugs,  # type: ignore[dict-item]
        Label.EVENT: lexicon.events,  # type: ignore[dict-item]
        Label.REGIMEN: lexicon.regimens,  # type: ignore[dict-item]
        Label.TRIAL_NAME: lexicon.trials,  # type: ignore[dict-item]
        Label.POPULATION: lexicon.populations,  # type: ignore[dict-item]
    }
    return find_term(shelves[label], text) is not None


def _well_formed(words: Words, label: Label, text: str) -> bool:
    """Whether a name has the make of its kind."""
    if label is Label.TRIAL_NAME:
        return words.pattern("«not_trial»").fullmatch(text) is None
    if label is Label.REGIMEN:
        return (
            words.pattern("«not_regimen»|«transplant_code»").fullmatch(text) is None
            and regex.search(r"[A-Z\p{Han}]", text) is not None
        )
    return True
