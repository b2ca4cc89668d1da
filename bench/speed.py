"""How long reading takes, as a multiple of ``pdfplumber``'s own ``extract_words`` on the same pages.

``python bench/speed.py [PDF...]`` (default: all of ``corpus/``) prints the table; ``--readme`` writes it into
the README. Ratios, not times: they say the same on a slow machine and on a fast one. Each figure is the best
of ``--repeat`` tries.
"""

from __future__ import annotations

import argparse
import logging
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pdfplumber
from pages import README, ROOT, put_between, table

from isaextract.export import CsvExporter, JsonlExporter, TextExporter
from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pdf import read_document
from isaextract.pipeline import assemble
from isaextract.pipes import find_mentions, packaged
from isaextract.runner.process import settle
from isaextract.schema import BlockKind

if TYPE_CHECKING:
    from naive import Naive

T = TypeVar("T")
STEPS = {
    "words": "`pdfplumber.extract_words` alone",
    "reference": "reading with `--reader pdfplumber`, for comparison",
    "pdfium": "pdfium's text alone",
    "naive": "the naive stack: words, spaCy, `PhraseMatcher`, the model, numbers (`bench/naive.py`)",
    "model": "the trained part alone",
    "read": "reading: text, columns, tables, references",
    "mentions": "mentions: all seventeen labels",
    "rows": "studies, arms and rows",
    "files": "rendering the files of a run",
}
SILENT = (BlockKind.FRONT, BlockKind.REFERENCES)  # what is not labelled
OURS = ("read", "mentions", "rows", "files")


@dataclass(slots=True)
class Clock:
    """Seconds by step, the best of all tries."""

    repeat: int
    pages: int = 0

    def best(self, function: Callable[[], T]) -> tuple[float, T]:
        """The shortest time that ``function`` took, and what it gave."""
        times = []
        for _ in range(self.repeat):
            begun = time.perf_counter()
            result = function()
            times.append(time.perf_counter() - begun)
        return min(times), result


def words(path: Path) -> int:
    """All words of all pages, as pdfplumber finds them; returns how many pages there are."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words()
        return len(pdf.pages)


def measure(path: Path, lexicon: Lexicon, naive: Naive, clock: Clock) -> dict[str, float]:
    """Seconds per step for one PDF."""
    from naive import pdfium_text

    seconds = {}
    seconds["words"], pages = clock.best(lambda: words(path))
    seconds["reference"], _ = clock.best(lambda: read_document(path, "pdfplumber"))
    seconds["pdfium"], _ = clock.best(lambda: pdfium_text(path))
    seconds["naive"], _ = clock.best(lambda: naive.read(path))
    seconds["read"], document = clock.best(lambda: read_document(path))
    heard = (block.span for block in document.blocks if block.kind not in SILENT)
    texts = [span.of(document.text) for span in heard if len(span)]
    trained = packaged()
    seconds["model"], _ = clock.best(lambda: [*trained.find(texts)] if trained else [])
    seconds["mentions"], found = clock.best(lambda: find_mentions(document, lexicon))
    seconds["rows"], extraction = clock.best(lambda: assemble(document, found, lexicon))
    exporters = (JsonlExporter(), CsvExporter(), TextExporter())
    seconds["files"], _ = clock.best(lambda: [exporter.render(extraction) for exporter in exporters])
    clock.pages += pages
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pdf", nargs="*", type=Path, default=sorted((ROOT / "corpus").glob("*.pdf")))
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    chosen = parser.parse_args()
    settle()  # one thread for each library, before any is loaded
    from naive import Naive

    lexicon, clock = load_lexicon(), Clock(chosen.repeat)
    assemble(document := read_document(min(chosen.pdf, key=lambda p: p.stat().st_size)), (), lexicon)
    find_mentions(document, lexicon)  # patterns are compiled once per run: not what is measured here
    naive = Naive(lexicon)
    naive.read(min(chosen.pdf, key=lambda p: p.stat().st_size))
    total = dict.fromkeys(STEPS, 0.0)
    for path in chosen.pdf:
        for step, seconds in measure(path, lexicon, naive, clock).items():
            total[step] += seconds
    told = _table(total, len(chosen.pdf), clock.pages)
    print(told)
    if chosen.readme:
        put_between(README, "speed", told)


def _table(seconds: dict[str, float], count: int, pages: int) -> str:
    unit = seconds["words"]
    whole = sum(seconds[step] for step in OURS)
    lines = [(STEPS[step], f"{taken / unit:.2f}") for step, taken in seconds.items()]
    lines.append(("**the whole: reading, mentions, rows, files**", f"**{whole / unit:.2f}**"))
    lines.append(("the whole as a multiple of the naive stack", f"{whole / seconds['naive']:.2f}"))
    return table((f"step ({count} PDFs, {pages} pages)", "times `extract_words`"), lines)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=".*pkg_resources.*")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # broken fonts are told for each page
    main()
