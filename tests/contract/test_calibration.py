"""The confidence is what `docs/confidence.md` says of it, on gold and on what the others left."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from isaextract.rows.confidence import packaged_weights
from isaextract.rows.signals import SIGNALS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bench() -> Iterator[ModuleType]:
    """``bench/calibration.py``, which is no part of the package."""
    sys.path.insert(0, str(ROOT / "bench"))
    spec = importlib.util.spec_from_file_location("calibration", ROOT / "bench" / "calibration.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["calibration"] = module
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(ROOT / "bench"))
    del sys.modules["calibration"]


@pytest.fixture(scope="module")
def gold(bench: ModuleType) -> Any:
    return bench.samples(ROOT / "corpus", ROOT / "gold")


def _at_high(bench: ModuleType, judged: list[tuple[float, bool]]) -> tuple[float, float]:
    high = [right for confidence, right in judged if confidence >= bench.HIGH]
    return sum(high) / len(high), len(high) / len(judged)


def test_high_confidence_is_right_and_common_on_gold(bench: ModuleType, gold: Any) -> None:
    """Each document judged by weights that never saw it."""
    precision, coverage = _at_high(bench, bench.without_own(gold, bench.read_others(), gold))
    assert precision >= 0.98
    assert coverage >= 0.80


def test_confidence_is_honest_on_the_others(bench: ModuleType, gold: Any) -> None:
    others = bench.read_others()
    judged = bench.without_own(gold, others, others)
    precision, coverage = _at_high(bench, judged)
    low = [right for confidence, right in judged if confidence < bench.HIGH]
    assert precision >= 0.92
    assert coverage >= 0.75
    assert sum(low) / len(low) <= 0.80
    mean = sum(confidence for confidence, _ in judged) / len(judged)
    assert mean == pytest.approx(sum(right for _, right in judged) / len(judged), abs=0.06)


def test_the_packaged_weights_are_those_of_the_fit(bench: ModuleType, gold: Any) -> None:
    fitted, packaged = bench.fit(gold, bench.read_others()), packaged_weights()
    assert packaged.bias == pytest.approx(fitted.bias, abs=0.15)
    assert dict(packaged.of) == pytest.approx(dict(fitted.of), abs=0.15)


def test_the_page_lists_every_check_and_every_signal(bench: ModuleType) -> None:
    text = (ROOT / "docs" / "confidence.md").read_text(encoding="utf-8")
    code = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src/isaextract/rows").glob("checks*.py")
    )
    names = set(re.findall(r'(?:Check|_both)\(\s*"(\w+)"', code)) | set(
        re.findall(r'return "(\w+_order)"', code)
    )
    assert len(names) == 13
    assert [name for name in (*sorted(names), *SIGNALS) if f"| `{name}` |" not in text] == []
