"""Cross-validation and the unknown-word test: ``python bench/unknown_words.py [SEEDS [LEFT_OUT...]]``.

The same as ``isaextract train --cross-validate --unknown-words SEEDS``; models are kept in build/folds.
"""

from __future__ import annotations

import sys
from pathlib import Path

from isaextract.runner.crossval import cross_validate
from isaextract.train import Recipe

if __name__ == "__main__":
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    figures = cross_validate(
        Path("gold"),
        Path("models"),
        Path("build/folds"),
        Recipe(),
        leave_out=sys.argv[2:],
        seeds=seeds,
        told=print,
    )
    for table in figures.tables():
        print(table)
