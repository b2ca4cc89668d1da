"""Names of drugs that the document itself explains: "sacituzumab govitecan (SG)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from isaextract.lexicon import Lexicon
from isaextract.schema import Label, Mention

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
        known = [m.concept for m in chain if m.concept in lexicon.drugs.entries]
        for mention in chain:
            if known and mention.concept not in lexicon.drugs.entries:
                yield mention.concept, known[0]
