"""How long it takes from nothing: ``python bench/start.py``.

Starts the program anew for each try and prints seconds, the best of five: ``--help``, and a run over one
PDF of ten pages, once with an empty cache and once with the patterns that an earlier run over other
documents kept. Beside them what Python itself takes to start and to import spaCy. ``--readme`` writes the
table into the README.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from length import repeated
from pages import README, ROOT, put_between, table
from scaling import PROGRAM
from scaling import seconds as seconds_of_run

TRIES = 5
PAGES = 10
PUBLISHED = ROOT / "corpus" / "isatuximab-review-2022.pdf"


def seconds(*command: str) -> float:
    """How long a Python process takes."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", *command], check=True, capture_output=True)
    return time.perf_counter() - begun


def reading(paper: Path, others: Sequence[Path], work: Path, *, warm: bool) -> float:
    """How long a run over ``paper`` takes; ``warm``: others were read before, not this one."""
    cache, out = work / "cache", work / "out"
    for folder in (cache, out):
        shutil.rmtree(folder, ignore_errors=True)
    if warm:
        seconds_of_run(cache, *map(str, others), "--out", str(work / "other"))
    return seconds_of_run(cache, str(paper), "--out", str(out))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    chosen = parser.parse_args()
    papers = sorted((ROOT / "corpus").glob("*.pdf"), key=lambda path: path.stat().st_size)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        lines = {
            "Python alone": lambda: seconds("pass"),
            "Python and spaCy": lambda: seconds("import spacy"),
            "`isaextract --help`": lambda: seconds(PROGRAM, "--help"),
        }
        for kind, paper in (("a published review", PUBLISHED), ("the corpus's densest", papers[-1])):
            others = [path for path in papers if path != paper]
            ten = repeated(paper, PAGES, work / f"{paper.stem}.pdf")
            for warm, when in ((False, "the first run of all"), (True, "others read before")):
                lines[f"{PAGES} pages of {kind}, {when}"] = partial(reading, ten, others, work, warm=warm)
        told = [(what, f"{min(take() for _ in range(TRIES)):.2f} s") for what, take in lines.items()]
    print(text := table(("from a cold start", "seconds"), told))
    if chosen.readme:
        put_between(README, "start", text)


if __name__ == "__main__":
    main()
