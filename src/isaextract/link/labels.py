"""Names of arms that are no treatment ("每周 1 次组", "移植组", "the subcutaneous group")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from isaextract.lexicon import Lexicon, compiled
from isaextract.link.passages import mentions_in
from isaextract.link.regimens import component_words
from isaextract.schema import BlockKind, Document, Label, Mention, Span

_CODE = regex.compile(r"(?<![A-Za-z0-9])([A-Z]\d)\s*[(（]$")


def find_labels(document: Document, mentions: Sequence[Mention], lexicon: Lexicon) -> dict[str, str]:
    """Arm names as the document writes them, by their squeezed form.

    A name counts when it is used more than once, or says how many drugs ("单药组"), and is neither a
    treatment nor a function word.
    """
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            for name in _names(document.text, block.span, mentions_in(mentions, block.span), lexicon):
                key = "".join(name.split()).casefold()
                counts[key] += 1
                written.setdefault(key, name)
    coded = _codes(document.text, mentions) | _letters(document.text, mentions, lexicon)
    coded |= _lettered(document.text, lexicon)
    sized = lexicon.cue("drug_number")
    kept = {key for key, count in counts.items() if count > 1 or sized.search(written[key])}
    return {key: written[key] for key in counts if key in kept} | coded


def _codes(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Arms that the text numbers: a letter and a digit, a regimen in brackets behind."""
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.label is Label.REGIMEN:
            before = text[max(0, mention.span.start - 6) : mention.span.start]
            if match := _CODE.search(before):
                found[match[1].casefold()] = match[1]
    return found if len(found) > 1 else {}


def _letters(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> dict[str, str]:
    """Arms that the text letters: a treatment with "(group A)" behind."""
    lettered = regex.compile(rf"[^()（）]{{0,12}}[(（]\s*(?:{lexicon.cue('group_letter').pattern})")
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.label in (Label.DRUG, Label.REGIMEN):
            behind = text[mention.span.end : mention.span.end + 24]
            if match := lettered.match(behind):
                name = f"group {match['letter']}"
                found["".join(name.split()).casefold()] = name
    return found if len(found) > 1 else {}


def _lettered(text: str, lexicon: Lexicon) -> dict[str, str]:
    """Arms that the text explains under letters ("A 组为 ..., B 组将 ...")."""
    heads = (lexicon.cue("letter_arm"), lexicon.cue("letter_swap"))
    letters = {match["letter"] for cue in heads for match in cue.finditer(text)}
    return {letter.casefold(): letter for letter in letters} if len(letters) > 1 else {}


def _names(text: str, span: Span, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[str]:
    pattern, stop = lexicon.cue("arm_label"), lexicon.cue("label_stop")
    prefix = compiled(rf"^(?:{lexicon.cue('label_prefix').pattern})+\s*", regex.IGNORECASE)
    for match in pattern.finditer(text, span.start, span.end):
        start, end = match.span("label")
        inner = [m for m in mentions if m.span.overlaps(Span(start, end))]
        if inner:
            start = max(m.span.end for m in inner)
        name = prefix.sub("", text[start:end].strip()).strip()
        written = text[start : match.end()].strip()
        if any(component_words(lexicon).finditer(written)):
            continue
        if any(lexicon.cue(role).search(written) for role in ("experimental", "control")):
            continue
        if name and not stop.fullmatch(name) and not any(m.span.end == end for m in inner):
            yield name
