"""Finding written forms: boundaries, case, white space."""

from __future__ import annotations

import pytest

from isaextract.lexicon import fold
from isaextract.pipes.forms import Form, FormIndex, canonical

INDEX = FormIndex(
    [
        Form("regimen", "Pd", "Pd"),
        Form("endpoint", "PD", "PD"),
        Form("drug", "isatuximab", "Isa"),
        Form("endpoint", "PFS", "progression-free survival"),
        Form("endpoint", "MRD", "MRD 阴性率"),
        Form("event", "neutropenia", "neutropenia"),
        Form("trial", "FIRST", "FIRST", exact=True),
    ]
)


def found(text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in INDEX.find(text, fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pd 组", ["Pd"]),
        ("PD 率", ["PD"]),
        ("Isa-Pd", []),
        ("PD-L1", []),
        ("Pd-treated patients", ["Pd"]),
        ("ISA 组", ["ISA"]),
        ("it is a test", []),
        ("Progression free\nsurvival", ["Progression free\nsurvival"]),
        ("progression–free survival", ["progression–free survival"]),
        ("MRD阴性率", ["MRD阴性率"]),
        ("MRD  阴 性 率", ["MRD  阴 性 率"]),
        ("Ｐｄ", []),
        ("NEUTROPENIA", ["NEUTROPENIA"]),
        ("neutropenias", ["neutropenias"]),
        ("the first trial", []),
        ("FIRST trial", ["FIRST"]),
    ],
)
def test_find(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_canonical_keeps_places() -> None:
    text = "t(4; 14) Isa - Pd 组"
    letters, places = canonical(text)
    assert letters == "t(4;14)Isa Pd组"
    assert len(letters) == len(places)
    assert all(text[place] == letter for letter, place in zip(letters, places, strict=True) if letter != " ")
