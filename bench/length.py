"""How reading grows with the length of a document: one PDF's pages over and over, up to hundreds.

``python bench/length.py [PDF]`` (default: the first of ``corpus/``) prints seconds per page as multiples
of the shortest document's, and the exponent of growth (1: twice the pages take twice as long);
``--pages`` sets the lengths.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from math import log
from pathlib import Path

import pypdfium2 as pdfium
from pages import ROOT, table

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pdf import read_document
from isaextract.pipeline import assemble
from isaextract.pipes import find_mentions

STEPS = ("reading", "mentions", "rows")


def repeated(path: Path, pages: int, out: Path) -> Path:
    """A PDF of so many pages, those of ``path`` in turn."""
    source, made = pdfium.PdfDocument(path), pdfium.PdfDocument.new()
    made.import_pages(source, [number % len(source) for number in range(pages)])  # at once: one set of fonts
    made.save(out)
    return out


def measure(path: Path, lexicon: Lexicon) -> tuple[float, ...]:
    """Seconds for each step."""
    begun = time.perf_counter()
    document = read_document(path)
    read = time.perf_counter()
    mentions = find_mentions(document, lexicon)
    found = time.perf_counter()
    assemble(document, mentions, lexicon)
    return read - begun, found - read, time.perf_counter() - found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pdf", nargs="?", type=Path, default=min((ROOT / "corpus").glob("*.pdf")))
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 30, 100, 300])
    chosen = parser.parse_args()
    lexicon = load_lexicon()
    measure(chosen.pdf, lexicon)  # patterns are compiled once per run
    with tempfile.TemporaryDirectory() as folder:
        taken = {
            pages: measure(repeated(chosen.pdf, pages, Path(folder) / f"{pages}.pdf"), lexicon)
            for pages in chosen.pages
        }
    least, most = min(taken), max(taken)
    lines = [
        (
            str(pages),
            *(f"{one / pages / (first / least):.2f}" for one, first in zip(own, taken[least], strict=True)),
        )
        for pages, own in taken.items()
    ]
    growth = (
        log(last / first) / log(most / least) for first, last in zip(taken[least], taken[most], strict=True)
    )
    lines.append(("**exponent**", *(f"**{one:.2f}**" for one in growth)))
    print(table(("pages", *STEPS), lines))


if __name__ == "__main__":
    main()
