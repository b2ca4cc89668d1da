"""What the checks see of errors put into right rows: the last table of ``docs/confidence.md``.

``python bench/invented_errors.py`` reads ``corpus/``, changes one digit of a row's number or gives two arms
each other's numbers, and counts how often the row then fails a check. The errors are drawn by a fixed seed.
"""

from __future__ import annotations

import random
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from pages import ROOT, put_between, table

from isaextract.lexicon import load_lexicon
from isaextract.pdf import read_document
from isaextract.pipeline import extract
from isaextract.rows import checked
from isaextract.rows.checks_between import reading_key
from isaextract.schema import EvidenceRow, Extraction

PAGE = ROOT / "docs" / "confidence.md"
PER_DOCUMENT = 40
Rows = list[EvidenceRow]


def main() -> None:
    """Read, spoil, count, write."""
    lexicon, chance = load_lexicon(), random.Random(1)
    found: dict[str, list[bool]] = defaultdict(list)
    for path in sorted((ROOT / "corpus").glob("*.pdf")):
        extraction = extract(read_document(path), lexicon)
        for kind, seen in _spoil(extraction, chance):
            found[kind].append(seen)
    lines = [(k, str(len(v)), str(sum(v)), f"{sum(v) / len(v):.0%}") for k, v in sorted(found.items())]
    content = table(("error", "put in", "seen", "share"), lines)
    put_between(PAGE, "invented", content)
    print(content)


def _spoil(extraction: Extraction, chance: random.Random) -> Iterator[tuple[str, bool]]:
    rows = list(extraction.rows)
    for place in chance.sample(range(len(rows)), min(PER_DOCUMENT, len(rows))):
        for kind, spoiled in (_slip(rows, place, chance), _swap(rows, place)):
            if spoiled:
                checks = checked(extraction.document, extraction.mentions, extraction.studies, spoiled)
                yield kind, bool(checks[place].failed)


def _slip(rows: Rows, place: int, chance: random.Random) -> tuple[str, Rows]:
    """One digit of the number is another."""
    row = rows[place]
    if row.value is None:
        return "", []
    digits = list(f"{row.value:g}")
    at = chance.choice([n for n, char in enumerate(digits) if char.isdigit()])
    digits[at] = str((int(digits[at]) + chance.randint(1, 9)) % 10)
    number = "".join(digits)
    return "a wrong digit", [*rows[:place], replace(row, value=float(number), raw=number), *rows[place + 1 :]]


def _swap(rows: Rows, place: int) -> tuple[str, Rows]:
    """Two arms have each other's number."""
    row = rows[place]
    same: Callable[[EvidenceRow], object] = lambda each: reading_key(replace(each, regimen=()))  # noqa: E731
    for other, twin in enumerate(rows):
        if twin.regimen != row.regimen and not row.comparator and same(twin) == same(row):
            spoiled = list(rows)
            spoiled[place], spoiled[other] = (
                replace(row, regimen=twin.regimen),
                replace(twin, regimen=row.regimen),
            )
            return f"two arms' {row.measure}s for each other", spoiled
    return "", []


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=".*pkg_resources.*")
    main()
