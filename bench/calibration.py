"""How honest the confidence of a row is: the reliability table of ``docs/confidence.md``.

``python bench/calibration.py`` reads ``corpus/``, scores it against ``gold/`` and writes the tables. Each
document is judged by weights that were fitted without it. ``--fit`` writes the package's weights
(``src/isaextract/rows/confidence.json``). ``--others DOCS GOLD`` (again for each pair of folders) reads
more documents with gold and keeps what the fit needs of them, counts of signals
(``bench/calibration_others.json``): no names, no text.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pages import ROOT, put_between, table

from isaextract.gold import read_gold
from isaextract.lexicon import load_lexicon
from isaextract.pdf import read_document
from isaextract.pipeline import extract
from isaextract.rows.confidence import WEIGHTS, Weights, in_doubt
from isaextract.rows.signals import SIGNALS, Signals, signals_of
from isaextract.schema import Extraction
from isaextract.score.compare import Level
from isaextract.score.rows import match_rows

PAGE = ROOT / "docs" / "confidence.md"
OTHERS = ROOT / "bench" / "calibration_others.json"
PACKAGED = ROOT / "src" / "isaextract" / "rows" / WEIGHTS
HIGH = 0.9
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
# Where each weight starts, and what pulls it back there: warnings cost, agreement helps.
START = {name: 0.5 if name in ("agrees", "table") else -1.0 for name in SIGNALS} | {"failed": -2.0}
PULL = 4.0
GOLD_WEIGHT = 0.25  # of a row of gold/ against one of the others: the rules were written on gold/


class Sample(NamedTuple):
    """One row: its document, signals, whether it contradicts something, whether it is right in full."""

    doc: str
    signals: Signals
    in_doubt: bool
    right: bool


def main() -> None:
    """Read, fit, judge, write."""
    arguments = _arguments()
    if arguments.others:
        _keep_others([sample for docs, gold in arguments.others for sample in samples(docs, gold)])
    gold, others = samples(ROOT / "corpus", ROOT / "gold"), read_others()
    if arguments.fit:
        _write_weights(fit(gold, others))
    put_between(PAGE, "gold", reliability(without_own(gold, others, gold)))
    put_between(PAGE, "others", reliability(without_own(gold, others, others)))
    put_between(PAGE, "weights", _weights())
    for name, judged in (
        ("gold", without_own(gold, others, gold)),
        ("others", without_own(gold, others, others)),
    ):
        print(name, summary(judged))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="write the package's weights")
    parser.add_argument("--others", nargs=2, type=Path, action="append", metavar=("DOCS", "GOLD"))
    return parser.parse_args()


# ------------------------------------------------------------ samples


def samples(docs: Path, gold: Path) -> list[Sample]:
    """The rows that the program reads in a folder's documents, each judged by gold."""
    lexicon, found = load_lexicon(), []
    paths = {path.stem: path for path in sorted(docs.iterdir())}
    for each in read_gold(gold):
        extraction = extract(read_document(paths[each.name]), lexicon)
        pairs = match_rows(each.rows, extraction.rows).pairs
        right = {id(pair.predicted) for pair in pairs if pair.level is Level.FULL}
        found += [
            Sample(each.name, signals, in_doubt(row), id(row) in right)
            for row, signals in zip(extraction.rows, _signals(extraction), strict=True)
        ]
    return found


def _signals(extraction: Extraction) -> list[Signals]:
    return signals_of(extraction.document, extraction.mentions, extraction.studies, extraction.rows)


def _keep_others(found: Sequence[Sample]) -> None:
    """Counts of equal samples, document by document; documents go by a number."""
    numbers = {doc: str(number) for number, doc in enumerate(dict.fromkeys(s.doc for s in found), 1)}
    counts = Counter(sample._replace(doc=numbers[sample.doc]) for sample in found)
    lines = [json.dumps([*sample, count]) for sample, count in sorted(counts.items())]
    head = json.dumps([*Sample._fields, "rows"])
    OTHERS.write_text("[\n" + ",\n".join([head, *lines]) + "\n]\n", encoding="utf-8")


def read_others() -> list[Sample]:
    """The samples of documents that are not part of the project."""
    _, *lines = json.loads(OTHERS.read_text(encoding="utf-8"))
    return [
        Sample(doc, tuple(signals), doubt, right)
        for doc, signals, doubt, right, count in lines
        for _ in range(count)
    ]


# ------------------------------------------------------------ the fit


def fit(gold: Sequence[Sample], others: Sequence[Sample]) -> Weights:
    """Maximum a posteriori weights by Newton's method, to two decimals."""
    found = [*gold, *others]
    signals = np.array([(1.0, *sample.signals) for sample in found])
    right = np.array([float(sample.right) for sample in found])
    weight = np.array([GOLD_WEIGHT] * len(gold) + [1.0] * len(others))
    start = np.array([3.0, *(START[name] for name in SIGNALS)])
    pull = np.diag([1e-6, *(PULL for _ in SIGNALS)])
    at = start.copy()
    for _ in range(200):
        likely = 1 / (1 + np.exp(-signals @ at))
        slope = signals.T @ (weight * (right - likely)) - pull @ (at - start)
        bend = (signals * (weight * likely * (1 - likely))[:, None]).T @ signals + pull
        step = np.linalg.solve(bend, slope)
        at += step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-9:
            break
    return Weights(
        round(float(at[0]), 2), {n: round(float(x), 2) for n, x in zip(SIGNALS, at[1:], strict=True)}
    )


def without_own(
    gold: Sequence[Sample], others: Sequence[Sample], asked: Sequence[Sample]
) -> list[tuple[float, bool]]:
    """Confidence and truth of each row asked for, by weights fitted without its document."""
    judged = []
    for doc in dict.fromkeys(sample.doc for sample in asked):
        weights = fit([s for s in gold if s.doc != doc], [s for s in others if s.doc != doc])
        own = [sample for sample in asked if sample.doc == doc]
        judged += [(weights.confidence(s.signals, in_doubt=s.in_doubt), s.right) for s in own]
    return judged


def _write_weights(weights: Weights) -> None:
    record = {"bias": weights.bias, "weights": dict(weights.of)}
    PACKAGED.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


# ------------------------------------------------------------ tables


def summary(judged: Sequence[tuple[float, bool]]) -> str:
    """Precision and coverage at `HIGH`, in one sentence."""
    high = [right for confidence, right in judged if confidence >= HIGH]
    rest = [right for confidence, right in judged if confidence < HIGH]
    return (
        f"At {HIGH} and above: {sum(high)} of {len(high)} rows right ({_share(high)}), "
        f"{len(high) / len(judged):.1%} of all; below: {sum(rest)} of {len(rest)} ({_share(rest)})."
    )


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found) / len(found):.1%}" if found else "-"


def reliability(judged: Sequence[tuple[float, bool]]) -> str:
    """The table: what was said, what was true."""
    head = ("confidence", "rows", "mean confidence", "right")
    return f"{table(head, _lines(judged))}\n\n{summary(judged)}"


def _lines(judged: Sequence[tuple[float, bool]]) -> Iterator[tuple[str, ...]]:
    for low, high in pairwise(BINS):
        own = [(c, right) for c, right in judged if low <= c < high or c == high == BINS[-1]]
        if own:
            mean = sum(c for c, _ in own) / len(own)
            yield f"{low:g} to {high:g}", str(len(own)), f"{mean:.3f}", _share([right for _, right in own])


def _weights() -> str:
    record = json.loads(PACKAGED.read_text(encoding="utf-8"))
    lines = [("(no signal)", f"{record['bias']:+.2f}")]
    lines += [(f"`{name}`", f"{value:+.2f}") for name, value in record["weights"].items()]
    return table(("signal", "adds to the log odds"), lines)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=".*pkg_resources.*")
    main()
