"""What more processes, more documents and the cache do: ``python bench/scaling.py [COPIES [JOBS]]``.

Reads ``corpus/`` copied COPIES times (7: 98 documents) by one process and by JOBS (2), then once more
unchanged. ``--documents 1 10 100 1000`` runs JOBS processes over so many documents instead, each run from
an empty cache and then once more unchanged. Prints ratios, and the most memory that one process took.
``--readme`` writes the sentence (or the table) into ``README.md``.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from math import log
from pathlib import Path

from pages import ROOT, put_between, table

PROGRAM = "import sys; from isaextract.cli import main; sys.exit(main())"


def copied(documents: int, folder: Path) -> int:
    """Fill a folder with copies of the corpus; returns how many documents."""
    folder.mkdir()
    papers = itertools.cycle(sorted((ROOT / "corpus").glob("*.pdf")))
    for number, path in enumerate(itertools.islice(papers, documents)):
        shutil.copy(path, folder / f"{number:04}-{path.name}")
    return documents


def seconds(cache: Path, *arguments: str) -> float:
    """How long a run takes as a process of its own."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", PROGRAM, "run", *arguments]
    environment = {**os.environ, "ISAEXTRACT_CACHE": str(cache)}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - begun


def peak() -> float:
    """The most memory, in MB, that any process so far took."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def processes(work: Path, copies: int, jobs: int) -> str:
    """What more processes are worth, and the cache."""
    documents = copied(copies * len(list((ROOT / "corpus").glob("*.pdf"))), work / "in")
    one = seconds(work / "c1", str(work / "in"), "--out", str(work / "one"), "--jobs", "1")
    many = seconds(work / "c2", str(work / "in"), "--out", str(work / "many"), "--jobs", str(jobs))
    again = seconds(work / "c2", str(work / "in"), "--out", str(work / "many"), "--jobs", str(jobs))
    return (
        f"Over {documents} documents {jobs} processes are {one / many:.2f} times as fast as one; reading "
        f"them again, unchanged, takes {again / many:.1%} of the first time. "
        f"No process took more than {peak():.0f} MB."
    )


def growth(work: Path, lengths: list[int], jobs: int) -> str:
    """How time and memory grow with the number of documents."""
    lines, took = [], []
    for number in lengths:
        folder, cache = work / f"in{number}", work / f"c{number}"
        arguments = (str(folder), "--out", str(work / f"out{number}"), "--jobs", str(jobs))
        copied(number, folder)
        took.append(seconds(cache, *arguments))
        again = seconds(cache, *arguments)
        each = took[-1] / number / (took[0] / lengths[0])
        lines.append((str(number), f"{each:.2f}", f"{peak():.0f} MB", f"{again / took[-1]:.1%}"))
        print(*lines[-1], flush=True)
    slope = log(took[-1] / took[-2]) / log(lengths[-1] / lengths[-2]) if len(lengths) > 1 else 1.0
    head = ("documents", "time a document, of that of the first line", "most memory", "unchanged rerun")
    return f"{table(head, lines)}\n\nThe exponent of growth between the last two lines is {slope:.2f}."


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("copies", nargs="?", type=int, default=7)
    parser.add_argument("jobs", nargs="?", type=int, default=2)
    parser.add_argument("--documents", nargs="+", type=int, metavar="N")
    parser.add_argument("--readme", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if chosen.documents:
            told, place = growth(Path(name), chosen.documents, chosen.jobs), "growth"
        else:
            told, place = processes(Path(name), chosen.copies, chosen.jobs), "scaling"
    print(told)
    if chosen.readme:
        put_between(ROOT / "README.md", place, told)


if __name__ == "__main__":
    main()
