"""How many citation markers lead to the right entry: ``python bench/citations.py OUT [GOLD]``.

The truth is read from gold alone: the markers that are tagged there, their ranges spelled out here, and
the lines of the reference list. It is held against what a run wrote: ``references.jsonl`` with its
``cited_at``, and ``rows.jsonl`` with its ``references``. An entry is told by what it *says* (authors,
title, year), never by the number that the program gave it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isaextract.gold import GoldDocument, read_gold
from isaextract.schema import Label, Span
from isaextract.score.align import Aligned, squeeze

ROOT = Path(__file__).resolve().parents[1]
HEADING = re.compile(r"^(?:参考文献|References)$", re.M)
LINE = re.compile(r"^[\[［]?(\d+)[\]］.]\s*(\S.*)$")
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
WIDE = str.maketrans("０１２３４５６７８９，－～–、；", "0123456789,---,,")
SAID = 80  # characters of an entry, white space aside, that tell it from all others

Link = tuple[int, int, str]  # where the marker stands in gold (shared characters), and the entry's words


@dataclass(frozen=True)
class Links:
    """Numbers in markers: how many gold has, how many the program linked, how many of these are right."""

    doc: str
    entries: int
    numbers: int
    linked: int
    hits: int
    cited: int  # citations on rows whose number gold's list has
    resolved: int  # ... of which so many lead to that entry

    @property
    def found(self) -> float:
        """The share of gold's numbers that lead to their entry."""
        return self.hits / self.numbers if self.numbers else 1.0

    @property
    def right(self) -> float:
        """The share of the program's links that gold has."""
        return self.hits / self.linked if self.linked else 1.0

    @property
    def rows_found(self) -> float:
        """The share of the rows' citations that lead to the entry of that number in gold."""
        return self.resolved / self.cited if self.cited else 1.0


def spelled_out(marker: str) -> Iterator[int]:
    """The numbers of a marker: ``[3-5, 8]`` is 3, 4, 5, 8."""
    for part in marker.translate(RAISED).translate(WIDE).strip("[]［］ ").split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def listed(text: str) -> dict[int, str]:
    """The reference list of a gold text: what each number's line says."""
    heading = HEADING.search(text)
    lines = (LINE.match(line) for line in text[heading.end() :].splitlines()) if heading else ()
    return {int(match[1]): squeeze(match[2])[:SAID] for match in lines if match}


def _records(path: Path, doc: str) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [record for record in map(json.loads, lines) if record["doc"] == doc]


def _words(entry: dict[str, Any]) -> str:
    match = LINE.match(entry["text"])
    return squeeze(match[2] if match else entry["text"])[:SAID]


def measure_document(gold: GoldDocument, out: Path) -> Links:
    """Hold one document's links against its gold."""
    entries = _records(out / "references.jsonl", gold.name)
    aligned = Aligned(gold.text, (out / "text" / f"{gold.name}.txt").read_text(encoding="utf-8"))
    lines = listed(gold.text)
    wanted: set[Link] = set()
    for mention in gold.mentions:
        if mention.label is Label.CITATION:
            place = aligned.gold(mention.span)
            wanted |= {(*place, lines[number]) for number in spelled_out(mention.text) if number in lines}
    made: set[Link] = set()
    for entry in entries:
        spans = (Span(place["start"], place["end"]) for place in entry["cited_at"])
        made |= {(*aligned.predicted(span), _words(entry)) for span in spans}
    cited, resolved = _rows(_records(out / "rows.jsonl", gold.name), entries, lines)
    return Links(gold.name, len(entries), len(wanted), len(made), len(wanted & made), cited, resolved)


def _rows(
    rows: Sequence[dict[str, Any]], entries: Sequence[dict[str, Any]], lines: dict[int, str]
) -> tuple[int, int]:
    """The rows' citations that gold's list has, and those that lead to its entry."""
    said = {entry["start"]: _words(entry) for entry in entries}
    cited = [(row, number) for row in rows for number in row["citations"] if int(number) in lines]
    leads = {
        (id(row), reference["number"]): said[reference["start"]]
        for row in rows
        for reference in row["references"]
    }
    return len(cited), sum(leads.get((id(row), number)) == lines[int(number)] for row, number in cited)


def measure(gold: Path, out: Path) -> list[Links]:
    """Hold a run's links against gold, document by document."""
    return [measure_document(document, out) for document in read_gold(gold)]


def total(found: Iterable[Links]) -> Links:
    """All documents as one."""
    parts = [(f.entries, f.numbers, f.linked, f.hits, f.cited, f.resolved) for f in found]
    return Links("all", *(sum(column) for column in zip(*parts, strict=True)))


def main(out: Path, gold: Path = ROOT / "gold") -> None:
    """Print one line per document."""
    found = measure(gold, out)
    print(
        f"{'document':28} {'entries':>7} {'numbers':>7} {'found':>7} {'right':>7} {'rows':>11} {'found':>7}"
    )
    for f in [*found, total(found)]:
        if not f.entries:
            print(f"{f.doc:28} no reference list; {f.linked} links")
            continue
        rows = f"{f.resolved}/{f.cited}"
        shares = f"{f.numbers:7} {f.found:7.1%} {f.right:7.1%} {rows:>11} {f.rows_found:7.1%}"
        print(f"{f.doc:28} {f.entries:7} {shares}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
