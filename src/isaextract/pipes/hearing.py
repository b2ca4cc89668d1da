"""From what the trained model says of single places to names that a whole document is read with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from isaextract.lang import is_function_word
from isaextract.lexicon import Lexicon, Shelf, Term, compiled, fold
from isaextract.pipes.candidates import Candidate
from isaextract.pipes.events import is_symptom
from isaextract.pipes.forms import Hit, is_code
from isaextract.pipes.normalise import codes_disease, find_term
from isaextract.pipes.trained import Model, Trained
from isaextract.pipes.view import Heard, View, Words, names_pattern
from isaextract.schema import Label

KINDS: Mapping[Label, str] = {
    Label.DRUG: "drug",
    Label.EVENT: "event",
    Label.REGIMEN: "regimen",
    Label.TRIAL_NAME: "trial",
    Label.POPULATION: "population",
}
ORDER: Mapping[Label, str] = {
    **dict.fromkeys(KINDS, "rules"),
    Label.EVENT: "longer",
}  # per label: who goes first

_LABELS = {kind: label for label, kind in KINDS.items()}
_PRIORITY = {"rules": -2, "longer": 0, "model": 9}  # against 0 of a rule that knows the word
_SHARE = 0.5  # of a name's places the model must agree on, before all of them are taken
_SHORT = 3  # characters of an event that its ending alone does not make one
_OFTEN = 3  # a name of no familiar make must be heard at so many places
_MARKS = regex.compile(r"[。，；：、,;:!?！？]")
_NAME = regex.compile(r"[A-Z0-9][A-Za-z0-9.]*(?:[-/ ][A-Z0-9][A-Za-z0-9]*)*(?:-[a-z])?")
_HAN = regex.compile(r"\p{Han}")


@dataclass(frozen=True, slots=True)
class _Vote:
    """A name that the model gave, with the places that it gave it at."""

    label: Label
    name: str
    places: tuple[tuple[View, Candidate], ...]


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
    places: dict[tuple[Label, str], list[tuple[View, Candidate]]] = defaultdict(list)
    for view, candidates in said:
        for each in (_as_placed(view, candidate) for candidate in candidates):
            if _speaks(view, each):
                places[each.label, view.text[each.start : each.end]].append((view, each))
    votes = [_Vote(label, name, tuple(where)) for (label, name), where in places.items()]
    return tuple(sorted(_elected(votes, views, trained)))


def _elected(votes: Sequence[_Vote], views: Sequence[View], trained: Trained) -> Iterator[Heard]:
    taken: set[str] = set()
    texts = [view.text for view in views]
    for vote in sorted(votes, key=lambda vote: (-len(vote.places), vote.label, vote.name)):
        share = len(vote.places) / max(1, _occurrences(vote.name, texts))
        if vote.name not in taken and share >= _SHARE and _plausible(vote):
            taken.add(vote.name)
            sure = vote.places[0][1].confidence * (0.5 + min(1.0, share) / 2)
            yield Heard(KINDS[vote.label], vote.name, trained.source, round(sure, 3))


def _occurrences(name: str, texts: Sequence[str]) -> int:
    pattern = names_pattern(frozenset((name,)))
    return sum(len(pattern.findall(text)) for text in texts)


def _speaks(view: View, candidate: Candidate) -> bool:
    """Whether the model is to be heard on a place: what the lexicon knows is the rules' to decide."""
    text = view.text[candidate.start : candidate.end]
    if len(text) < 2 or "\n" in text or not any(character.isalpha() for character in text):
        return False
    if any(hit.start == candidate.start and hit.end == candidate.end for hit in view.hits):
        return False
    if entry_of(view.words.lexicon, candidate.label, text) or any(map(is_function_word, text.split())):
        return False
    return not _misplaced(view, candidate)


def _as_placed(view: View, candidate: Candidate) -> Candidate:
    """What the model takes for a study in a treatment's place ("X 联合 CAPOX") is a regimen."""
    mask = view.mask("drug", "class", "regimen")
    treated = view.words.pattern(r"(?:<<drug>>|<<class>>|<<regimen>>)\s*(?:«drug_link»|«listing»)\s*$")
    joined = treated.search(mask, max(0, candidate.start - 40), candidate.start) is not None
    if candidate.label is Label.TRIAL_NAME and joined:
        return replace(candidate, label=Label.REGIMEN)
    return candidate


def _misplaced(view: View, candidate: Candidate) -> bool:
    """Whether the place speaks against it: an author, a symptom, the head of a longer trial name."""
    if view.words.pattern("«et_al»").match(view.flat, candidate.end) is not None:
        return True
    if candidate.label is Label.EVENT:
        cut_off = view.words.pattern("«event_suffix»").match(view.flat, candidate.end) is not None
        return cut_off or is_symptom(view, candidate.start)
    if candidate.label is Label.POPULATION:
        return is_symptom(view, candidate.start)
    if candidate.label is Label.DRUG:
        return view.words.pattern(r"\s«salt_en»").match(view.flat, candidate.end) is not None
    if candidate.label is Label.TRIAL_NAME:
        behind_drug = view.words.pattern(r"<<drug>>\s*\(\s*$")
        if behind_drug.search(view.mask("drug"), max(0, candidate.start - 40), candidate.start):
            return True
        return compiled(r"[ -]?[A-Z]*\d").match(view.flat[candidate.end :]) is not None
    return False


def shelf_of(lexicon: Lexicon, label: Label) -> Shelf[Term]:
    """The entries that mentions of a trained label are looked up in."""
    shelves: dict[Label, Shelf[Term]] = {
        Label.DRUG: lexicon.drugs,  # type: ignore[dict-item]
        Label.EVENT: lexicon.events,  # type: ignore[dict-item]
        Label.REGIMEN: lexicon.regimens,  # type: ignore[dict-item]
        Label.TRIAL_NAME: lexicon.trials,  # type: ignore[dict-item]
        Label.POPULATION: lexicon.populations,  # type: ignore[dict-item]
    }
    return shelves[label]


def entry_of(lexicon: Lexicon, label: Label, text: str) -> str:
    """The key of the entry that a name of a trained label has; ``""`` where the lexicon has none."""
    term = find_term(shelf_of(lexicon, label), text) if label in KINDS else None
    return term.key if term else ""


def _plausible(vote: _Vote) -> bool:
    """Whether a name has the make of its kind, or the model insists on it."""
    words, often = vote.places[0][0].words, len(vote.places)
    if not _clean(vote):
        return False
    if vote.label is Label.TRIAL_NAME:
        return _may_be_trial(vote, words)
    if vote.label is Label.REGIMEN:
        return _may_be_regimen(words, vote.name, often)
    if often >= _OFTEN:
        return True
    if vote.label is Label.POPULATION and is_code(vote.name):
        return codes_disease(vote.name, words.lexicon)
    if is_code(vote.name):
        return _coined(vote.name) >= 2 or often >= 2
    if vote.label is Label.EVENT and _HAN.search(vote.name) and any(_listed(*place) for place in vote.places):
        return True
    short = vote.label is Label.EVENT and len(vote.name) < _SHORT
    return not short and _ends_alike(words, vote.label, vote.name)


def _clean(vote: _Vote) -> bool:
    """Whether a name holds no more than it should: no verb behind a drug, no bare disease or class."""
    view, place = vote.places[0]
    inside = [hit for hit in view.hits if place.start <= hit.start and hit.end <= place.end]
    pattern = view.words.pattern
    if _MARKS.search(vote.name):
        return False
    if vote.label is Label.DRUG:
        if pattern(r".*(?:«drug_stop»|\p{Han}\s[A-Za-z])").match(vote.name) or _ends_in_drug(vote, inside):
            return False
        ended = {hit.end for hit in inside if hit.kind == "drug" and hit.start == place.start}
        tails = {view.text[end : place.end].strip() for end in ended if vote.name.isascii()}
        return all(not tail or pattern("«payload_en»").fullmatch(tail) for tail in tails) and not any(
            hit.kind == "class" and hit.end == place.end and len(view.text[hit.start : hit.end]) > 3
            for hit in inside
        )
    if vote.label is Label.EVENT:
        no_event = pattern("«no_event»|.*(?:«no_event_end»)|(?:«event_stop»).*|.*\\p{Han}\\s+[A-Za-z].*")
        tailed = any(hit.kind == "event" and hit.end < place.end for hit in inside)
        return no_event.fullmatch(vote.name) is None and not tailed and not _ends_in_drug(vote, inside)
    if vote.label is Label.POPULATION and not is_code(vote.name):
        said = (
            any(hit.kind != "disease" for hit in inside) or any(c.isdigit() for c in vote.name) or not inside
        )
        return said and pattern("«no_population»|.*«no_population_end»").fullmatch(vote.name) is None
    return True


def _ends_in_drug(vote: _Vote, inside: Sequence[Hit]) -> bool:
    """Whether a name is a drug's with a word before it ("weekly X")."""
    end = vote.places[0][1].end
    return any(
        hit.kind == "drug" and hit.end == end and hit.start > vote.places[0][1].start for hit in inside
    )


def _coined(name: str) -> int:
    return sum(character.isupper() or character.isdigit() for character in name)


def _may_be_trial(vote: _Vote, words: Words) -> bool:
    """Whether a name is coined as a study's, and not just an abbreviation in brackets."""
    made = _NAME.fullmatch(vote.name) is not None
    if not made or _coined(vote.name) < 3 or words.pattern("«not_trial»").fullmatch(vote.name):
        return False
    if vote.name.isalpha() and not any(_by_study_word(*place) for place in vote.places):
        return False
    view, place = vote.places[0]
    bracketed = view.flat[: place.start].endswith("(") and view.flat[place.end :].startswith(")")
    return len(vote.places) > 1 or not bracketed


def _by_study_word(view: View, candidate: Candidate) -> bool:
    """Whether a word for a study, or a registry number, stands beside a place."""
    study = view.words.pattern(r"«trial_word»|«is_a_study»|<<id>>|NCT\d")
    before = view.flat[max(0, candidate.start - 12) : candidate.start]
    behind = view.flat[candidate.end : candidate.end + 24]
    return study.search(before) is not None or study.search(behind) is not None


def _may_be_regimen(words: Words, name: str, often: int) -> bool:
    if words.pattern("«not_regimen»|«transplant_code»").fullmatch(name):
        return False
    letters = sum(character.isalpha() for character in name)
    return letters >= 2 and (often >= 2 or len(name) >= 4) and (_coined(name) >= 2 or often >= 2)


def _listed(view: View, candidate: Candidate) -> bool:
    """Whether an event stands in a list of events or has its rate behind it."""
    mask = view.mask("event")
    pattern = view.words.pattern
    return (
        pattern(r"\s*\(\s*\d").match(mask, candidate.end) is not None
        or pattern(r"\s*(?:«listing»|«also»)\s*<<event>>").match(mask, candidate.end) is not None
        or pattern(r"<<event>>\s*(?:[(\[][^()\[\]]*[)\]])?\s*(?:«listing»|«also»)\s*$").search(
            mask, max(0, candidate.start - 40), candidate.start
        )
        is not None
    )


def _ends_alike(words: Words, label: Label, name: str) -> bool:
    """Whether a name ends as some listed name of its kind does."""
    bare = "".join(fold(name).split())
    if _HAN.search(bare[-1]):
        return bare[-2:] in words.endings(KINDS[label], 2)
    if label is Label.DRUG:
        return words.pattern(r".*«stem_en»(?:-[a-z]{4}|\s\w+)?").fullmatch(name) is not None
    last = fold(name.split()[-1])
    return {last, last.removesuffix("s")} & words.last_words(KINDS[label]) != set()
