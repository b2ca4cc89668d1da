"""Prose as tagged text, and its studies and rows as lines: how ``prose.*.txt`` are read and shown.

A row is ``arm [vs arm] | endpoint [event] [grade] [@ time] | measure value | more``, a study is
``name or number [phase] [N=..]: arm; arm``. A row names its study only where the example has several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from isaextract.gold import parse_tagged
from isaextract.lexicon import Lexicon
from isaextract.pdf import TextReader
from isaextract.pipeline import assemble
from isaextract.pipes.normalise import normalise
from isaextract.schema import EvidenceRow, Extraction, Study

LABELS = {
    "D": "DRUG",
    "R": "REGIMEN",
    "E": "ENDPOINT",
    "V": "EVENT",
    "G": "GRADE",
    "O": "POPULATION",
    "%": "PERCENT",
    "T": "TIME",
    "N": "COUNT",
    "Q": "DOSE",
    "H": "RATIO",
    "C": "CI",
    "P": "PVALUE",
    "S": "CITATION",
    "I": "TRIAL_ID",
    "A": "TRIAL_NAME",
    "F": "PHASE",
}


@dataclass(frozen=True)
class Example:
    name: str
    text: str
    expected: tuple[str, ...]


def examples(path: Path) -> Iterator[Example]:
    """The examples of a file: ``## name``, text, ``->`` and the lines expected."""
    for part in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, rest = part.partition("\n")
        text, arrow, expected = rest.partition("->\n")
        assert arrow, f"{path.name}: {head}: no ->"
        lines = tuple(line.strip() for line in expected.split("\n") if line.strip())
        yield Example(head.strip(), text.strip("\n"), lines)


def extraction_of(example: str, lexicon: Lexicon) -> Extraction:
    """What is made of hand-marked text; paragraphs are its lines, unless it has headings of its own."""
    tagged = re.sub(r"⟦(.)\|", lambda found: f"⟦{LABELS[found[1]]}|", example)
    if not tagged.startswith("# "):
        tagged = "# 综述\n" + "# 1 Results\n" + tagged
    blocks = [re.sub(r"^# ", "", line) if line.startswith("# ") else line for line in tagged.split("\n")]
    text, marked = parse_tagged(_joined(blocks))
    document = TextReader().read(text.encode(), "example")
    assert document.text == text
    mentions = []
    for mention in marked:
        concept, quantity = normalise(mention.label, mention.text, lexicon)
        mentions.append(replace(mention, concept=concept, quantity=quantity))
    return assemble(document, tuple(mentions), lexicon)


def lines_of(example: str, lexicon: Lexicon) -> list[str]:
    """Rows as lines, or studies where the example asks for them (its first line is ``studies``)."""
    ask, _, text = example.partition("\n")
    if ask == "studies":
        return [show_study(study) for study in extraction_of(text, lexicon).studies]
    extraction = extraction_of(example, lexicon)
    several = len(extraction.studies) > 1
    return [show_row(row, several) for row in extraction.rows]


def show_row(row: EvidenceRow, named: bool) -> str:
    arms = _drugs(row.regimen) + (f" vs {_drugs(row.comparator)}" if row.comparator else "")
    what = " ".join(filter(None, [row.endpoint, row.event, row.grade]))
    what += f" @ {row.timepoint}" if row.timepoint else ""
    value = "not reached" if row.value is None else f"{row.value:g} {row.unit}".strip()
    high = "NE" if row.ci_high is None else f"{row.ci_high:g}"
    more = [
        f"[{row.subgroup}]" if row.subgroup else "",
        f"n={row.n}" if row.n is not None else "",
        f"N={row.N}" if row.N is not None else "",
        f"CI {row.ci_low:g}-{high}" if row.ci_low is not None else "",
        f"p={row.p}" if row.p else "",
        f"follow-up {row.follow_up}" if row.follow_up else "",
        f"cites {','.join(row.citations)}" if row.citations else "",
    ]
    study = f"{_study(row.trial_name, row.trial_ids, row.phase)}: " if named else ""
    return " | ".join(
        filter(None, [study + arms, what, f"{row.measure} {value}", ", ".join(filter(None, more))])
    )


def show_study(study: Study) -> str:
    patients = f" N={study.N}" if study.N is not None else ""
    cites = f" cites {','.join(study.citations)}" if study.citations else ""
    arms = "; ".join(_drugs(arm.drugs) for arm in study.arms)
    return f"{_study(study.name, study.ids, study.phase)}{patients}{cites}: {arms}"


def _study(name: str, ids: tuple[str, ...], phase: str) -> str:
    return f"{name or ','.join(ids) or '(unnamed)'}{' phase ' + phase if phase else ''}"


def _drugs(drugs: tuple[str, ...]) -> str:
    return "+".join(drugs) or "?"


def _joined(blocks: list[str]) -> str:
    """Blocks with blank lines between them; the rows of a table stand together."""
    text = blocks[0]
    for before, block in pairwise(blocks):
        table = " | " in before and " | " in block
        text += ("\n" if table else "\n\n") + block
    return text
