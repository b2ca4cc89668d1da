"""From what the trained model says of single places to names that a whole document is read with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import regex

from isaextract.lexicon import Shelf, Term, fold
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.forms import is_code
from isaextract.pipes.normalise import find_term
from isaextract.pipes.trained import Model
from isaextract.pipes.view import Heard, View, Words, names_pattern
from isaextract.schema import Label

KINDS: Mapping[Label, str] = {
    Label.DRUG: "drug",
    Label.EVENT: "event",
    Label.REGIMEN: "regimen",
    Label.TRIAL_NAME: "trial",
    Label.POPULATION: "population",
}
ORDER: Mapping[Label, str] = {label: "rules" for label in KINDS}  # per label: who is asked first

_LABELS = {kind: label for label, kind in KINDS.items()}
_PRIORITY = {"rules": -2, "longer": 0, "model": 9}  # against 0 of a rule that knows the word
_SHARE = 0.5  # of a name's places the model must agree on, before all of them are taken
_SURE = 0.7  # and as sure it must be
_OFTEN, _INSISTING = 3, 0.85  # a name of no familiar ending: so many places, and so sure of them
_HAN = regex.compile(r"\p{Han}")

_Name = tuple[Label, str]


def match(view: View) -> Iterator[Candidate]:
    """The places of the names that the model was heard on."""
    for hit in view.of(*KINDS.values()):
        heard = view.heard(hit)
        if heard is not None:
            label = _LABELS[hit.kind]
            yield Candidate(
                hit.start, hit.end, label, heard.source, _PRIORITY[ORDER[label]], heard.confidence
            )


def listen(views: Sequence[View], model: Model) -> tuple[Heard, ...]:
    """The names that a document is read with beside the lexicon's, by the vote of their places.

    Parameters
    ----------
    views
        The document's labelled blocks.
    model
        Gives the trained model.

    Returns
    -------
    tuple of Heard
        Names that the lexicon does not know, each under one label, sorted.
    """
    trained = model()
    if trained is None:
        return ()
    said = zip(views, trained.find([view.text for view in views]), strict=True)
    places = [(view, each) for view, candidates in said for each in candidates if _speaks(view, each)]
    sure = trained.sure([(view.text, candidate) for view, candidate in places])
    votes: dict[_Name, list[float]] = defaultdict(list)
    for (view, candidate), confidence in zip(places, sure, strict=True):
        votes[candidate.label, view.text[candidate.start : candidate.end]].append(confidence)
    return tuple(sorted(_elected(votes, views, trained.source)))


def _elected(votes: Mapping[_Name, list[float]], views: Sequence[View], source: str) -> Iterator[Heard]:
    taken: set[str] = set()
    texts = [view.text for view in views]
    for (label, name), sure in sorted(votes.items(), key=lambda item: (-sum(item[1]), item[0])):
        if name in taken or max(sure) < _SURE or not _plausible(views[0].words, label, name, sure):
            continue
        if len(sure) < _SHARE * _places(name, texts):
            continue
        taken.add(name)
        yield Heard(KINDS[label], name, source, round(sum(sure) / len(sure), 3))


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
        capitals = sum(character.isupper() or character.isdigit() for character in text)
        return capitals >= 3 and words.pattern("«not_trial»").fullmatch(text) is None
    if label is Label.REGIMEN:
        letters = sum(character.isalpha() for character in text)
        return letters >= 2 and words.pattern("«not_regimen»|«transplant_code»").fullmatch(text) is None
    return True


def _plausible(words: Words, label: Label, name: str, sure: Sequence[float]) -> bool:
    """Whether a name ends as listed ones do, or the model insists on it."""
    if label in (Label.TRIAL_NAME, Label.REGIMEN):
        return True
    if len(sure) >= _OFTEN and sum(sure) / len(sure) >= _INSISTING:
        return True
    if is_code(name):
        coined = sum(character.isupper() or character.isdigit() for character in name) >= 2
        return coined or len(sure) >= 2
    return _ends_alike(words, KINDS[label], name)


def _ends_alike(words: Words, kind: str, text: str) -> bool:
    """Whether a name ends as some listed name of its kind does."""
    bare = "".join(fold(text).split())
    if _HAN.search(bare[-1]):
        return bare[-2:] in words.endings(kind, 2)
    return bare[-4:] in words.endings(kind, 4) or bare[-5:-1] in words.endings(kind, 4)
