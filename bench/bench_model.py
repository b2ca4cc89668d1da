"""What share of a run's time the trained part takes: ``python bench/bench_model.py [CORPUS]``.

Ratios, not times: reading a PDF, finding mentions with and without the model, linking and rows.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from isaextract.lexicon import load_lexicon
from isaextract.pdf import read_document
from isaextract.pipeline import assemble
from isaextract.pipes import find_mentions, no_model, packaged, packaged_signature

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """A result and the processor seconds that it took."""
    begun = time.process_time()
    return work(), time.process_time() - begun


def main(corpus: Path) -> None:
    """Print the shares."""
    lexicon, trained = load_lexicon(), packaged()
    if trained is None:
        print("no packaged model: make one with `isaextract train`")
        return
    spent = {"reading": 0.0, "rules": 0.0, "model": 0.0, "linking": 0.0}
    for turn, path in enumerate([next(corpus.glob("*.pdf")), *sorted(corpus.glob("*.pdf"))]):
        document, reading = timed(lambda path=path: read_document(path))  # type: ignore[misc]
        _, rules = timed(lambda document=document: find_mentions(document, lexicon, no_model))  # type: ignore[misc]
        mentions, both = timed(lambda document=document: find_mentions(document, lexicon))  # type: ignore[misc]
        _, linking = timed(lambda d=document, m=mentions: assemble(d, m, lexicon))  # type: ignore[misc]
        if turn:  # the first time warms up
            for name, seconds in zip(spent, (reading, rules, both - rules, linking), strict=True):
                spent[name] += seconds
    total = sum(spent.values())
    print(f"model {packaged_signature()}")
    for name, seconds in spent.items():
        print(f"{name:10} {seconds / total:6.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("corpus"))
