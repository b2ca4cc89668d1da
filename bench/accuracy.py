"""Writes the accuracy of ``corpus/`` against ``gold/`` into ``docs/accuracy.md`` and the README.

``python bench/accuracy.py`` reads every document into a temporary folder, scores it as
``isaextract score`` does and prints figures only. ``--keep NAME...`` writes down the figures of documents
as those of first contact (``bench/first_contact.json``), for documents that nobody had read before.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from pages import README, ROOT, put_between, table
from rapidfuzz.distance import Levenshtein

from isaextract.gold import read_gold
from isaextract.runner import find_inputs, run, standard_tools
from isaextract.score import Report, Score, score_run

GOLD, CORPUS = ROOT / "gold", ROOT / "corpus"
PAGE = ROOT / "docs" / "accuracy.md"
FIRST_CONTACT = ROOT / "bench" / "first_contact.json"
LEVELS = ("number", "arm", "full")
HEAD = ("document", "language", "rows", "number", "arm", "full", "mentions", "studies")


def main() -> None:
    """Run, score, write."""
    keep = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        run(find_inputs([CORPUS]), Path(folder), standard_tools())
        report = score_run(GOLD, Path(folder))
        errors = text_errors(Path(folder))
    if keep:
        _keep(report, keep)
    PAGE.write_text(page(report, errors), encoding="utf-8")
    told = "\n\n".join((documents(report), *_first_contact()))
    put_between(README, "accuracy", told)
    print(told)


def _arguments() -> list[str]:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--keep", nargs="+", default=[], metavar="NAME", help="documents read for the first time"
    )
    return list(parser.parse_args().keep)


def text_errors(run_folder: Path) -> dict[str, float]:
    """Edits per character between gold's text and the extracted one, white space left out."""
    errors = {}
    for gold in read_gold(GOLD):
        truth = "".join(gold.text.split())
        read = "".join((run_folder / "text" / f"{gold.name}.txt").read_text(encoding="utf-8").split())
        errors[gold.name] = Levenshtein.distance(truth, read) / max(1, len(truth))
    return errors


def documents(report: Report) -> str:
    """The table per document, language and in all: F1."""
    first = {line[0] for line in _kept()}
    mark = {item.name: " †" if item.name in first else "" for item in report.documents}
    scores = [(item.name + mark[item.name], item.language, item.score) for item in report.documents]
    scores += [(f"all {name}", name, score) for name, score in report.languages]
    scores.append(("**all**", "", report.total))
    return table(HEAD, ((name, language, *_figures(score)) for name, language, score in scores))


def _figures(score: Score) -> tuple[str, ...]:
    counts = (*(getattr(score.rows, level) for level in LEVELS), score.mentions.strict, score.studies.found)
    return str(score.rows.number.gold), *(f"{item.f1:.3f}" for item in counts)


def page(report: Report, errors: dict[str, float]) -> str:
    """The whole page."""
    return "\n\n".join(_parts(report, errors)) + "\n"


def _parts(report: Report, errors: dict[str, float]) -> Iterator[str]:
    yield "# Accuracy"
    yield (
        "Written by `make docs` (`bench/accuracy.py`): every document of `corpus/` is read and scored "
        "against `gold/`. Do not edit. What the levels *number*, *arm* and *full* ask for stands in "
        "[the contract](contract.md#comparing-rows); how to measure your own documents in "
        "[evaluate](evaluate.md)."
    )
    signature = {
        name: value for name, value in report.signature.record().items() if isinstance(value, str) and value
    }
    yield "Signature: " + ", ".join(f"{name} `{value}`" for name, value in signature.items()) + "."
    yield "## Documents (F1)"
    yield documents(report)
    yield from _first_contact()
    yield "## Rows"
    yield _rows(report)
    yield "## Fields of rows whose number is right"
    yield _fields(report)
    yield "## Studies"
    yield _studies(report)
    yield "## Mentions (strict)"
    yield _mentions(report)
    yield "## Extracted text"
    yield "Edits per character against gold's text, white space left out."
    yield table(("document", "error rate"), ((name, f"{error:.3%}") for name, error in errors.items()))


def _kept() -> list[list[str]]:
    return json.loads(FIRST_CONTACT.read_text(encoding="utf-8")) if FIRST_CONTACT.exists() else []


def _first_contact() -> Iterator[str]:
    yield (
        "The rules were written with these documents at hand: the figures above say how well the program "
        "knows them, not what it does with a document it has never met."
    )
    if kept := _kept():
        yield "† kept unread until the rules for the others stood. What they scored at that first contact:"
        yield table(HEAD, kept)


def _keep(report: Report, names: list[str]) -> None:
    found = {item.name: item for item in report.documents}
    unknown = sorted(set(names) - set(found))
    if unknown:
        raise SystemExit(f"no such document in {GOLD}: {', '.join(unknown)}")
    lines = [(name, found[name].language, *_figures(found[name].score)) for name in names]
    FIRST_CONTACT.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


def _rows(report: Report) -> str:
    intervals, lines = dict(report.intervals), []
    for level in LEVELS:
        counts, interval = getattr(report.total.rows, level), intervals[level]
        figures = (counts.precision, counts.recall, counts.f1)
        lines.append((level, *(f"{x:.3f}" for x in figures), f"{interval.low:.3f} to {interval.high:.3f}"))
    return table(("level", "precision", "recall", "F1", "95 % interval of F1 over documents"), lines)


def _fields(report: Report) -> str:
    head = ("field", "right", "where gold fills it", "filled where gold is blank")
    return table(
        head,
        (
            (f"`{name}`", f"{field.all.share:.3f}", f"{field.filled.share:.3f}", _spurious(field.blank))
            for name, field in report.total.rows.fields
        ),
    )


def _spurious(blank: object) -> str:
    right, total = getattr(blank, "right", 0), getattr(blank, "total", 0)
    return f"{total - right} of {total}"


def _studies(report: Report) -> str:
    found = report.total.studies.found
    lines = [("found (F1)", f"{found.f1:.3f}", f"{found.hits} of {found.gold}")]
    for name, share in report.total.studies.fields:
        lines.append(
            (f"{name.replace('_', ' ')} right", f"{share.share:.3f}", f"{share.right} of {share.total}")
        )
    return table(("studies", "share", "count"), lines)


def _mentions(report: Report) -> str:
    lines = [(str(label), *_prf(counts.strict)) for label, counts in report.total.mentions.labels]
    lines.append(("**all**", *_prf(report.total.mentions.strict)))
    return table(("label", "precision", "recall", "F1", "in gold"), lines)


def _prf(counts: object) -> tuple[str, ...]:
    figures = (getattr(counts, name) for name in ("precision", "recall", "f1"))
    return *(f"{figure:.3f}" for figure in figures), str(getattr(counts, "gold", 0))


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=".*pkg_resources.*")
    main()
