"""Gold samples, varied: other names, numbers, widths and blanks; the marks move along."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import regex

from isaextract.schema import Label
from isaextract.train.pieces import Piece, cut, join
from isaextract.train.pool import TRAINED, Pool, script_of
from isaextract.train.samples import Sample
from isaextract.train.templates import name

_OTHER_NAMES = 0.7  # of the samples get other names
_EACH_NAME = 0.75  # of their names are replaced
_SETTLED = {"安慰剂", "placebo"}
_DIGITS = regex.compile(r"\d+")
_HAN_LATIN = regex.compile(r"(?<=\p{Han}) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) (?=\p{Han})")
_BETWEEN = regex.compile(r"(?<=\p{Han})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=\p{Han})")
_WIDE = str.maketrans("(),;:[]", "（），；：［］")
_NARROW = str.maketrans("（），；：［］", "(),;:[]")
_NUMBERS = {Label.DRUG, Label.TRIAL_NAME, Label.REGIMEN, Label.EVENT}  # whose digits belong to the name


def vary(rng: Random, sample: Sample, pool: Pool) -> Sample:
    """One variant of a sample."""
    pieces = cut(sample)
    if rng.random() < _OTHER_NAMES:
        pieces = _renamed(rng, pieces, pool)
    if rng.random() < 0.3:
        pieces = _swapped(rng, pieces)
    pieces = _renumbered(rng, pieces)
    return join(_dressed(rng, pieces))


def dress(rng: Random, sample: Sample) -> Sample:
    """A sample with punctuation of another width, blanks put in or left out."""
    return join(_dressed(rng, cut(sample)))


def _renamed(rng: Random, pieces: list[Piece], pool: Pool) -> list[Piece]:
    """Other names of the same label and script, the same for the same."""
    names: dict[tuple[Label, str], str] = {}
    renamed = []
    for piece in pieces:
        if piece.label in TRAINED and piece.text.casefold() not in _SETTLED:
            key = (piece.label, piece.text)
            if key not in names:
                names[key] = (
                    _other(rng, piece.label, piece.text, pool) if rng.random() < _EACH_NAME else piece.text
                )
            piece = Piece(names[key], piece.label)
        renamed.append(piece)
    return renamed


def _other(rng: Random, label: Label, text: str, pool: Pool) -> str:
    return name(rng, label, script_of(text), pool) or text


def _swapped(rng: Random, pieces: list[Piece]) -> list[Piece]:
    """Two mentions of one label change places: the order of arms."""
    places = [i for i, piece in enumerate(pieces) if piece.label in (Label.DRUG, Label.REGIMEN)]
    if len(places) < 2:
        return pieces
    one, other = rng.sample(places, 2)
    swapped = list(pieces)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return swapped


def _renumbered(rng: Random, pieces: list[Piece]) -> list[Piece]:
    """Other digits, as many of them; those of names stay."""
    return [
        piece
        if piece.label in _NUMBERS or rng.random() < 0.5
        else Piece(_DIGITS.sub(lambda found: _digits(rng, found[0]), piece.text), piece.label)
        for piece in pieces
    ]


def _digits(rng: Random, number: str) -> str:
    if number in ("0", "1", "2", "3", "95"):
        return number
    return rng.choice("123456789") + "".join(rng.choice("0123456789") for _ in number[1:])


def _dressed(rng: Random, pieces: list[Piece]) -> list[Piece]:
    """Punctuation of another width; blanks between Chinese and Latin put in or left out."""
    edits: list[Callable[[str], str]] = []
    if any(regex.search(r"\p{Han}", piece.text) for piece in pieces):
        width = rng.choice((None, None, _WIDE, _NARROW))
        if width is not None:
            edits.append(lambda text: text.translate(width))
        blanks = rng.choice((None, None, _HAN_LATIN, _BETWEEN))
        if blanks is not None:
            edits.append(lambda text: blanks.sub(" " if blanks is _BETWEEN else "", text))
    for edit in edits:
        pieces = [Piece(edit(piece.text), piece.label) for piece in pieces]
    return pieces
