"""Names of drugs that the document itself explains: by a bracket, or by the codes that it writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from isaextract.lexicon import Lexicon
from isaextract.link.regimens import Regimens
from isaextract.link.sounds import renders
from isaextract.schema import Label, Mention

_HAN = regex.compile(r"\p{Han}{2,}")
_BETWEEN = regex.compile(r"\s*[(（\[［,，;；/、]\s*")


def explained(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions, each drug under the name that the lexicon has for it or for its synonym.

    Drugs that follow each other in one bracket are the same drug; a name the lexicon does not
    know takes the concept of one that it does.
    """
    meant = dict(_meanings(text, mentions, lexicon))
    return tuple(
        replace(m, concept=meant[m.concept]) if m.label is Label.DRUG and m.concept in meant else m
        for m in mentions
    )


def _meanings(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    drugs = [mention for mention in mentions if mention.label is Label.DRUG]
    chain: list[Mention] = []
    for left, right in pairwise(drugs):
        gap = text[left.span.end : right.span.start]
        opens = any(c in gap for c in "(（[［")
        if _BETWEEN.fullmatch(gap) and (opens or len(chain) > 1):
            chain = [*(chain or [left]), right]
        elif _BETWEEN.fullmatch(gap) is None:
            chain = []
            continue
        known = [m.concept for m in chain if lexicon.given(m.concept) is not None]
        for mention in chain:
            if known and lexicon.given(mention.concept) is None:
                yield mention.concept, known[0]


def called_for(mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions, unlisted Chinese names under the INN that the document writes in another way.

    What it writes codes of (``Rd``), with no other name for it, or names in Latin letters is looked
    for among the names that no list has, by their sound: 来那度胺.
    """
    concepts = frozenset(mention.concept for mention in mentions if mention.label is Label.DRUG)
    unlisted = {name for name in concepts if _HAN.fullmatch(name) and lexicon.given(name) is None}
    if not unlisted:
        return tuple(mentions)
    regimens = Regimens(lexicon, {}, concepts)
    codes = {mention.text for mention in mentions if mention.label is Label.REGIMEN}
    unnamed = {code for code in codes if not set(regimens.expand(code) or "?") <= concepts}
    called = {drug for code in unnamed for drug in regimens.may_mean(code)} - concepts
    called |= {name for name in concepts if name.isascii() and lexicon.given(name) is None}
    latin = {name for name in concepts if name.isascii()}
    inns = {name: renders(name, called | latin, lexicon) for name in unlisted}
    return tuple(
        replace(m, concept=inns[m.concept]) if m.label is Label.DRUG and inns.get(m.concept) in called else m
        for m in mentions
    )
