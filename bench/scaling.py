"""What more processes and the cache are worth: ``python bench/scaling.py [COPIES [JOBS]]``.

Reads ``corpus/`` copied COPIES times (7: 98 documents) by one process and by JOBS, then once more unchanged.
Prints ratios, and the most memory that one process took. ``--readme`` writes them into ``README.md``.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pages import ROOT, put_between

PROGRAM = "import sys; from isaextract.cli import main; sys.exit(main())"


def copied(copies: int, folder: Path) -> int:
    """Fill a folder with copies of the corpus; returns how many documents."""
    folder.mkdir()
    for number in range(copies):
        for path in sorted((ROOT / "corpus").glob("*.pdf")):
            shutil.copy(path, folder / f"{path.stem}-{number}.pdf")
    return len(list(folder.iterdir()))


def seconds(cache: Path, *arguments: str) -> float:
    """How long a run takes as a process of its own."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", PROGRAM, "run", *arguments]
    environment = {**os.environ, "ISAEXTRACT_CACHE": str(cache)}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - begun


def main(copies: int, jobs: int, *, readme: bool) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        documents = copied(copies, work / "in")
        one = seconds(work / "c1", str(work / "in"), "--out", str(work / "one"), "--jobs", "1")
        many = seconds(work / "c2", str(work / "in"), "--out", str(work / "many"), "--jobs", str(jobs))
        again = seconds(work / "c2", str(work / "in"), "--out", str(work / "many"), "--jobs", str(jobs))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    said = (
        f"Over {documents} documents {jobs} processes are {one / many:.2f} times as fast as one; reading "
        f"them again, unchanged, takes {again / many:.1%} of the first time. "
        f"No process took more than {peak:.0f} MB."
    )
    print(said)
    if readme:
        put_between(ROOT / "README.md", "scaling", said)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    main(*(*numbers, 7, 2)[:1], *(*numbers[1:], 2)[:1], readme="--readme" in sys.argv)
