"""No rule names a document's own sentence: other drugs and other numbers, the same score.

Every drug of every gold document becomes another drug of the lexicon, every number another one, in text and
truth alike (see ``support.disguise``), in the second run every trial's name an invented one too.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from support.disguise import Outcome, outcome

GOLD = Path(__file__).parents[2] / "gold"
POINTS = 0.01
FIGURES = ("number", "arm", "full", "strict")

Runs = dict[str, Future[Outcome]]


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield {
            "plain": pool.submit(outcome, GOLD, None),
            "drugs and numbers": pool.submit(outcome, GOLD, 1),
            "trials too": pool.submit(outcome, GOLD, 2, True),
        }


@pytest.mark.parametrize("name", ["drugs and numbers", "trials too"])
def test_the_disguise_leaves_no_drug_and_few_numbers(runs: Runs, name: str) -> None:
    disguised = runs[name].result()
    assert disguised.old_drugs_left == 0
    assert disguised.numbers_changed > 0.95


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("name", ["drugs and numbers", "trials too"])
def test_score_stays(runs: Runs, name: str, figure: str) -> None:
    before, after = (getattr(runs[run].result(), figure) for run in ("plain", name))
    assert after >= before - POINTS, f"{figure} F1 fell from {before:.3f} to {after:.3f}"
