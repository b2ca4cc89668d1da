"""Signals are seen where they are, and each moves the confidence the way it should."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isaextract.lexicon import load_lexicon
from isaextract.pdf import TextReader
from isaextract.pipeline import extract
from isaextract.rows.confidence import IN_DOUBT, Weights, confident, packaged_weights
from isaextract.rows.signals import SIGNALS, signals_of
from isaextract.schema import Check, EvidenceRow, Extraction

HEAD = (
    "# A review\n\nIn the phase 3 trial IKEMA (NCT03275285), 302 patients with relapsed or refractory "
    "multiple myeloma received isatuximab plus carfilzomib and dexamethasone (Isa-Kd) or carfilzomib and "
    "dexamethasone (Kd). "
)


def read(words: str) -> Extraction:
    return extract(TextReader().read((HEAD + words).encode(), "note"), load_lexicon())


def seen(extraction: Extraction, rows: tuple[EvidenceRow, ...] | None = None) -> list[dict[str, float]]:
    chosen = extraction.rows if rows is None else rows
    found = signals_of(extraction.document, extraction.mentions, extraction.studies, chosen)
    return [dict(zip(SIGNALS, signals, strict=True)) for signals in found]


@pytest.fixture(scope="module")
def plain() -> Extraction:
    return read("The ORR was 87% vs 83%.")


def test_a_plain_sentence_raises_no_alarm(plain: Extraction) -> None:
    assert [{name for name, value in row.items() if value} for row in seen(plain)] == [{"away"}, {"away"}]


@pytest.mark.parametrize(
    ("signal", "words"),
    [
        ("rival", "The ORR was 87% vs 83%. The ORR was 85% vs 83%."),
        ("foreign", "Daratumumab is another antibody. The ORR was 87% vs 83%."),
        ("agrees", "The ORR was 87% vs 83%, and CR was 40% vs 28%."),
        ("failed", "The ORR was 87% vs 83%, and CR was 90% vs 28%."),
    ],
)
def test_a_signal_is_seen(signal: str, words: str) -> None:
    assert seen(read(words))[0][signal] == 1


def test_signals_of_a_row_by_itself(plain: Extraction) -> None:
    row = plain.rows[0]
    untimed = replace(row, endpoint="PFS")
    (first,) = seen(plain, (untimed,))
    (second,) = seen(plain, (replace(row, phase="2"),))
    assert (first["untimed"], first["other_phase"]) == (1, 0)
    assert second["other_phase"] == 1
    (third,) = seen(plain, (replace(row, regimen=("aflibercept",)),))
    assert third["strange_arm"] == 1


def test_a_doubt_caps_and_every_warning_costs(plain: Extraction) -> None:
    weights = packaged_weights()
    nothing = (0.0,) * len(SIGNALS)
    base = weights.confidence(nothing)
    assert 0.9 < base < 1
    assert weights.confidence(nothing, in_doubt=True) == IN_DOUBT
    for place, name in enumerate(SIGNALS):
        only = tuple(float(n == place) for n in range(len(SIGNALS)))
        assert (weights.confidence(only) > base) == (name in ("agrees", "table")), name
    failing = replace(plain.rows[0], checks=(Check("share", False, "1/2 = 50.00%"),))
    undecided = replace(plain.rows[0], open=("regimen",))
    judged = confident(plain.document, plain.mentions, plain.studies, (plain.rows[0], failing, undecided))
    low = [row.confidence for row in judged[1:] if row.confidence is not None and row.confidence <= IN_DOUBT]
    assert len(low) == 2
    assert judged[0].confidence == plain.rows[0].confidence


def test_weights_add_up() -> None:
    weights = Weights(0.0, dict.fromkeys(SIGNALS, 0.0) | {"rival": -1.0})
    only = tuple(float(name == "rival") for name in SIGNALS)
    assert weights.confidence(only) == pytest.approx(0.2689, abs=1e-4)
    assert weights.confidence((0.0,) * len(SIGNALS)) == 0.5


def test_records_go_there_and_back_and_old_ones_are_read(plain: Extraction) -> None:
    row = replace(plain.rows[0], checks=(Check("share", False, "x"), Check("range", True, "y")), grounds=())
    record = row.record()
    back = EvidenceRow.from_record(record)
    assert (back.checks, back.confidence, back.failed) == (row.checks, row.confidence, row.checks[:1])
    del record["checks"], record["confidence"]
    old = EvidenceRow.from_record(record)
    assert (old.checks, old.confidence) == ((), None)
