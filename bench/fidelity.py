"""How true a read PDF is to its text: ``python bench/fidelity.py TRUTH_DIR PDF...``.

Prints per PDF the character error rate without white space, the one with single blanks,
and how many table cells are right. The truth of ``a.pdf`` and ``a.variant.pdf`` is ``a.txt``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from isaextract.pdf import TextReader, read_document
from isaextract.schema.document import Document


def error_rate(truth: str, read: str) -> float:
    """Edits per character of the truth."""
    return Levenshtein.distance(truth, read) / max(1, len(truth))


def cells(document: Document) -> list[list[str]]:
    """The texts of all cells, table by table, white space left out."""
    return [
        ["".join(cell.span.of(document.text).split()) for row in table.rows for cell in row]
        for table in document.tables
    ]


def right_cells(truth: Document, read: Document) -> tuple[int, int]:
    """Cells that are right, of all cells of the truth."""
    expected, found = cells(truth), cells(read)
    pairs = zip(expected, found + [[]] * len(expected), strict=False)
    right = sum(a == b for table, other in pairs for a, b in zip(table, other, strict=False))
    return right, sum(map(len, expected))


def main(truth_dir: Path, paths: Iterable[Path]) -> None:
    """Print one line per PDF."""
    print(f"{'PDF':44} {'CER':>8} {'CER+blanks':>10} {'cells':>9} {'seconds':>8}")
    for path in paths:
        truth_path = truth_dir / f"{path.name.split('.')[0]}.txt"
        truth = TextReader().read(truth_path.read_bytes(), path.stem)
        begun = time.perf_counter()
        read = read_document(path)
        seconds = time.perf_counter() - begun
        text = truth_path.read_text(encoding="utf-8")
        bare = error_rate("".join(text.split()), "".join(read.text.split()))
        blanks = error_rate(" ".join(text.split()), " ".join(read.text.split()))
        right, total = right_cells(truth, read)
        print(f"{path.name:44} {bare:8.3%} {blanks:10.3%} {right:4}/{total:<4} {seconds:8.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(arg) for arg in sys.argv[2:]])
